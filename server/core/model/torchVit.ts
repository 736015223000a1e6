import type { TorchVitSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import { type EncoderPlan, LAYER_NORM_EPSILON, planEncoder } from './encoder';
import { type FieldReader, lastName } from './fields';
import type { Tensor } from './graph';
import { emitTorchEmbedding, planTorchEmbedding, type TorchEmbeddingPlan } from './torchEmbedding';
import { blockKeysOf, emitTorchBlock, emitTorchEncoder } from './torchEncoder';

/** ViT-pytorch's VisionTransformer, or TransFG's, with every size known and possible. */
export interface TorchVitPlan {
  readonly embedding: TorchEmbeddingPlan;
  readonly encoder: EncoderPlan;
  /** TransFG: the last block sees only the tokens that the others looked at. */
  readonly selectsParts: boolean;
  readonly classes: number;
  readonly keys: { readonly hidden: string; readonly classes: string };
}

/** Each of TransFG's blocks is laid out by itself, as its attention's weights are carried on beside its tokens. */
const MOST_PART_LAYERS = 400;

export function planTorchVit(spec: TorchVitSpec, reader: FieldReader): TorchVitPlan {
  const embedding = planTorchEmbedding(spec, reader);
  const encoder = planEncoder(spec.transformer, embedding.hidden, spec.hiddenSize.key, reader);
  const selectsParts = spec.split !== null;
  if (spec.split !== null) reader.value(spec.split, 'non-overlap');
  const { layers, keys } = encoder;
  if (selectsParts && layers < 2) {
    reader.problem(
      'part-layers',
      phrase`${lastName(keys.layers)} is ${layers}: of the blocks the last one sees what the others select, so there have to be 2.`,
      keys.layers,
    );
  }
  if (selectsParts && encoder.heads === 1) {
    reader.problem('part-layers', phrase`With 1 head there is 1 part, and TransFG then loses the axis that it joins parts along.`, keys.heads);
  }
  if (selectsParts && layers > MOST_PART_LAYERS) reader.problem('model-too-large', phrase`More than ${MOST_PART_LAYERS} blocks are not laid out.`, keys.layers);
  return { embedding, encoder, selectsParts, classes: reader.size(spec.numClasses), keys: { hidden: spec.hiddenSize.key, classes: spec.numClasses.key } };
}

/** From pixels [1, h, w, 3] to logits [1, classes]. */
export function emitTorchVit(b: GraphBuilder, images: Tensor, plan: TorchVitPlan): Tensor {
  const { keys } = plan;
  const { tokens } = emitTorchEmbedding(b, images, plan.embedding);
  const encoded = plan.selectsParts ? emitPartEncoder(b, tokens, plan.encoder) : emitTorchEncoder(b, tokens, plan.encoder);
  return b.section('head', 'head', () => {
    const first = b.take(encoded, { scope: 'transformer', keys: [keys.hidden] }, 'first');
    return b.dense(first, { scope: plan.selectsParts ? 'part_head' : 'head', keys: [keys.classes, keys.hidden] }, plan.classes);
  });
}

/**
 * TransFG's encoder: all blocks but one, whose attention weights are multiplied through; then the class token, and for each head the
 * token that the product weighs most, go through the last block and `part_norm`.
 */
function emitPartEncoder(b: GraphBuilder, tokens: Tensor, plan: EncoderPlan): Tensor {
  const scope = 'transformer/encoder';
  const keys = blockKeysOf(plan);
  let x = tokens;
  let flow: Tensor | null = null;
  for (let layer = 0; layer < plan.layers - 1; layer++) {
    x = b.repeat(`${scope}/layer/{i}`, 'encoder', 1, layer, x, (input) => {
      const block = emitTorchBlock(b, input, `${scope}/layer/{i}`, plan, true);
      if (block.weights !== null)
        flow = flow === null ? block.weights : b.chainWeights(block.weights, flow, { scope: `${scope}/part_select`, keys: keys.heads });
      return block.output;
    });
  }
  return b.section(`${scope}/part_layer`, 'encoder', () => {
    const parts = flow === null ? x : b.selectTokens(flow, x, { scope: `${scope}/part_select`, keys: keys.heads });
    const { output } = emitTorchBlock(b, parts, `${scope}/part_layer`, plan, false);
    return b.layerNorm(output, { scope: `${scope}/part_norm`, keys: plan.keys.width }, LAYER_NORM_EPSILON);
  });
}
