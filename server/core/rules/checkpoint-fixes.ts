/** Fixes that give a config the checkpoint's values. Each is tried: the mended text is read again, and has to fit. */

import { type Comparison, comparisonOf, fits, isImageSize, mismatches } from '../checkpoint/comparison';
import type { Difference } from '../checkpoint/differences';
import { dialectOf } from '../dialects';
import type { ModelSpec, Pair } from '../dialects/spec';
import { upstreamModel } from '../dialects/visionTransformer/catalogue';
import { composed } from '../edit/compose';
import { removeEntry, setValue } from '../edit/edits';
import type { PlainValue } from '../edit/literal';
import { isMapping } from '../edit/write';
import type { Fix } from '../finding';
import { buildGraph } from '../model';
import { type Phrase, phrase, verbatim } from '../phrase';
import { readEdited } from '../syntax';
import type { ConfigDocument } from '../syntax/tree';
import type { TextEdit } from '../text';
import { titled } from '../title';
import { figuresOf, parametersText } from './consequences';
import { labelOf, valueText } from './fields';
import type { AnalysedModel, RuleContext } from './rule';
import { imageSizeEdit } from './tokens';

/** Longer texts are not read again and again. */
const LONGEST = 16_384;

/** The fixes for each of the keys that differ, by difference; those for all of them first where there are several. */
export function checkpointFixes(model: AnalysedModel, comparison: Comparison, context: RuleContext): (difference: Difference) => readonly Fix[] {
  const wrong = mismatches(comparison);
  if (context.document.text.length > LONGEST) return () => [];
  const trial = new Trial(model, comparison, context);
  const together = trial.all(wrong);
  return (difference) => [...together, ...trial.one(difference, wrong.length === 1)];
}

/** The fix for a config that only gives a name, where the checkpoint is of another released model; none where there is no such. */
export function renamedToModel(model: AnalysedModel, comparison: Comparison, context: RuleContext): readonly Fix[] {
  const { inference } = comparison.differences;
  const { name } = model.spec;
  if (!inference.ok || inference.modelName === null || !name.known || model.spec.node.entries.some(({ key }) => key === 'patches')) return [];
  const edit = setValue(context.document, name.key, inference.modelName);
  const trial = new Trial(model, comparison, context);
  return edit === null ? [] : trial.fix(verbatim(`model_name: ${inference.modelName}`), [edit], true);
}

class Trial {
  constructor(
    private readonly model: AnalysedModel,
    private readonly comparison: Comparison,
    private readonly context: RuleContext,
  ) {}

  /** The key alone. `last`: nothing else differs, so that it has to fit then. */
  one(difference: Difference, last: boolean): readonly Fix[] {
    const { spec } = this.model;
    const edit = editFor(this.context.document, spec, difference);
    if (edit === null) return [];
    const { key, checkpoint = null } = difference;
    const label = labelOf(spec, key);
    if (isMapping(checkpoint)) return this.fix(phrase`Add ${label}`, [edit], last);
    if (difference.field === null) return this.fix(phrase`Remove ${label}`, [edit], last);
    return this.fix(verbatim(`${label}: ${valueText(checkpoint, this.context.document.syntax)}`), [edit], last);
  }

  /** All of them, and the name with them where it is a released model's and the checkpoint is of another. */
  all(wrong: readonly Difference[]): readonly Fix[] {
    const { fileName } = this.comparison;
    const { spec } = this.model;
    const name = this.#otherName();
    const [first] = wrong;
    if (first === undefined || (wrong.length === 1 && (name === null || first.key === spec.name.key))) return [];
    const steps: Step[] = wrong.map((difference) => (document, spec) => editFor(document, spec, difference));
    if (name !== null) steps.push((document) => setValue(document, spec.name.key, name));
    const edits = this.#inTurn(steps);
    if (edits === null) return [];
    if (wrong.length > 2) return this.fix(phrase`All ${wrong.length} values as in ${fileName}`, edits, true, []);
    if (wrong.length === 2) return this.fix(phrase`Both values as in ${fileName}`, edits, true, []);
    const { key, checkpoint } = first;
    const change =
      isMapping(checkpoint) || checkpoint === null ? labelOf(spec, key) : `${labelOf(spec, key)}: ${valueText(checkpoint, this.context.document.syntax)}`;
    return this.fix(verbatim(`${change}, model_name: ${name}`), edits, true);
  }

