/** A Vision Transformer or hybrid: LiT's image tower too. */
import { stemHalvings } from '../../model/geometry';
import { phrase } from '../../phrase';
import type { NamedTensor } from '../names';
import { type Clues } from './clues';
import { imageSize } from './imageSize';
import { Refused } from './inference';

/** What LiT says elsewhere than in the tower's own mapping. */
export interface TowerOfLit {
  /** For the key of the image's size; the class count goes into out_dim. */
  readonly imageSize: (size: ReturnType<typeof imageSize>) => void;
}

const MODULE = {
  query: 'MultiHeadDotProductAttention_0/query',
  key: 'MultiHeadDotProductAttention_0/key',
  out: 'MultiHeadDotProductAttention_0/out',
  expand: 'MlpBlock_0/Dense_0',
  contract: 'MlpBlock_0/Dense_1',
} as const;

export function inferVit(clues: Clues, lit: TowerOfLit | null = null): void {
  const { tensor: embedding } = clues.size('patches.size', ['embedding/kernel', 4, 0]);
  const [patchRows = 1, patchColumns = 1, channels, hidden = 1] = embedding.shape;
  const root = clues.find('conv_root/kernel', 4);
  if (root === null && channels !== 3)
    throw new Refused('unsupported', phrase`\`${embedding.tensor.name}\` takes images of ${channels ?? 0} channels; these models take 3.`);
  const stages = root === null ? [] : stagesOf(clues);
  const classToken = clues.find('cls', 3);
  const positions = clues.find('Transformer/posembed_input/pos_embedding', 3);
  const downscale = root === null ? 1 : 2 ** stemHalvings(stages.length);
  const patching = { stem: [downscale, downscale], patch: [patchRows, patchColumns] } as const;
  const size = imageSize(positions, tokensOf(clues, positions, classToken), patching, embedding);
  if (lit === null) {
    clues.says('image_size', size.value, size.evidence, size.note);
    headOf(clues);
  } else lit.imageSize(size);

  clues.says('patches.size', [patchRows, patchColumns], [embedding]);
  clues.says('hidden_size', hidden, [embedding]);
  if (root !== null) stemKeys(clues, root, stages);
  encoderKeys(clues, hidden, positions);
  if (classToken !== null) clues.says('classifier', 'token', [classToken], phrase`or token_unpooled, whose weights are the same`);
  else clues.says('classifier', 'gap', [], phrase`there is no cls; or unpooled, whose weights are the same`);
  const representation = clues.find('pre_logits/kernel', 2);
  clues.says('representation_size', representation?.shape[1] ?? null, [representation]);
}

/** Positions of the grid: without the class token's, which big_vision has only in its older files. */
function tokensOf({ names }: Clues, positions: NamedTensor | null, classToken: NamedTensor | null): number {
  const count = positions?.shape[1] ?? 0;
  const withRow = names.naming === 'big_vision' ? Math.floor(Math.sqrt(count)) ** 2 + 1 === count : classToken !== null;
  return count - (withRow ? 1 : 0);
}

function headOf(clues: Clues): void {
  const head = clues.find('head/kernel', 2);
  clues.says('num_classes', head?.shape[1] ?? 0, [head]);
}

/** Bottleneck units of each stage, in order. Upstream builds the first unit even of a stage of 0. */
function stagesOf(clues: Clues): number[] {
  const stages: number[] = [];
  while (stages.length < MOST_STAGES) {
    const block = `block${stages.length + 1}/unit`;
    const { count } = clues.count(block);
    if (count < 2) break;
    // Units are counted from 1.
    stages.push(count - 1);
  }
  return stages;
}

/** More double the width beyond what can be counted. */
const MOST_STAGES = 40;

function stemKeys(clues: Clues, root: NamedTensor, stages: readonly number[]): void {
  const units = stages.map((units, stage) => clues.names.tensors.get(`${clues.tower}block${stage + 1}/unit${units}/conv1/kernel`) ?? null);
  clues.says('resnet.num_layers', [...stages], stages.length === 0 ? [root] : units);
  clues.says('resnet.width_factor', (root.shape[3] ?? 0) / 64, [root]);
}

function encoderKeys(clues: Clues, hidden: number, positions: NamedTensor | null): void {
  const blocks = clues.count('Transformer/encoderblock_');
  const norm = clues.find('Transformer/encoder_norm/scale', 1);
  if (clues.names.naming === 'big_vision' && positions === null)
    throw new Refused(
      'unsupported',
      phrase`This checkpoint of big_vision has no \`pos_embedding\`: its position embeddings are computed (sincos2d), which upstream's vision_transformer doesn't do.`,
    );
  if (blocks.count === 0 && norm === null) {
    clues.says('transformer', null, [], phrase`there is no Transformer`);
    return;
  }
  const start = 'transformer.';
  transformerKeys(clues, start, 'Transformer', blocks, hidden);
  clues.assumes(`${start}attention_dropout_rate`, 0, phrase`dropout has no weights`);
  clues.assumes(`${start}dropout_rate`, 0, phrase`dropout has no weights`);
  if (positions === null)
    clues.says(
      `${start}add_position_embedding`,
      false,
      [],
      phrase`there is no pos_embedding; big_vision's sincos2d, which has none either, can't be configured`,
    );
}

/** The numbers of an encoder, of whose blocks the first that has them is asked. */
export function transformerKeys(clues: Clues, start: string, scope: string, blocks: { count: number; last: NamedTensor | null }, hidden: number): void {
  clues.says(`${start}num_layers`, blocks.count, [blocks.last]);
  if (blocks.count === 0) {
    clues.assumes(`${start}mlp_dim`, 4 * hidden, phrase`of no block, so no weight depends on it`);
    clues.assumes(`${start}num_heads`, 1, phrase`of no block, so no weight depends on it`);
    return;
  }
  const at = `${scope}/encoderblock_0/`;
  const mlp = clues.size(
    `${start}mlp_dim`,
    [`${at}${MODULE.expand}/kernel`, 2, 1],
    [`${at}${MODULE.expand}/bias`, 1, 0],
    [`${at}${MODULE.contract}/kernel`, 2, 0],
  );
  clues.says(`${start}mlp_dim`, mlp.size, [mlp.tensor]);
  const heads = clues.size(
    `${start}num_heads`,
    [`${at}${MODULE.query}/kernel`, 3, 1],
    [`${at}${MODULE.key}/kernel`, 3, 1],
    [`${at}${MODULE.query}/bias`, 2, 0],
    [`${at}${MODULE.out}/kernel`, 3, 0],
  );
  clues.says(`${start}num_heads`, heads.size, [heads.tensor]);
}
