/** Where a model spec and a released model of the same architecture disagree. */
import { fieldsOf } from '../dialects/fields';
import type { ModelSpec, ResnetSpec, VitSpec } from '../dialects/spec';
import { known } from '../dialects/spec';
import type { UpstreamModel } from '../dialects/visionTransformer/catalogue';
import type { PlainValue } from '../edit/literal';
import type { Range } from '../text';
import { withChanges, withOutDim } from './consequences';
import { sameValue, vitOf } from './fields';
import { flattened } from './upstream';

export interface Difference {
  /** From the document's root. */
  readonly key: string;
  /** undefined: not there. */
  readonly value: PlainValue | undefined;
  readonly upstream: PlainValue | undefined;
  readonly range: Range | null;
  /** `minor`: legitimate in fine-tuning. */
  readonly weight: 'shape' | 'minor';
}

/** Stands for a whole mapping that is there. */
export const PRESENT = 'there';

/** Differ rightly from training to training, or have a rule of their own. */
const FREE = /(?:^|\.)(?:model_name|dropout_rate|attention_dropout_rate|head_bias_init|representation_size|image_size|num_classes|size|tokenizer_name)$/;
const MINOR = /(?:^|\.)classifier$/;

/** Only what is known on both sides; what a config leaves to upstream's default counts as the default. */
export function differencesFrom(spec: ModelSpec, model: UpstreamModel): Difference[] {
  const { architecture, prefix } = spec;
  const found: Difference[] = [];
  const upstream = flattened(model);
  const fields = new Map(fieldsOf(architecture).map((field) => [field.key, field]));
  // `text_model` is a field that holds a tower.
  const text = architecture.architecture === 'lit' ? architecture.text : null;
  const kind = text?.known ? (text.value.architecture === 'bert' ? 'bert' : 'text_transformer') : undefined;
  const sameKind = kind === upstream.get('text_model');
  if (kind !== undefined && !sameKind) {
    found.push({ key: `${prefix}text_model`, value: kind, upstream: upstream.get('text_model'), range: text?.range ?? null, weight: 'shape' });
  }
  for (const [key, expected] of upstream) {
    const field = fields.get(prefix + key);
    if (!compared(key) || field === undefined || !field.known || field.source === 'upstream-model' || field.source === 'derived') continue;
    if (key.startsWith('text') && (!sameKind || key === 'text_model')) continue;
    // The length of the text shapes a weight of the text transformer only.
    if (key === 'pp.max_len' && kind === 'bert') continue;
    if (asReleased(key, field.value, expected)) continue;
    const value = key === 'out_dim' && Array.isArray(field.value) ? field.value.map((width) => (width === 0 ? null : width)) : (field.value as PlainValue);
    found.push({ key: field.key, value, upstream: expected, range: field.range, weight: MINOR.test(key) ? 'minor' : 'shape' });
  }
  return [...found, ...stemDifference(spec, upstream)];
}

/** The spec with the released model's value at each difference; null where that takes a tower of another kind. */
export function asUpstream(spec: ModelSpec, differences: readonly Difference[]): ModelSpec | null {
  let changed = spec;
  for (const { key, upstream } of differences) {
    if (key.endsWith('text_model')) return null;
    if (key.endsWith('resnet')) changed = withResnet(changed, key, upstream);
    else if (key.endsWith('out_dim')) changed = Array.isArray(upstream) ? withOutDim(changed, [Number(upstream[0] ?? 0), Number(upstream[1] ?? 0)]) : changed;
    else changed = withChanges(changed, [[key, upstream]]);
  }
  return changed;
}

function compared(key: string): boolean {
  return !FREE.test(key) || key.endsWith('patches.size') || key.endsWith('max_len');
}

/** In a spec, 0 stands for an absent output. */
function asReleased(key: string, value: unknown, expected: PlainValue): boolean {
  return sameValue(value, key === 'out_dim' && Array.isArray(expected) ? expected.map((width) => width ?? 0) : expected);
}

function stemDifference({ architecture, prefix, node }: ModelSpec, upstream: ReadonlyMap<string, PlainValue>): Difference[] {
  const vit = vitOf(architecture);
  if (vit === null || architecture.architecture === 'lit') return [];
  const stages = upstream.get('resnet.num_layers');
  if ((stages !== undefined) === (vit.resnet !== null)) return [];
  const key = `${prefix}resnet`;
  const entry = node.entries.findLast((candidate) => candidate.key === 'resnet');
  if (vit.resnet !== null) return [{ key, value: PRESENT, upstream: undefined, range: entry?.keyRange ?? null, weight: 'shape' }];
  const value = { num_layers: stages ?? [], width_factor: upstream.get('resnet.width_factor') ?? 1 };
  return [{ key, value: undefined, upstream: value, range: entry?.value.range ?? null, weight: 'shape' }];
}

function withResnet(spec: ModelSpec, key: string, upstream: PlainValue | undefined): ModelSpec {
  const { architecture } = spec;
  if (architecture.architecture !== 'vit') return spec;
  return { ...spec, architecture: { ...architecture, resnet: upstream === undefined ? null : resnetOf(key, upstream) } satisfies VitSpec };
}

function resnetOf(key: string, upstream: PlainValue): ResnetSpec {
  const nowhere = { keyRange: null, range: null };
  const layers = field(upstream, 'num_layers');
  const factor = field(upstream, 'width_factor');
  return {
    numLayers: known(`${key}.num_layers`, Array.isArray(layers) ? layers.map(Number) : [], nowhere),
    widthFactor: known(`${key}.width_factor`, Number(factor ?? 1), nowhere),
  };
}

function field(value: PlainValue, key: string): PlainValue | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as { readonly [key: string]: PlainValue })[key] : undefined;
}
