import { phrase } from '../phrase';
import { placeOf, relatedTo, textTransformerOf, valueText } from './fields';
import { imageTowerWidth, litOutputFix } from './lit-tower-widths';
import type { Rule } from './rule';

export const textTransformerOutput: Rule = {
  code: 'text-transformer-output',
  severity: 'error',
  docs: {
    title: 'A text transformer without an output width',
    why: 'The text transformer always ends in a Dense layer, whose width is the second number of `out_dim`. BERT and the image tower do without where it is null; the text transformer can not be built so.',
    bad: `model_name: my-lit
out_dim: [null, null]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: text_transformer
text: {width: 384, num_layers: 12, mlp_dim: 1536, num_heads: 6, vocab_size: 16000}
pp: {tokenizer_name: sentencepiece, size: 224, max_len: 16}
`,
    good: `model_name: my-lit
out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: text_transformer
text: {width: 384, num_layers: 12, mlp_dim: 1536, num_heads: 6, vocab_size: 16000}
pp: {tokenizer_name: sentencepiece, size: 224, max_len: 16}
`,
  },
  checkModel({ spec }, { document }) {
    const text = textTransformerOf(spec.architecture);
    if (text === null || spec.architecture.architecture !== 'lit' || !text.numClasses.known || text.numClasses.value !== 0) return [];
    const { outDim } = spec.architecture;
    if (!outDim.known) return [];
    const range = placeOf(spec, outDim, text.numClasses, spec.architecture.text);
    const width = imageTowerWidth(spec);
    const fix = width === null ? null : litOutputFix(spec, document, [outDim.value[0], width], phrase`the image tower's width`);
    return [
      {
        range,
        message: phrase`A text transformer ends in a Dense layer, and \`out_dim\` gives it no width: its second number is ${valueText(null, document.syntax)}. Building the model fails.`,
        related: relatedTo(spec, range, ...(text.width.known ? [text.width] : [])),
        fixes: fix === null ? [] : [fix],
      },
    ];
  },
};
