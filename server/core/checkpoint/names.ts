/** Whose names a checkpoint's tensors have, and what each of them is called in upstream's model. */
import type { Shape } from '../model/graph';
import type { CheckpointHeader, CheckpointTensor } from './header';
import { linenNames } from './linen';

/**
 * - `upstream`: as upstream's loader reads them, with either numbering of the parts of a block.
 * - `big_vision`: a ViT's parts under big_vision's names, which upstream's loader does not know: position embeddings beside the
 *   encoder, stacked blocks, weights beside an optimizer's state.
 * - the others: parameters of PyTorch models and of Hugging Face's flax models, recognised in order to say so.
 */
export type Naming = 'upstream' | 'big_vision' | 'timm' | 'torchvision' | 'hugging-face' | 'open_clip' | 'pytorch' | 'unknown';

/** A tensor as a parameter of upstream's model. */
export interface NamedTensor {
  readonly tensor: CheckpointTensor;
  /** The entry of the first axis that is meant, where blocks are stacked. */
  readonly index: number | null;
  /** The parameter's: of a stack without its first axis, of a GroupNorm without axes of size 1. */
  readonly shape: Shape;
}

export interface CheckpointNames {
  readonly naming: Naming;
  /** By the parameter's name in Linen's numbering (`Transformer/encoderblock_0/MlpBlock_0/Dense_0/kernel`). */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** Of the model: without the state of an optimizer beside it. */
  readonly own: readonly CheckpointTensor[];
}

/** Where big_vision keeps weights that have an optimizer's state beside them. */
const PREFIXES = ['params/', 'opt/target/'] as const;

/** The names of a header's tensors. Nothing of other people's namings is brought to upstream's. */
export function namesOf({ tensors }: CheckpointHeader): CheckpointNames {
  const foreign = foreignNaming(tensors);
  if (foreign !== null) return { naming: foreign, tensors: new Map(), own: tensors };
  const slashed = tensors.some(({ name }) => name.includes('/'));
  const all = tensors.map((tensor) => ({ tensor, name: slashed ? tensor.name : tensor.name.replaceAll('.', '/') }));
  const prefix = PREFIXES.find((start) => all.some(({ name }) => name.startsWith(start) && isTrunk(name.slice(start.length)))) ?? '';
  const own = all.flatMap(({ tensor, name }) => (name.startsWith(prefix) ? [{ tensor, name: name.slice(prefix.length) }] : []));
  const linen = linenNames(own.map(({ name }) => name));
  const named = new Map<string, NamedTensor>();
  own.forEach(({ tensor }, i) => {
    const name = linen[i];
    if (name !== null && name !== undefined) named.set(name, { tensor, index: null, shape: withoutGroupAxes(name, tensor.shape) });
  });
  const rearranged = asUpstream(named);
  const naming = prefix !== '' || rearranged ? 'big_vision' : [...named.keys()].some(isTrunk) ? 'upstream' : 'unknown';
  return { naming, tensors: named, own: own.map(({ tensor }) => tensor) };
}

/** A part that every model of upstream's has, one of several so that a file that lacks some is recognised by the others. */
const isTrunk = (name: string): boolean => /^(?:(?:img|txt)\/)?(?:embedding|stem|Transformer|Encoder_0|MixerBlock_\d+|BertEncoder_0)\//.test(name);

/** Upstream's `_fix_groupnorm`. */
function withoutGroupAxes(name: string, shape: Shape): Shape {
  return /(?:^|\/)gn(?:\d+|_root|_proj)\/(?:bias|scale)$/.test(name) ? shape.filter((size) => size !== 1) : shape;
}

/** Puts what big_vision keeps elsewhere under upstream's names; whether there was anything of the kind. */
function asUpstream(named: Map<string, NamedTensor>): boolean {
  let changed = false;
  for (const tower of ['', 'img/']) {
    if (!named.has(`${tower}embedding/kernel`)) continue;
    const positions = `${tower}Transformer/posembed_input/pos_embedding`;
    for (const name of [`${tower}pos_embedding`, `${tower}Transformer/pos_embedding`]) {
      const found = named.get(name);
      if (found === undefined || named.has(positions)) continue;
      named.delete(name);
      named.set(positions, found);
      changed = true;
    }
    const probe = named.get(`${tower}probe`);
    if (probe !== undefined && named.delete(`${tower}probe`)) named.set(`${tower}${MAP_HEAD}probe`, probe);
  }
  for (const [name, { tensor, shape }] of [...named]) {
    const stack = /^((?:img\/Transformer|txt\/Encoder_0|Transformer)\/encoderblock)\/(.+)$/.exec(name);
    const [blocks = 0, ...rest] = shape;
    if (stack === null || blocks > MOST_BLOCKS || named.size > MOST_NAMES) continue;
    named.delete(name);
    for (let index = 0; index < blocks; index++) named.set(`${stack[1]}_${index}/${stack[2]}`, { tensor, index, shape: rest });
    changed = true;
  }
  return changed || [...named.keys()].some(isMapHead);
}

/** big_vision's attention pooling, of which upstream's model has no like. */
const MAP_HEAD = 'MAPHead_0/';

export const isMapHead = (name: string): boolean => name.startsWith(MAP_HEAD) || name.startsWith(`img/${MAP_HEAD}`);

/** More than any model has; a header can claim any number. */
const MOST_BLOCKS = 1000;
const MOST_NAMES = 100_000;

/** What gives other people's models away, the more telling first. */
const FOREIGN: readonly (readonly [Naming, RegExp])[] = [
  ['timm', /(?:^|\.)blocks\.\d+\.(?:attn\.qkv|mlp\.fc1|mlp_tokens\.fc1)\.weight$/],
  ['torchvision', /(?:^|\.)encoder\.layers\.encoder_layer_\d+\./],
  ['open_clip', /(?:^|\.)transformer\.resblocks\.\d+\./],
  ['hugging-face', /(?:^|[./])(?:encoder[./]layers?[./]\d+|embeddings[./](?:patch_embeddings|cls_token|patch_embedding))[./]?/],
  ['pytorch', /\.(?:weight|running_mean|in_proj_weight)$/],
];

function foreignNaming(tensors: readonly CheckpointTensor[]): Naming | null {
  for (const [naming, pattern] of FOREIGN) if (tensors.some(({ name }) => pattern.test(name))) return naming;
  return null;
}
