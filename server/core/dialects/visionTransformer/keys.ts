import type { ConfigDocument, ConfigNode, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Recognition } from '../dialect';
import { upstreamModel } from './catalogue';

/** What a model's mapping is read as; `named`: it gives none of a model's own keys, only the name of an upstream model. */
export type ModelKind = 'vit' | 'mixer' | 'lit' | 'named';

export const VIT_KEYS = ['hidden_size', 'transformer', 'classifier', 'representation_size', 'head_bias_init', 'resnet'] as const;
export const MIXER_KEYS = ['hidden_dim', 'num_blocks', 'tokens_mlp_dim', 'channels_mlp_dim'] as const;
export const LIT_KEYS = ['image', 'text_model', 'text', 'out_dim'] as const;

/** Keys that only a training config, or one for measuring inference time, has at its root. LiT has a `pp` too. */
export const TRAINING_KEYS = [
  'base_lr',
  'accum_steps',
  'batch',
  'batch_eval',
  'total_steps',
  'warmup_steps',
  'decay_type',
  'dataset',
  'model_type',
  'model_or_filename',
  'pretrained_dir',
  'grad_norm_clip',
  'optim_dtype',
  'shuffle_buffer',
  'eval_every',
  'progress_every',
  'checkpoint_every',
  'trainer',
] as const;

/** Keys of upstream's config for measuring inference time, which names its model. */
export const INFERENCE_KEYS = ['steps', 'initial_steps', 'log_dir', 'train'] as const;

/** Keys of the config as a whole: a mapping within it, LiT's `image` or a training's `model`, has no use for them. */
export const WHOLE_KEYS: readonly string[] = ['checkpoint', 'labels'];

/** Keys of a model that are this tool's. Upstream's program makes its model of all that a Python config holds, and stops at these. */
export const TOOL_KEYS: readonly string[] = [...WHOLE_KEYS, 'image_size', 'num_classes'];

/** The text of a scalar string, else undefined. */
export function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

export function hasKey(mapping: MappingNode, keys: readonly string[]): boolean {
  return mapping.entries.some(({ key }) => keys.includes(key));
}

/** Whether the mapping gives anything of a model itself, so that it stands for itself and not for its name. */
export function hasArchitectureKey(mapping: MappingNode): boolean {
  for (const { key, value } of mapping.entries) {
    if (key === 'patches' || includes(VIT_KEYS, key) || includes(MIXER_KEYS, key) || includes(LIT_KEYS, key)) return true;
    if (key === 'pp' && value.kind === 'mapping' && hasKey(value, ['tokenizer_name', 'max_len', 'size'])) return true;
  }
  return false;
}

/**
 * Which model a mapping holds: the architecture most of its telling keys belong to. Where keys do not tell, its
 * `model_type` and its name do; a Vision Transformer otherwise.
 */
export function kindOf(mapping: MappingNode, modelType?: string): ModelKind {
  const name = textOf(entryOf(mapping, 'model_name')?.value) ?? '';
  if (!hasArchitectureKey(mapping) && upstreamModel(name) !== undefined) return 'named';
  let vit = 0;
  let mixer = 0;
  let lit = 0;
  for (const { key } of mapping.entries) {
    if (includes(VIT_KEYS, key)) vit += 1;
    else if (includes(MIXER_KEYS, key)) mixer += 1;
    else if (includes(LIT_KEYS, key)) lit += 1;
  }
  if (lit > vit && lit > mixer) return 'lit';
  if (mixer > vit && mixer > lit) return 'mixer';
  if (vit > mixer && vit > lit) return 'vit';
  if (modelType === 'Mixer' || /^mixer/i.test(name)) return 'mixer';
  return /^lit-/i.test(name) ? 'lit' : 'vit';
}

/** Where things are in a recognised document. */
export interface Layout {
  readonly root: MappingNode;
  readonly form: Recognition['form'];
  /** The mapping with the model's keys; null in a training config without a model. */
  readonly model: MappingNode | null;
  /** Path of `model` with a trailing dot: `` or `model.`. */
  readonly prefix: string;
  readonly kind: ModelKind;
}

/** null when the document is not a mapping (yet). */
export function layoutOf(document: ConfigDocument, recognition: Recognition): Layout | null {
  const root = document.root;
  if (root?.kind !== 'mapping') return null;
  if (recognition.form === 'model') return { root, form: 'model', model: root, prefix: '', kind: kindOf(root) };
  const model = entryOf(root, 'model')?.value;
  if (model?.kind === 'mapping') {
    return { root, form: 'training', model, prefix: 'model.', kind: kindOf(model, textOf(entryOf(root, 'model_type')?.value)) };
  }
  return { root, form: 'training', model: entryOf(root, 'model_name') === undefined ? null : root, prefix: '', kind: 'named' };
}

/** Whether a training config is one for measuring inference time, to which the numbers of training mean nothing. */
export function measuresInference(root: MappingNode): boolean {
  return textOf(entryOf(root, 'trainer')?.value) === 'inference_time' || hasKey(root, [...INFERENCE_KEYS, 'image_size', 'num_classes']);
}

function includes(keys: readonly string[], key: string): boolean {
  return keys.includes(key);
}
