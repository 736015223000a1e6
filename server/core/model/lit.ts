import type { LitSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { BertPlan } from './bert';
import { emitBert, planBert } from './bert';
import type { GraphBuilder } from './builder';
import type { FieldReader } from './fields';
import type { GraphOutput, Tensor } from './graph';
import type { TextTransformerPlan } from './textTransformer';
import { emitTextTransformer, planTextTransformer } from './textTransformer';
import type { VitPlan } from './vit';
import { emitVit, planVit } from './vit';

const EPSILON = 1e-8;

/** Both towers of a LitModel. */
export interface LitPlan {
  readonly image: VitPlan;
  readonly text: BertPlan | TextTransformerPlan;
}

/** null when the text tower is not known. */
export function planLit(spec: LitSpec, reader: FieldReader): LitPlan | null {
  const image = planVit(spec.image, reader);
  if (!spec.text.known) {
    reader.unknown(spec.text);
    return null;
  }
  const tower = spec.text.value;
  const text = tower.architecture === 'bert' ? planBert(tower, reader) : planTextTransformer(tower, reader);
  if (Math.abs(image.width - text.width) > 0) {
    reader.problem(
      'lit-tower-widths',
      phrase`The image tower gives embeddings of ${image.width} values and the text tower of ${text.width}: they can't be compared.`,
      spec.outDim.key,
      image.widthKey,
      text.widthKey,
    );
  }
  return { image, text };
}

/** Both towers, their embeddings normalised, and the temperature. */
export function emitLit(b: GraphBuilder, images: Tensor, tokens: Tensor, plan: LitPlan): readonly GraphOutput[] {
  const outputs = [
    normalized(b, 'img', emitVit(b, images, 'img/', plan.image), plan.image.widthKey),
    normalized(b, 'txt', emitText(b, tokens, plan.text), plan.text.widthKey),
  ];
  const temperature = b.section('t', 'temperature', () => b.expParameter({ scope: '', keys: [] }, 't'));
  return [...outputs, { name: 't', tensor: temperature }];
}

function emitText(b: GraphBuilder, tokens: Tensor, plan: LitPlan['text']): Tensor {
  return plan.kind === 'bert' ? emitBert(b, tokens, 'txt/', plan) : emitTextTransformer(b, tokens, 'txt/', plan);
}

function normalized(b: GraphBuilder, tower: 'img' | 'txt', embedding: Tensor, key: string): GraphOutput {
  const name = `${tower}/normalized`;
  const tensor = b.section(name, `${tower}/head`, () => b.normalize(embedding, { scope: tower, keys: [key] }, EPSILON));
  return { name, tensor };
}
