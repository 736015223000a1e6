import type { TextTransformerSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import type { EncoderPlan } from './encoder';
import { emitEncoder, planEncoder } from './encoder';
import type { FieldReader } from './fields';
import { lastName } from './fields';
import type { Tensor } from './graph';

/** A TextTransformer tower with every size known and possible. */
export interface TextTransformerPlan {
  readonly kind: 'text-transformer';
  readonly hidden: number;
  readonly encoder: EncoderPlan;
  readonly length: number;
  readonly vocabulary: number;
  readonly classes: number;
  /** Size of the embedding, and the key that decides it. */
  readonly width: number;
  readonly widthKey: string;
  readonly keys: { readonly hidden: string; readonly vocabulary: string; readonly length: string; readonly classes: string };
}

export function planTextTransformer(spec: TextTransformerSpec, reader: FieldReader): TextTransformerPlan {
  const hidden = reader.size(spec.width);
  const encoder = planEncoder(spec, hidden, spec.width.key, reader);
  const length = reader.size(spec.maxLen);
  const vocabulary = reader.size(spec.vocabSize);
  const classes = reader.count(spec.numClasses);
  const classesKey = spec.numClasses.key;
  if (classes === 0) {
    reader.problem(
      'text-transformer-output',
      phrase`A text_transformer always ends in a Dense layer, and ${lastName(classesKey)} gives no width for the text tower.`,
      classesKey,
    );
  }
  const keys = { hidden: spec.width.key, vocabulary: spec.vocabSize.key, length: spec.maxLen.key, classes: classesKey };
  return { kind: 'text-transformer', hidden, encoder, length, vocabulary, classes, width: classes === 0 ? Number.NaN : classes, widthKey: classesKey, keys };
}

/** From token ids [1, n] to the embedding [1, width]: the encoder of a ViT over token and position embeddings, the last token taken. */
export function emitTextTransformer(b: GraphBuilder, tokens: Tensor, prefix: string, plan: TextTransformerPlan): Tensor {
  const { keys } = plan;
  const tower = prefix.slice(0, -1);
  const embedded = b.section(`${prefix}embedding`, `${prefix}embedding`, () => {
    const words = b.lookup(tokens, { scope: `${prefix}Embed_0`, keys: [keys.vocabulary, keys.hidden] }, 'token', plan.vocabulary, plan.hidden);
    return b.addParameter(words, { scope: tower, keys: [keys.length, keys.hidden] }, 'pos_embedding');
  });
  const encoded = emitEncoder(b, embedded, `${prefix}Encoder_0`, `${prefix}encoder`, plan.encoder);
  return b.section(`${prefix}head`, `${prefix}head`, () => {
    const last = b.take(encoded, { scope: tower, keys: [keys.length] }, 'last');
    return b.dense(last, { scope: `${prefix}head`, keys: [keys.classes, keys.hidden] }, plan.classes);
  });
}
