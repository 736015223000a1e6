import { type Comparison, effectIn, isImageSize, mismatches } from '../checkpoint/comparison';
import type { Difference } from '../checkpoint/differences';
import type { Stop } from '../checkpoint/fit';
import type { ModelSpec } from '../dialects/spec';
import type { Severity } from '../finding';
import { type Phrase, phrase, verbatim } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import type { Range } from '../text';
import { checkpointFixes, renamedToModel } from './checkpoint-fixes';
import { checkpointPlace, relatedCheckpoint, tensorText } from './checkpoint-place';
import { labelOf, syntaxOf, valueText } from './fields';
import type { AnalysedModel, Rule, RuleContext, RuleFinding } from './rule';
import { entryAt } from './training-fields';

export const checkpointMismatch: Rule = {
  code: 'checkpoint-mismatch',
  severity: 'error',
  docs: {
    title: 'The checkpoint is of a model with another value',
    why: "The shapes and names of a checkpoint's tensors tell the config it was made by. Where a key of this config differs from that, weights are missing or of another shape, and loading stops, often minutes into a job: with `ScopeParamShapeError`, `ScopeParamNotFoundError` or an `AssertionError`. Where upstream would load part of the file without a word, such as the first 6 of 12 blocks, it is a warning. The message says the tensor that tells the checkpoint's value. What upstream adapts by itself is `checkpoint-adapted`.",
    bad: `model_name: mine
patches: {size: [16, 16]}
hidden_size: 1024
transformer: {mlp_dim: 4096, num_heads: 8, num_layers: 24}
checkpoint: ViT-L_16.npz
`,
    good: `model_name: mine
patches: {size: [16, 16]}
hidden_size: 1024
transformer: {mlp_dim: 4096, num_heads: 16, num_layers: 24}
checkpoint: ViT-L_16.npz
`,
  },
  checkModel(model, context) {
    const { comparison } = model;
    if (comparison === null) return [];
    const { architecture } = comparison.differences;
    if (architecture !== null) return [otherArchitecture(model, comparison, architecture, context)];
    const fixesOf = checkpointFixes(model, comparison, context);
    return byPlace(model.spec, told(comparison), context.document).map(({ range, differences }) => finding(range, differences));

    function finding(range: Range, differences: readonly Difference[]): RuleFinding {
      const severity: Severity = differences.some((difference) => effectIn(comparison as Comparison, difference) === 'stops') ? 'error' : 'warning';
      const said = differences.map((difference) => differenceText(model.spec, difference, comparison as Comparison));
      const fixes = differences.flatMap((difference, i) => fixesOf(difference).slice(i === 0 ? 0 : 1));
      return {
        severity,
        range,
        message: phrase`${said.reduce((before, next) => phrase`${before}; ${next}`)}.`,
        related: relatedCheckpoint(model.spec, context.document, range, comparison?.fileName ?? ''),
        fixes: fixes.filter((fix, i) => fixes.findIndex(({ edits }) => edits === fix.edits) === i),
      };
    }
  },
};

/** The keys to tell. One of a text tower of another kind: its mapping and length go with it. */
export function told(comparison: Comparison): readonly Difference[] {
  const wrong = mismatches(comparison);
  const kind = wrong.find(({ key }) => /(?:^|\.)text_model$/.test(key));
  return kind === undefined ? wrong : wrong.filter(({ key }) => !/(?:^|\.)(?:text|max_len)$/.test(key));
}

/** A value that is nowhere typed is told where the checkpoint is named, all such in one. */
function byPlace(spec: ModelSpec, wrong: readonly Difference[], document: ConfigDocument): { range: Range; differences: Difference[] }[] {
  const places = new Map<string, { range: Range; differences: Difference[] }>();
  for (const difference of wrong) {
    const { field, key } = difference;
    const range = (field === null ? entryAt(document.root, key)?.keyRange : field.range) ?? checkpointPlace(spec, document);
    const name = `${range.start} ${range.end}`;
    const place = places.get(name) ?? { range, differences: [] };
    places.set(name, place);
    place.differences.push(difference);
  }
  return [...places.values()];
}

