import type { LitSpec, ModelSpec, Pair } from '../dialects/spec';
import type { Fix } from '../finding';
import { type Phrase, type PhraseValue, phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { titled } from '../title';
import { figuresOf, parametersText, withOutDim } from './consequences';
import { isWhole, placeOf, relatedTo, setField, valueText, whole } from './fields';
import type { Rule } from './rule';

export const litTowerWidths: Rule = {
  code: 'lit-tower-widths',
  severity: 'error',
  docs: {
    title: 'The two towers of a LiT model give embeddings of different width',
    why: 'LiT compares an image with a text by the product of their embeddings, so both must be equally long. Each tower has the width in `out_dim` where there is one, else its own: `hidden_size` (or `representation_size`) of the image tower, 768 or 1024 of BERT base or large. The model builds, and the comparison fails.',
    bad: `model_name: my-lit
out_dim: [null, 512]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: bert
text: {config: base}
pp: {tokenizer_name: bert, size: 224, max_len: 16}
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
    if (lit.architecture !== 'lit' || !lit.outDim.known || !lit.text.known) return [];
    const [image, text] = [imageWidth(lit), textWidth(lit)];
    if (image === null || text === null || image.width === text.width) return [];
    const range = placeOf(spec, lit.outDim, lit.image.hiddenSize);
    const [imageHead, textHead] = lit.outDim.value;
    // The image tower is the locked one: the text tower is to follow.
    const textFix = litOutputFix(spec, document, [imageHead, image.width], phrase`text embeddings of ${image.width}, as the image tower has`);
    const imageFix = litOutputFix(spec, document, [text.width, textHead], phrase`image embeddings of ${text.width} by a head on the image tower`);
    return [
      {
        range,
        message: phrase`The image tower gives embeddings of ${image.width} (${image.why}), the text tower of ${text.width} (${text.why}): they can't be compared.`,
        related: relatedTo(spec, range, ...related(lit)),
        fixes: [textFix, imageFix].filter((fix) => fix !== null),
      },
    ];
  },
};

/** Sets both output widths ([image, text], 0 for none); null where a `num_classes` of a tower's own decides instead, or nothing would come of it. */
export function litOutputFix(spec: ModelSpec, document: ConfigDocument, outDim: Pair, consequence: Phrase): Fix | null {
  const lit = spec.architecture;
  if (lit.architecture !== 'lit' || (lit.text.known && !lit.text.value.numClasses.key.includes('out_dim'))) return null;
  const written = outDim.map((width) => (width === 0 ? null : width));
  const edit = setField(document, lit.outDim, written);
  const after = figuresOf(withOutDim(spec, outDim));
  return edit === null || after === null
    ? null
    : { title: titled(`out_dim: ${valueText(written, document.syntax)}`, consequence, parametersText(null, after)), edits: [edit] };
}

interface Width {
  readonly width: number;
  readonly why: PhraseValue;
}

function imageWidth({ image }: LitSpec): Width | null {
  if (!image.numClasses.known || !image.representationSize.known) return null;
  if (isWhole(image.numClasses.value)) return { width: image.numClasses.value, why: 'out_dim' };
  const { value: representation } = image.representationSize;
  if (representation !== null) return isWhole(representation) ? { width: representation, why: 'representation_size' } : null;
  const hidden = whole(image.hiddenSize);
  return hidden === null ? null : { width: hidden, why: 'hidden_size' };
}

/** null for a text transformer without an output width, which has a rule of its own. */
function textWidth({ text }: LitSpec): Width | null {
  if (!text.known || !text.value.numClasses.known) return null;
  const { numClasses } = text.value;
  if (isWhole(numClasses.value)) return { width: numClasses.value, why: numClasses.key.includes('out_dim') ? 'out_dim' : phrase`its num_classes` };
  if (text.value.architecture !== 'bert' || !text.value.config.known) return null;
  return { width: text.value.config.value === 'large' ? 1024 : 768, why: `BERT ${text.value.config.value}` };
}

function related({ image, text }: LitSpec) {
  const fields = [image.hiddenSize, image.representationSize, ...(text.known && text.value.architecture === 'bert' ? [text.value.config] : [])];
  return fields.flatMap((field) => (field.known ? [field] : []));
}

/** What the image tower gives: for fixes of the text tower. */
export function imageTowerWidth({ architecture }: ModelSpec): number | null {
  return architecture.architecture === 'lit' ? (imageWidth(architecture)?.width ?? null) : null;
}
