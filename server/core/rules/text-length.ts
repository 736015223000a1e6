import { phrase } from '../phrase';
import { titled } from '../title';
import { labelOf, placeOf, relatedTo, setField, whole } from './fields';
import type { Rule } from './rule';

/** Position embeddings of BERT base and large. */
const POSITIONS = 512;

export const textLength: Rule = {
  code: 'text-length',
  severity: 'warning',
  docs: {
    title: 'The text is longer than BERT has positions',
    why: 'BERT has 512 position embeddings. Nothing stops at a longer text: all tokens beyond silently share the last embedding, and where they stand is lost. All released LiT models take texts of 16 tokens.',
    bad: `model_name: my-lit
out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: bert
text: {config: base}
pp: {tokenizer_name: bert, size: 224, max_len: 1024}
`,
    good: `model_name: my-lit
out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: bert
text: {config: base}
pp: {tokenizer_name: bert, size: 224, max_len: 512}
`,
  },
  checkModel({ spec }, { document }) {
    const text = spec.architecture.architecture === 'lit' && spec.architecture.text.known ? spec.architecture.text : null;
    if (text === null || text.value.architecture !== 'bert') return [];
    const { maxLen } = text.value;
    const length = whole(maxLen);
    if (length === null || length <= POSITIONS) return [];
    const range = placeOf(spec, maxLen, text);
    return [
      {
        range,
        message: phrase`A text of ${length} tokens is longer than BERT's ${POSITIONS} positions: the last ${length - POSITIONS + 1} tokens share one position.`,
        related: relatedTo(spec, range, ...(text.value.config.known ? [text.value.config] : [])),
        fixes: [POSITIONS, 16].flatMap((tokens) => {
          const edit = setField(document, maxLen, tokens);
          const why = tokens === POSITIONS ? phrase`all positions BERT has` : phrase`as in the released models`;
          return edit === null ? [] : [{ title: titled(`${labelOf(spec, maxLen.key)}: ${tokens}`, why), edits: [edit] }];
        }),
      },
    ];
  },
};
