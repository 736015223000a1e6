/** What a config would most likely go on with: the numbers of the upstream model it is most like, and upstream's fine-tuning. */
import type { PlainValue } from '../../edit/literal';
import { isMapping, type PlainMapping, plainValue } from '../../edit/write';
import type { ConfigNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { SchemaName } from '../schemaDocs';
import type { UpstreamModel } from './catalogue';
import { UPSTREAM_MODELS, upstreamModel } from './catalogue';
import { textOf } from './keys';
import { PRESETS, type PresetName, presetName } from './presets';

export interface Template {
  /** Whose values they are, in words that can stand after "as in". */
  readonly name: string;
  readonly values: PlainValue;
}

/**
 * Upstream values to fill in at a dotted path of a form's mapping: those of the model that is named, else of the one that
 * shares most of the numbers given.
 */
export function templateOf(form: SchemaName, node: ConfigNode | null, path: string): Template {
  if (form === 'training') return { name: "upstream's fine-tuning", values: trainingConfig(presetName(textOf(entryOf(node, 'dataset')?.value)) ?? 'cifar10') };
  const typed = textOf(entryOf(node, 'model_name')?.value) ?? '';
  const named = upstreamModel(typed);
  const fits = (model: UpstreamModel) => isKin(form, model) && (!/^resnet(?:\.|$)/.test(path) || 'resnet' in model);
  const kin = Object.entries(UPSTREAM_MODELS).filter(([name, model]) => fits(model) && !name.startsWith('testing'));
  const usual = { vit: 'ViT-B_16', mixer: 'Mixer-B_16', lit: 'LiT-B16B_2', named: 'ViT-B_16' }[form];
  let best = { name: usual, shared: -1 };
  for (const [name, model] of kin) {
    const same = (node === null ? 0 : shared(node, plainValue(model))) + (name === usual ? 0.5 : 0);
    if (same > best.shared) best = { name, shared: same };
  }
  const name = named !== undefined && fits(named) ? typed : best.name;
  const values = plainValue(UPSTREAM_MODELS[name]);
  // A tower of the other kind than the template's needs other keys.
  const tower = textOf(entryOf(node, 'text_model')?.value);
  const other = tower === 'text_transformer' ? UPSTREAM_MODELS['LiT-L16S'] : tower === 'bert' ? UPSTREAM_MODELS['LiT-B16B_2'] : undefined;
  return form === 'lit' && other !== undefined && isMapping(values) && values.text_model !== tower
    ? { name: other.model_name, values: plainValue(other) }
    : { name, values };
}

/** The value at a dotted path of plain values, items of lists by their index; undefined where there is none. */
export function plainAt(values: PlainValue | undefined, path: string): PlainValue | undefined {
  let found = values;
  for (const key of path === '' ? [] : path.split('.')) {
    if (Array.isArray(found)) found = found[Number(key)];
    else found = isMapping(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

/**
 * A training of ViT-B/16 as upstream's configs/vit.py sets it up for one of the data sets with a preset, but for the
 * checkpoint_every of 1000, which has no effect.
 */
export function trainingConfig(dataset: PresetName): PlainMapping {
  const { train, test, crop, totalSteps } = PRESETS[dataset];
  return {
    pretrained_dir: 'gs://vit_models/imagenet21k',
    dataset,
    pp: { train, test, crop },
    total_steps: totalSteps,
    warmup_steps: 500,
    base_lr: 0.01,
    decay_type: 'cosine',
    grad_norm_clip: 1,
    batch: 512,
    batch_eval: 512,
    accum_steps: 8,
    shuffle_buffer: 50_000,
    prefetch: 2,
    eval_every: 100,
    progress_every: 10,
    model: plainValue(UPSTREAM_MODELS['ViT-B_16']),
  };
}

/** Whether an upstream model is of a form. */
export function isKin(form: SchemaName, model: UpstreamModel): boolean {
  if (form === 'lit') return 'text_model' in model;
  return form === 'mixer' ? 'hidden_dim' in model : 'hidden_size' in model;
}

/** How many numbers and words of a template the config has too. */
function shared(node: ConfigNode, values: PlainValue): number {
  if (isMapping(values)) {
    let sum = 0;
    for (const [key, value] of Object.entries(values)) {
      const entry = entryOf(node, key);
      if (entry !== undefined && key !== 'model_name') sum += shared(entry.value, value);
    }
    return sum;
  }
  if (Array.isArray(values))
    return node.kind === 'sequence' && values.every((value, i) => node.items[i] !== undefined && shared(node.items[i], value) === 1) ? 1 : 0;
  return node.kind === 'scalar' && node.value === values ? 1 : 0;
}
