import type { Field, Known, ModelSpec } from '../dialects/spec';
import type { Fix } from '../finding';
import { divisors } from '../model/geometry';
import { phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, placeOf, relatedTo, setField, textTransformerOf, vitOf, whole } from './fields';
import type { Rule, RuleFinding } from './rule';

interface Encoder {
  readonly width: Field<number>;
  readonly heads: Field<number>;
  /** null: there is attention besides the layers. */
  readonly layers: Field<number> | null;
}

export const headsDivideWidth: Rule = {
  code: 'heads-divide-width',
  severity: 'error',
  dialects: ['vision_transformer', 'big_vision', 'scenic', 'vit_pytorch'],
  docs: {
    title: 'The number of heads does not divide the width',
    why: 'Attention splits the width into equal heads, one for each of `num_heads`. Where that leaves a remainder, building the model stops with `Memory dimension (768) must be divisible by number of heads (10).` ViT-pytorch and its descendants build it and stop at the first image: `mat1 and mat2 shapes cannot be multiplied`. The released models have heads of 64 values (80 in ViT-H/14), so head counts near that width come first among the fixes.',
    bad: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 10, num_layers: 12}
classifier: token
`,
    good: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
classifier: token
`,
  },
  checkModel({ spec }, { document }) {
    return encodersOf(spec).flatMap((encoder) => check(encoder, spec, document));
  },
};

function encodersOf({ architecture }: ModelSpec): Encoder[] {
  const encoders: Encoder[] = [];
  const vit = vitOf(architecture);
  if (vit?.transformer) encoders.push({ width: vit.hiddenSize, heads: vit.transformer.numHeads, layers: vit.transformer.numLayers });
  if (architecture.architecture === 'big-vision-vit') {
    const { width, numHeads, depth, poolType } = architecture;
    const pools = poolType.known && poolType.value === 'map';
    encoders.push({ width, heads: numHeads, layers: pools ? null : depth });
  }
  if (architecture.architecture === 'scenic-vit' || architecture.architecture === 'torch-vit' || architecture.architecture === 'trans-unet') {
    const { hiddenSize, transformer } = architecture;
    const pools = architecture.architecture === 'scenic-vit' && architecture.classifier.known && architecture.classifier.value === 'map';
    encoders.push({ width: hiddenSize, heads: transformer.numHeads, layers: pools ? null : transformer.numLayers });
  }
  const text = textTransformerOf(architecture);
  if (text !== null) encoders.push({ width: text.width, heads: text.numHeads, layers: text.numLayers });
  return encoders;
}

function check({ width, heads, layers }: Encoder, spec: ModelSpec, document: ConfigDocument): RuleFinding[] {
  const [size, count] = [whole(width), whole(heads)];
  if (!width.known || !heads.known || size === null || count === null || size % count === 0) return [];
  if (layers?.known && layers.value === 0) return [];
  const range = placeOf(spec, heads, width);
  const widthLabel = labelOf(spec, width.key);
  return [
    {
      range,
      message: phrase`${count} heads do not divide \`${widthLabel}: ${size}\`: a head would be ${trimmed(size / count)} values wide. ${FAILS[spec.dialect === 'vit_pytorch' ? 'running' : 'building']}`,
      related: relatedTo(spec, range, width, heads),
      fixes: () => [...headFixes(heads, size, count, spec, document), ...widthFixes(width, heads, size, count, spec, document)],
    },
  ];
}

const FAILS = { building: phrase`Building the model fails.`, running: phrase`The first forward pass stops.` };

/** Head counts that divide the width, those with heads nearest to 64 wide first. */
function headFixes(heads: Known<number>, size: number, count: number, spec: ModelSpec, document: ConfigDocument): Fix[] {
  const farFrom64 = (n: number) => Math.abs(Math.log(size / n / 64));
  const counts = divisors(size).sort((a, b) => farFrom64(a) - farFrom64(b) || Math.abs(a - count) - Math.abs(b - count));
  return counts.slice(0, 3).flatMap((n) => {
    const edit = setField(document, heads, n, 'num_layers');
    // The kernels are width x width however many heads share them.
    return edit === null
      ? []
      : [{ title: titled(`${labelOf(spec, heads.key)}: ${n}`, phrase`head width ${size / n}`, phrase`parameters unchanged`), edits: [edit] }];
  });
}

function widthFixes(width: Known<number>, heads: Known<number>, size: number, count: number, spec: ModelSpec, document: ConfigDocument): Fix[] {
  const down = Math.floor(size / count) * count;
  const nearest = down > 0 && size - down < down + count - size ? down : down + count;
  const edit = setField(document, width, nearest);
  if (edit === null) return [];
  // One head divides every width: what the model would cost as it stands.
  const before = figuresOf(withChanges(spec, [[heads.key, 1]]));
  const after = figuresOf(withChanges(spec, [[width.key, nearest]]));
  // In LiT the other tower may want the width as it is.
  if (before !== null && after === null) return [];
  return [{ title: titled(`${labelOf(spec, width.key)}: ${nearest}`, phrase`head width ${nearest / count}`, parametersText(before, after)), edits: [edit] }];
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(2)));
}