/** Without the full stop. */
export function differenceText(spec: ModelSpec, difference: Difference, comparison: Comparison): Phrase {
  const { key, effect, value, checkpoint, field } = difference;
  const label = labelOf(spec, key);
  const why = becauseOf(difference);
  if (/(?:^|\.)model_name$/.test(key)) return modelText(String(value), comparison, why);
  if (field === null) return checkpoint === null ? phrase`The checkpoint has no \`${label}\`` : phrase`The checkpoint has a \`${label}\` (${why})`;
  const config =
    field.known && field.source === 'default' ? phrase`${valueText(value, syntaxOf(spec))} (the default)` : verbatim(valueText(value, syntaxOf(spec)));
  if (checkpoint === null && label === 'representation_size') return phrase`\`${label}\` is ${config}, and the checkpoint has no \`pre_logits\``;
  if (checkpoint === 0 && label === 'num_classes')
    return phrase`\`${label}\` is ${config}, and the checkpoint has no head, which upstream looks for to replace it`;
  if (checkpoint === false && label === 'add_position_embedding') return phrase`\`${label}\` is ${config}, and the checkpoint has no position embeddings`;
  if (label === 'classifier') {
    const [cls] = difference.evidence;
    if (cls === undefined) return phrase`\`${label}\` is ${config}, and the checkpoint has no class token (\`cls\`)`;
    return phrase`\`${label}\` is ${config}, and the checkpoint has a class token (${why})`;
  }
  const said = phrase`\`${label}\` is ${config}, the checkpoint's is ${valueText(checkpoint, syntaxOf(spec))} (${why})`;
  // What another key stops is not loaded silently.
  if (effect === 'silent') return mismatches(comparison).every((other) => other.effect === 'silent') ? phrase`${said}: ${silently(label, value)}` : said;
  const stop = isImageSize(key) ? (comparison.fit?.stops.flatMap((stop) => gridText(stop, spec) ?? [])[0] ?? unresampled(spec)) : null;
  return stop === null ? said : phrase`${said}: ${stop}`;
}

function modelText(name: string, { differences: { inference }, fileName }: Comparison, why: Phrase): Phrase {
  if (!inference.ok || inference.modelName === null) return phrase`\`${fileName}\` is not of the released \`${name}\` (${why})`;
  return phrase`\`${fileName}\` is of ${inference.modelName}, not of ${name} (${why})`;
}

/** `` from `embedding/kernel` [16, 16, 3, 1024] ``. */
export function becauseOf({ evidence: [tensor], note }: Difference): Phrase {
  if (tensor !== undefined) return phrase`from ${tensorText(tensor)}`;
  return note ?? phrase`no tensor of it is there`;
}

function silently(label: string, value: unknown): Phrase {
  if (/(?:^|\.)num_(?:layers|blocks)$/.test(label) && typeof value === 'number') return phrase`upstream loads the first ${value} and says nothing`;
  return phrase`upstream leaves the rest unread and says nothing`;
}

/** Why position embeddings can't be resampled; null for another stop. */
export function gridText(stop: Stop, { architecture }: ModelSpec): Phrase | null {
  if (stop.kind === 'new-grid') return phrase`upstream resamples position embeddings to a square grid only, and ${stop.positions} positions are none`;
  if (stop.kind === 'old-grid')
    return phrase`upstream resamples position embeddings of a square grid only, and the checkpoint's ${stop.positions} positions are none`;
  if (stop.kind !== 'class-token') return null;
  const classifier = architecture.architecture === 'vit' && architecture.classifier.known ? architecture.classifier.value : 'token';
  return phrase`with \`classifier: ${classifier}\` upstream takes all ${stop.positions} positions for the grid's and stops`;
}

function unresampled({ architecture }: ModelSpec): Phrase | null {
  if (architecture.architecture === 'lit') return phrase`upstream does not resample the position embeddings of LiT`;
  return architecture.architecture === 'mixer' ? phrase`the weights of a Mixer fit one number of patches` : null;
}

const TITLES = {
  vit: phrase`a Vision Transformer`,
  mixer: phrase`an MLP-Mixer`,
  lit: phrase`a LiT model`,
  'big-vision-vit': phrase`a Vision Transformer of ${'big_vision'}`,
  'torch-vit': phrase`a Vision Transformer of ${'ViT-pytorch'}`,
  'trans-unet': verbatim('TransUNet'),
  'scenic-vit': phrase`a Vision Transformer of ${'scenic'}`,
  'scenic-mixer': phrase`an MLP-Mixer of ${'scenic'}`,
};

export function architectureText(fileName: string, { config, checkpoint }: NonNullable<Comparison['differences']['architecture']>): Phrase {
  return phrase`\`${fileName}\` holds the weights of ${TITLES[checkpoint]}; the config is of ${TITLES[config]}.`;
}

function otherArchitecture(
  model: AnalysedModel,
  comparison: Comparison,
  architecture: NonNullable<Comparison['differences']['architecture']>,
  context: RuleContext,
): RuleFinding {
  return {
    range: checkpointPlace(model.spec, context.document),
    message: architectureText(comparison.fileName, architecture),
    fixes: renamedToModel(model, comparison, context),
  };
}
