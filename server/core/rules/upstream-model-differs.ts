import { fits } from '../checkpoint/comparison';
import type { Figures } from '../count/figures';
import { humanCount, humanParameters } from '../count/units';
import { isUpstreamArchitecture, type Known, type ModelSpec } from '../dialects/spec';
import { UPSTREAM_MODELS, upstreamModel } from '../dialects/visionTransformer/catalogue';
import { removeEntry, setValue } from '../edit/edits';
import { type PlainValue } from '../edit/literal';
import type { Fix } from '../finding';
import { type Phrase, type PhraseValue, phrase, verbatim } from '../phrase';
import type { ConfigDocument, Syntax } from '../syntax/tree';
import type { TextEdit } from '../text';
import { titled } from '../title';
import { figuresOf, parametersText } from './consequences';
import { patchAgainstName } from './effective-patch-name';
import { labelOf, syntaxOf, valueText, vitOf } from './fields';
import { hybridPatch } from './hybrid-patch-size';
import type { AnalysedModel, Rule, RuleFinding } from './rule';
import { architectureOf } from './upstream';
import { asUpstream, type Difference, differencesFrom, PRESENT } from './upstream-differences';

export const upstreamModelDiffers: Rule = {
  code: 'upstream-model-differs',
  severity: 'warning',
  docs: {
    title: "The name is a released model's, the numbers are not",
    why: '`model_name` decides which checkpoint is loaded (`ViT-B_16.npz`), the numbers decide which model it is to fit. Where a number that shapes a weight differs, the checkpoint does not load, or the results are not those of the model in the name. What may differ in fine-tuning says nothing here: dropout, representation size, classes, image size. Another classifier is information, and so is any of it where the config names its checkpoint and that fits.',
    bad: `model_name: ViT-S_16
patches: {size: [16, 16]}
hidden_size: 384
transformer: {mlp_dim: 1536, num_heads: 12, num_layers: 12}
classifier: token
`,
    good: `model_name: ViT-S_16
patches: {size: [16, 16]}
hidden_size: 384
transformer: {mlp_dim: 1536, num_heads: 6, num_layers: 12}
classifier: token
`,
  },
  checkModel(model, { document }) {
    const { spec } = model;
    const { name } = spec;
    // Against the weights themselves a name counts for nothing: they have told what differs, or they fit, and it only misleads.
    if (model.comparison !== null && !fits(model.comparison)) return [];
    const upstream = name.known ? upstreamModel(name.value) : undefined;
    if (!name.known || upstream === undefined || name.range === null) return [];
    const { architecture } = spec.architecture;
    const theirs = architectureOf(upstream);
    if (!isUpstreamArchitecture(architecture)) return [];
    if (theirs !== architecture) return [otherArchitecture(spec, name, theirs, architecture, document)];
    const told = patchesAreTold(spec);
    const differences = differencesFrom(spec, upstream).filter(({ key }) => !told || !/(?:^|\.)(?:patches\.size|resnet(?:\.num_layers)?)$/.test(key));
    return differences.length === 0 ? [] : [report(model, name, differences, document)];
  },
};

/** Whether another rule says already that patches and stem are not what the name promises. */
function patchesAreTold(spec: ModelSpec): boolean {
  const vit = vitOf(spec.architecture);
  return (vit !== null && hybridPatch(spec, vit) !== null) || patchAgainstName(spec) !== null;
}

const TITLES = { vit: 'Vision Transformer', mixer: 'MLP-Mixer', lit: phrase`LiT model` };

function otherArchitecture(
  spec: ModelSpec,
  name: Known<string>,
  upstream: keyof typeof TITLES,
  own: keyof typeof TITLES,
  document: ConfigDocument,
): RuleFinding {
  const twin = twinOf(spec, name.value);
  const fixes = [...(twin === null ? [] : renamed(document, name, twin, TWIN)), ...renamed(document, name, `${name.value}-custom`, OWN_NAME)];
  return {
    range: name.range ?? { start: 0, end: 0 },
    message: phrase`\`${name.value}\` is the name of a released ${TITLES[upstream]}, but these are the keys of a ${TITLES[own]}.`,
    fixes,
  };
}

function renamed(document: ConfigDocument, name: Known<string>, to: string, consequence: Phrase): Fix[] {
  const edit = setValue(document, name.key, to);
  return edit === null ? [] : [{ title: titled(`model_name: ${to}`, consequence), edits: [edit] }];
}

