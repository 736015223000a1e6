import type { Known, ModelSpec, Pair, VitSpec } from '../dialects/spec';
import type { Fix } from '../finding';
import type { Tokenization } from '../model/graph';
import { type Phrase, phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { titled } from '../title';
import { remainder } from './bigVisionImages';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, pairText, pixelsOf, placeOf, relatedTo, setField, tokenCount, valueText, vitOf, wholePair } from './fields';
import { hybridPatch } from './hybrid-patch-size';
import type { AnalysedModel, Rule, RuleFinding } from './rule';
import { imageSizeEdit, stagesOf } from './tokens';

export const imagePatchRemainder: Rule = {
  code: 'image-patch-remainder',
  severity: 'warning',
  dialects: ['vision_transformer', 'big_vision', 'scenic', 'vit_pytorch'],
  docs: {
    title: 'The image is not a multiple of the patch',
    why: 'The patch embedding is a convolution without padding: pixels that fill no whole patch at the bottom and the right edge are dropped, and nothing says so. All dataset presets crop to 384, which the 14-pixel patch of ViT-H/14 does not divide. The stem of a hybrid pads instead: there the grid is rounded up and its border sees zeros, which is reported as information.',
    bad: `model_name: my-vit
patches: {size: [16, 16]}
image_size: 230
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`,
    good: `model_name: my-vit
patches: {size: [16, 16]}
image_size: 224
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`,
  },
  checkModel(model, { document }) {
    const { architecture } = model.spec;
    if (architecture.architecture === 'big-vision-vit') return remainder(model.spec, architecture, document, droppedEdge);
    if (architecture.architecture === 'scenic-mixer' || (architecture.architecture === 'scenic-vit' && architecture.resnet === null)) {
      return remainder(model.spec, architecture, document, droppedEdge);
    }
    // Hybrids pad, and overlapping patches leave what no step reaches.
    const whole = architecture.architecture === 'trans-unet' || (architecture.architecture === 'torch-vit' && architecture.slideStep === null);
    if (whole) return architecture.grid === null ? remainder(model.spec, architecture, document, droppedEdge) : [];
    const vit = vitOf(architecture);
    if (vit === null || !model.graph.ok || hybridPatch(model.spec, vit) !== null) return [];
    const { imageSize, patchSize } = vit;
    const [image, patch] = [wholePair(imageSize), wholePair(patchSize)];
    if (!imageSize.known || !patchSize.known || image === null || patch === null) return [];
    const { image: cut } = model.graph.graph;
    if (cut.lostPixels.some((pixels) => pixels > 0)) return [lost(model, vit, imageSize, patchSize, cut, document)];
    const ragged = image[0] % cut.effectivePatch[0] !== 0 || image[1] % cut.effectivePatch[1] !== 0;
    return stagesOf(vit) !== null && ragged ? [padded(model, imageSize, patchSize, cut, document)] : [];
  },
};

function lost({ spec }: AnalysedModel, vit: VitSpec, imageSize: Known<Pair>, patchSize: Known<Pair>, cut: Tokenization, document: ConfigDocument): RuleFinding {
  const range = placeOf(spec, imageSize, patchSize);
  const [image, patch, grid] = [pixelsOf(imageSize), pairText(cut.effectivePatch), `${cut.grid[0]} x ${cut.grid[1]}`];
  const edge = droppedEdge(cut.lostPixels);
  return {
    range,
    message:
      vit.resnet === null
        ? phrase`An image of ${image} is not a multiple of the patch of ${patch}: the grid is ${grid}, and ${edge}.`
        : phrase`An image of ${image} is not a multiple of the effective patch of ${patch}: the grid is ${grid}, and ${edge}.`,
    related: relatedTo(spec, range, patchSize, ...(vit.resnet?.numLayers.known ? [vit.resnet.numLayers] : [])),
    fixes: () => [...imageFixes(spec, imageSize, cut, document), ...(vit.resnet === null ? patchFixes(spec, imageSize.value, patchSize, document) : [])],
  };
}

