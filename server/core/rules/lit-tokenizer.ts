import { phrase } from '../phrase';
import { titled } from '../title';
import { labelOf, placeOf, setField } from './fields';
import type { Rule } from './rule';

export const litTokenizer: Rule = {
  code: 'lit-tokenizer',
  severity: 'warning',
  docs: {
    title: "The tokenizer is not the text tower's",
    why: 'BERT takes the first token, which only the `bert` tokenizer makes a class token, and masks padding by id 0. The text transformer takes the last one, which only the `sentencepiece` tokenizer keeps as the end of the sentence. All released models pair them so; the other way round it runs, and the embeddings mean nothing.',
    bad: `model_name: my-lit
out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: bert
text: {config: base}
pp: {tokenizer_name: sentencepiece, size: 224, max_len: 16}
`,
    good: `model_name: my-lit
out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: bert
text: {config: base}
pp: {tokenizer_name: bert, size: 224, max_len: 16}
`,
  },
  checkModel({ spec }, { document }) {
    const lit = spec.architecture;
    if (lit.architecture !== 'lit' || !lit.text.known || !lit.tokenizer.known) return [];
    const bert = lit.text.value.architecture === 'bert';
    const fitting = bert ? 'bert' : 'sentencepiece';
    const { value } = lit.tokenizer;
    if (value === fitting || (value !== 'bert' && value !== 'sentencepiece')) return [];
    const range = placeOf(spec, lit.tokenizer, lit.text);
    const edit = setField(document, lit.tokenizer, fitting);
    return [
      {
        range,
        message: bert
          ? phrase`The ${value} tokenizer does not go with BERT: it reads the class token, which comes first, and only the ${fitting} tokenizer puts it there.`
          : phrase`The ${value} tokenizer does not go with a text transformer: it reads the last token, the end of the sentence, and only the ${fitting} tokenizer puts it there.`,
        related:
          lit.text.range === null || lit.text.range.start === range.start
            ? []
            : [{ range: lit.text.range, message: bert ? phrase`the text tower is BERT` : phrase`the text tower is a text transformer` }],
        fixes:
          edit === null
            ? []
            : [
                {
                  title: titled(
                    `${labelOf(spec, lit.tokenizer.key)}: ${fitting}`,
                    bert ? phrase`what BERT is released with` : phrase`what a text transformer is released with`,
                  ),
                  edits: [edit],
                },
              ],
      },
    ];
  },
};