  /** The released model that the checkpoint is of, where the config has the name of another; what a training loads goes by the name. */
  #otherName(): string | null {
    const { inference } = this.comparison.differences;
    const { name, checkpoint } = this.model.spec;
    if (!inference.ok || inference.modelName === null || !name.known || checkpoint?.key === 'pretrained_dir') return null;
    return name.value !== inference.modelName && upstreamModel(name.value) !== undefined ? inference.modelName : null;
  }

  /** `whole`: the checkpoint must fit the mended config; else it must only still be possible to build it. */
  fix(change: Phrase, edits: readonly TextEdit[], whole: boolean, said: readonly Phrase[] = [phrase`as in ${this.comparison.fileName}`]): readonly Fix[] {
    const { model, comparison } = this;
    const after = this.#specIn(readEdited(this.context.document, edits));
    if (after === null) return [];
    const figures = figuresOf(after);
    if (figures === null && (whole || model.figures !== null)) return [];
    const mended = whole ? comparisonOf(after, buildGraph(after), { ok: true, ...comparison }) : null;
    if (mended !== null && !fits(mended)) return [];
    return [{ title: titled(change, ...said, parametersText(model.figures, figures)), edits }];
  }

  /** Each edit is found in the text that those before it give: two may want the same line. Null where one can't be made. */
  #inTurn(steps: readonly Step[]): TextEdit[] | null {
    let { document } = this.context;
    let { spec } = this.model;
    let edits: TextEdit[] = [];
    for (const step of steps) {
      const edit = step(document, spec);
      if (edit === null) return null;
      edits = composed(edits, [edit], document.text);
      document = readEdited(document, [edit]);
      spec = this.#specIn(document) ?? spec;
    }
    return edits;
  }

  #specIn(document: ConfigDocument): ModelSpec | null {
    if (document.problems.length > this.context.document.problems.length) return null;
    const specs = dialectOf(this.context.recognition).models(document, this.context.recognition);
    return specs.length === this.context.models.length ? (specs[this.context.models.indexOf(this.model)] ?? null) : null;
  }
}

type Step = (document: ConfigDocument, spec: ModelSpec) => TextEdit | null;

/** Null where the config can't say it: the classes of a training come from its data set, the numbers of a named model from the name. */
function editFor(document: ConfigDocument, spec: ModelSpec, { key, field, checkpoint }: Difference): TextEdit | null {
  if (checkpoint === undefined) return null;
  if (field === null && !isMapping(checkpoint)) return key.endsWith('transformer') ? setValue(document, key, null) : removeEntry(document, key);
  if (field?.known && field.source === 'upstream-model') return null;
  if (spec.training !== null && /(?:^|\.)num_classes$/.test(key)) return null;
  if (isImageSize(key)) {
    const { architecture } = spec;
    const { imageSize } = architecture.architecture === 'lit' ? architecture.image : architecture;
    const size = pairOf(checkpoint);
    return size === null ? null : (imageSizeEdit(document, spec, imageSize, size)?.edit ?? null);
  }
  return setValue(document, key, checkpoint, BESIDE[key.slice(key.lastIndexOf('.') + 1)]);
}

/** Where a key goes that is not there. */
const BESIDE: Readonly<Record<string, string>> = {
  classifier: 'transformer',
  representation_size: 'classifier',
  resnet: 'transformer',
  add_position_embedding: 'num_layers',
  num_classes: 'model_name',
};

function pairOf(value: PlainValue): Pair | null {
  if (typeof value === 'number') return [value, value];
  return Array.isArray(value) && value.length === 2 ? [Number(value[0]), Number(value[1])] : null;
}