/** `6 rows and 6 columns of pixels at the edge are dropped`. */
function droppedEdge([rows, columns]: Pair): Phrase {
  if (rows + columns === 1) return rows === 1 ? phrase`1 row of pixels at the edge is dropped` : phrase`1 column of pixels at the edge is dropped`;
  const across = rows === 1 ? phrase`1 row` : phrase`${rows} rows`;
  const down = columns === 1 ? phrase`1 column` : phrase`${columns} columns`;
  if (rows > 0 && columns > 0) return phrase`${across} and ${down} of pixels at the edge are dropped`;
  return phrase`${rows > 0 ? across : down} of pixels at the edge are dropped`;
}

function padded({ spec }: AnalysedModel, imageSize: Known<Pair>, patchSize: Known<Pair>, cut: Tokenization, document: ConfigDocument): RuleFinding {
  const range = placeOf(spec, imageSize, patchSize);
  return {
    severity: 'information',
    range,
    message: phrase`An image of ${pairText(imageSize.value)} pixels is not a multiple of the effective patch of ${pairText(cut.effectivePatch)}: the stem pads, the grid is rounded up to ${cut.grid[0]} x ${cut.grid[1]}, and its border sees zeros.`,
    related: relatedTo(spec, range, patchSize),
    fixes: () => imageFixes(spec, imageSize, cut, document),
  };
}

/** The multiples next to the present size, the nearer first. */
function imageFixes(spec: ModelSpec, imageSize: Known<Pair>, cut: Tokenization, document: ConfigDocument): Fix[] {
  const [height, width] = imageSize.value;
  const [patchHeight, patchWidth] = cut.effectivePatch;
  const at = (round: (value: number) => number): Pair => [round(height / patchHeight) * patchHeight, round(width / patchWidth) * patchWidth];
  const sizes = [at(Math.floor), at(Math.ceil)].filter(([h, w]) => h > 0 && w > 0);
  const change = ([h, w]: Pair) => Math.abs(h - height) + Math.abs(w - width);
  sizes.sort((a, b) => change(a) - change(b));
  return sizes.flatMap((size) => {
    const written = imageSizeEdit(document, spec, imageSize, size);
    if (written === null) return [];
    const figures = figuresOf(withChanges(spec, [[imageSize.key, size]]));
    return [{ title: titled(written.text, figures === null ? null : tokenCount(figures.tokens)), edits: [written.edit] }];
  });
}

/** Patch sizes that divide the image, the nearest to the present one first. */
function patchFixes(spec: ModelSpec, [height, width]: Pair, patchSize: Known<Pair>, document: ConfigDocument): Fix[] {
  const [patchHeight, patchWidth] = patchSize.value;
  const pairs = nearestDivisors(height, patchHeight).map(
    (h, i): Pair => [h, patchHeight === patchWidth && height === width ? h : (nearestDivisors(width, patchWidth)[i] ?? 1)],
  );
  const before = figuresOf(spec);
  return pairs.flatMap((pair) => {
    const edit = setField(document, patchSize, pair);
    if (edit === null) return [];
    const after = figuresOf(withChanges(spec, [[patchSize.key, pair]]));
    const tokens = after === null ? null : tokenCount(after.tokens);
    return [{ title: titled(`${labelOf(spec, patchSize.key)}: ${valueText(pair, document.syntax)}`, tokens, parametersText(before, after)), edits: [edit] }];
  });
}

/** The two divisors of `n` nearest to `to`, within half and double of it. */
function nearestDivisors(n: number, to: number): number[] {
  const found: number[] = [];
  for (let d = Math.ceil(to / 2); d <= Math.min(to * 2, n, 4096); d++) if (n % d === 0) found.push(d);
  return found.sort((a, b) => Math.abs(a - to) - Math.abs(b - to)).slice(0, 2);
}
