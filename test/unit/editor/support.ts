import { DocumentAnalysis } from '../../../server/core/analysis';
import type { Syntax } from '../../../server/core/syntax/tree';

/** ViT-B_16; its name is upstream's. */
export const B16 = `model_name: ViT-B_16
patches:
  size: [16, 16]
hidden_size: 768
transformer:
  mlp_dim: 3072
  num_heads: 12
  num_layers: 12
  attention_dropout_rate: 0.0
  dropout_rate: 0.0
classifier: token
representation_size: null
`;

export const MIXER_B16 = `model_name: Mixer-B_16
patches: {size: [16, 16]}
hidden_dim: 768
num_blocks: 12
tokens_mlp_dim: 384
channels_mlp_dim: 3072
`;

export const R50_B16 = `model_name: R50+ViT-B_16
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12, attention_dropout_rate: 0.0, dropout_rate: 0.1}
classifier: token
representation_size: null
resnet:
  num_layers: [3, 4, 9]
  width_factor: 1.0
`;

export const LIT_TEXT = `out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12, attention_dropout_rate: 0.0, dropout_rate: 0.0}
  classifier: token
  representation_size: null
text_model: text_transformer
text: {width: 768, num_layers: 12, mlp_dim: 3072, num_heads: 12, vocab_size: 32000}
pp: {tokenizer_name: sentencepiece, size: 224, max_len: 16}
`;

export function analyse(text: string, syntax: Syntax = 'yaml', fileName = `test.vit.${syntax}`): DocumentAnalysis {
  return new DocumentAnalysis(text, { fileName, syntax, ignore: [] });
}

/** A fixture with `$0` where the cursor is. */
export function withCursor(fixture: string, syntax: Syntax = 'yaml'): { analysis: DocumentAnalysis; offset: number } {
  const offset = fixture.indexOf('$0');
  if (offset < 0) throw new Error('the fixture has no $0');
  return { analysis: analyse(fixture.replace('$0', ''), syntax), offset };
}

/** A fixture whose text has `from` replaced, which must be there. */
export function edited(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the fixture has no ${from}`);
  return text.replace(from, to);
}