function report({ spec, figures, comparison }: AnalysedModel, name: Known<string>, differences: readonly Difference[], document: ConfigDocument): RuleFinding {
  const [first] = differences;
  const only = differences.length === 1 && first?.range ? first.range : null;
  const range = only ?? name.range ?? spec.anchor;
  const as = figuresOf(asUpstream(spec, differences));
  const told = differences
    .slice(0, 4)
    .map(({ key, value, upstream }) => phrase`\`${labelOf(spec, key)}\` is ${shown(value, syntaxOf(spec))} (released: ${shown(upstream, syntaxOf(spec))})`)
    .reduce((before, next) => phrase`${before}, ${next}`);
  const listed = differences.length > 4 ? phrase`${told}, ${differences.length - 4} more` : told;
  const minor = comparison !== null || differences.every(({ weight }) => weight === 'minor');
  return {
    ...(minor ? { severity: 'information' as const } : {}),
    range,
    message: notTheReleased(name.value, listed, figures, as),
    related: [
      ...(only === null || name.range === null ? [] : [{ range: name.range, message: verbatim(`\`model_name: ${name.value}\``) }]),
      ...(only === null ? differences : []).flatMap((difference) =>
        difference.range === null
          ? []
          : [{ range: difference.range, message: phrase`\`${labelOf(spec, difference.key)}\`, released: ${shown(difference.upstream, syntaxOf(spec))}` }],
      ),
    ],
    fixes: () => (comparison === null ? fixesFor(spec, figures, as, name, differences, document) : otherNames(spec, name, document)),
  };
}

function notTheReleased(name: string, listed: Phrase, figures: Figures | null, as: Figures | null): Phrase {
  if (figures === null || as === null) return phrase`Not the released \`${name}\`: ${listed}.`;
  if (figures.parameters === as.parameters) return phrase`Not the released \`${name}\`: ${listed}; as many parameters, in other shapes.`;
  const [is, released] = [humanParameters(figures.parameters), humanParameters(as.parameters)];
  const far = is === released ? [humanCount(figures.parameters), humanCount(as.parameters)] : [is, released];
  return phrase`Not the released \`${name}\`: ${listed}; ${far[0] ?? ''} parameters, released ${far[1] ?? ''}.`;
}

/** Beside weights that fit, the name alone is to change; where it leads to them it stays. */
function otherNames(spec: ModelSpec, name: Known<string>, document: ConfigDocument): Fix[] {
  if (spec.checkpoint?.required !== true) return [];
  const twin = twinOf(spec, name.value);
  return twin === null ? renamed(document, name, `${name.value}-custom`, OWN_NAME) : renamed(document, name, twin, TWIN);
}

const OWN_NAME = phrase`a name of its own, no released checkpoint`;
const TWIN = phrase`the released model with these numbers`;

function fixesFor(
  spec: ModelSpec,
  before: Figures | null,
  as: Figures | null,
  name: Known<string>,
  differences: readonly Difference[],
  document: ConfigDocument,
): Fix[] {
  const twin = twinOf(spec, name.value);
  const fixes: Fix[] = twin === null ? [] : renamed(document, name, twin, TWIN);
  const all = differences.map((difference) => editFor(document, difference));
  if (differences.length > 1 && all.every((edit) => edit !== null)) {
    fixes.push({ title: titled(phrase`${differences.length} values as in the released ${name.value}`, parametersText(before, as)), edits: all });
  }
  for (const [i, difference] of differences.entries()) {
    const edit = all[i];
    if (edit === null || edit === undefined) continue;
    const after = figuresOf(asUpstream(spec, [difference]));
    // One of several, set alone, may not go with the rest.
    if (differences.length > 1 && before !== null && after === null) continue;
    fixes.push({
      title: titled(
        difference.upstream === undefined
          ? phrase`${labelOf(spec, difference.key)}: absent`
          : `${labelOf(spec, difference.key)}: ${written(difference.upstream, document.syntax)}`,
        phrase`as in the released ${name.value}`,
        parametersText(before, after),
      ),
      edits: [edit],
    });
  }
  return twin === null ? [...fixes, ...renamed(document, name, `${name.value}-custom`, OWN_NAME)] : fixes;
}

function editFor(document: ConfigDocument, { key, upstream }: Difference): TextEdit | null {
  // A tower of another kind has other keys: one value alone does not make it.
  if (key.endsWith('text_model')) return null;
  return upstream === undefined ? removeEntry(document, key) : setValue(document, key, upstream);
}

/** The other released model that has all these numbers. */
function twinOf(spec: ModelSpec, name: string): string | null {
  for (const [other, upstream] of Object.entries(UPSTREAM_MODELS)) {
    if (other === name || other.startsWith('testing') || architectureOf(upstream) !== spec.architecture.architecture) continue;
    if (differencesFrom(spec, upstream).length === 0) return other;
  }
  return null;
}

function shown(value: PlainValue | undefined, syntax: Syntax): PhraseValue {
  if (value === undefined) return phrase`absent`;
  return value === PRESENT ? phrase`there` : written(value, syntax);
}

/** As it would be typed, on one line. */
function written(value: PlainValue, syntax: Syntax): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return valueText(value, syntax);
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${valueText(item, syntax)}`);
  return `{${entries.join(', ')}}`;
}
