/** Images and patches of big_vision's ViT, for the rules that know them of upstream's: there patches are in the variant, and sizes in a pipeline. */
import { isTold } from '../dialects/bigVision/imageSize';
import { resized } from '../dialects/bigVision/preprocess';
import type { BigVisionVitSpec, Field, Known, ModelSpec, Pair } from '../dialects/spec';
import { replaceValue } from '../edit/edits';
import type { Fix } from '../finding';
import { validGrid } from '../model/geometry';
import { phrase } from '../phrase';
import { type ConfigDocument, valueAt } from '../syntax/tree';
import type { TextEdit } from '../text';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, pairText, placeOf, relatedTo, setField, tokenCount, valueText, wholePair } from './fields';
import type { RuleFinding } from './rule';

/** What a rule needs to know of a model whose patches are cut without padding. */
type Cut = Pick<BigVisionVitSpec, 'imageSize' | 'patchSize'>;

/** The image and the patch where both are told; null where one of them is assumed or not known. */
export function cutOf({ imageSize, patchSize }: Cut): { imageSize: Known<Pair>; patchSize: Known<Pair>; grid: Pair } | null {
  if (!imageSize.known || !patchSize.known || !isTold(imageSize)) return null;
  const [image, patch] = [wholePair(imageSize), wholePair(patchSize)];
  return image === null || patch === null ? null : { imageSize, patchSize, grid: validGrid(image, patch) };
}

export function noPatchFits(spec: ModelSpec, vit: BigVisionVitSpec, document: ConfigDocument): RuleFinding[] {
  const cut = cutOf(vit);
  if (cut === null || (cut.grid[0] > 0 && cut.grid[1] > 0)) return [];
  const { imageSize, patchSize } = cut;
  const range = placeOf(spec, patchSize, imageSize);
  return [
    {
      range,
      message: phrase`A patch of ${pairText(patchSize.value)} does not fit into an image of ${pairText(imageSize.value)} pixels. Building the model fails.`,
      related: relatedTo(spec, range, imageSize),
      fixes: imageFix(document, spec, imageSize, [patchSize.value[0] * 14, patchSize.value[1] * 14]),
    },
  ];
}

/** The rows and columns of pixels that no patch reaches, with what would leave none; `said` is the words for them. */
export function remainder(spec: ModelSpec, vit: Cut, document: ConfigDocument, said: (lost: Pair) => RuleFinding['message']): RuleFinding[] {
  const cut = cutOf(vit);
  if (cut === null || cut.grid[0] === 0 || cut.grid[1] === 0) return [];
  const { imageSize, patchSize, grid } = cut;
  const [image, patch] = [imageSize.value, patchSize.value];
  const lost: Pair = [image[0] - grid[0] * patch[0], image[1] - grid[1] * patch[1]];
  if (lost[0] + lost[1] === 0) return [];
  const range = placeOf(spec, imageSize, patchSize);
  const sizes = [Math.floor, Math.ceil].map((round): Pair => [round(image[0] / patch[0]) * patch[0], round(image[1] / patch[1]) * patch[1]]);
  return [
    {
      range,
      message: phrase`An image of ${pairText(image)} pixels is not a multiple of the patch of ${pairText(patch)}: the grid is ${grid[0]} x ${grid[1]}, and ${said(lost)}.`,
      related: relatedTo(spec, range, patchSize),
      fixes: [...sizes.flatMap((size) => imageFix(document, spec, imageSize, size)), ...patchFixes(document, spec, image, patchSize)],
    },
  ];
}

function imageFix(document: ConfigDocument, spec: ModelSpec, imageSize: Known<Pair>, size: Pair): Fix[] {
  // The name of a data set is no place for a size.
  if (imageSize.key === 'dataset_name' || size[0] < 1 || size[1] < 1) return [];
  const typed = /(?:^|\.)(?:img_size|image_size)$/.test(imageSize.key);
  const edit = typed ? setField(document, imageSize, size[0] === size[1] ? size[0] : size) : pipelineEdit(document, imageSize, size);
  const after = edit === null ? null : figuresOf(withChanges(spec, [[imageSize.key, size]]));
  if (edit === null || after === null) return [];
  const side = size[0] === size[1] ? size[0] : size;
  const change = typed ? `${labelOf(spec, imageSize.key)}: ${valueText(side, document.syntax)}` : phrase`Images of ${pairText(size)} pixels`;
  return [{ title: titled(change, tokenCount(after.tokens)), edits: [edit] }];
}

/** Another size where the pipeline's text has it as it is; null where it has not. */
export function pipelineEdit(document: ConfigDocument, { key, range }: Field<Pair>, size: Pair): TextEdit | null {
  const pipeline = valueAt(document.root, key);
  return range === null || pipeline?.kind !== 'scalar' ? null : resized(document.text, range, String(pipeline.value), size);
}

/** Square patches that divide the image, the nearest to the present ones first; in the variant where that has them. */
function patchFixes(document: ConfigDocument, spec: ModelSpec, [height, width]: Pair, patchSize: Known<Pair>): Fix[] {
  const [side, other] = patchSize.value;
  if (side !== other || patchSize.range === null) return [];
  const sides = [side - 2, side - 1, side + 1, side + 2, 8, 14, 16, 28, 32].filter((n) => n > 1 && n !== side && height % n === 0 && width % n === 0);
  const [near] = sides.sort((a, b) => Math.abs(a - side) - Math.abs(b - side));
  if (near === undefined) return [];
  const variant = valueAt(document.root, `${spec.prefix}variant`);
  const size = variant?.kind === 'scalar' && patchSize.source === 'derived' ? String(variant.value).split('/', 1)[0] : undefined;
  const edit = size === undefined ? setField(document, patchSize, [near, near]) : replaceValue(document, `${spec.prefix}variant`, `${size}/${near}`);
  const after = figuresOf(withChanges(spec, [[patchSize.key, [near, near]]]));
  if (edit === null || after === null) return [];
  const change = size === undefined ? `${labelOf(spec, patchSize.key)}: (${near}, ${near})` : `variant: ${size}/${near}`;
  return [{ title: titled(change, tokenCount(after.tokens), parametersText(figuresOf(spec), after)), edits: [edit] }];
}
