/** How upstream's convolutions cut an image into patches; integer arithmetic that rules need where there is no graph. */
import type { Field, ModelSpec, Pair, VitSpec } from '../dialects/spec';
import { insertKey, setValue } from '../edit/edits';
import type { ConfigDocument } from '../syntax/tree';
import { valueAt } from '../syntax/tree';
import type { TextEdit } from '../text';
import { labelOf } from './fields';

/** Pixels per position behind a stem of so many stages: its root alone makes it 4, each stage after the first doubles it. */
export function stemDownscale(stages: number): number {
  return stages === 0 ? 4 : 4 * 2 ** (stages - 1);
}

/** Positions along one side behind the stem, whose convolutions pad and so round up. */
export function stemOutput(pixels: number, stages: number): number {
  let size = pixels;
  for (let halvings = Math.log2(stemDownscale(stages)); halvings > 0; halvings--) size = Math.ceil(size / 2);
  return size;
}

/** Stages of the stem: 0 too for a root alone, null without a stem, undefined where unknown. */
export function stagesOf(vit: VitSpec): number | null | undefined {
  if (vit.resnet === null) return null;
  return vit.resnet.numLayers.known && Array.isArray(vit.resnet.numLayers.value) ? Math.min(vit.resnet.numLayers.value.length, 40) : undefined;
}

/** Writes an image size as it stands: one number, or a pair where one was typed or where the sides differ. null where it can't be written. */
export function imageSizeEdit(document: ConfigDocument, spec: ModelSpec, field: Field<Pair>, [height, width]: Pair): { text: string; edit: TextEdit } | null {
  if (field.known && field.source === 'upstream-model') return null;
  const key = imageSizeKey(spec, field);
  const asPair = height !== width || valueAt(document.root, key)?.kind === 'sequence';
  // pp.crop and pp.size are one number upstream.
  if (asPair && !key.endsWith('image_size')) return null;
  const edit = setValue(document, key, asPair ? [height, width] : height, 'patches') ?? presetEdit(document, spec, key, height);
  const label = labelOf(spec, key);
  return edit === null ? null : { text: `${label}: ${asPair ? `[${height}, ${width}]` : height}`, edit };
}

/** What a dataset's preset says of splits, which has to be written out when its crop is to be another. */
const SPLITS: ReadonlyMap<string, { readonly train: string; readonly test: string }> = new Map([
  ['cifar10', { train: 'train[:98%]', test: 'test' }],
  ['cifar100', { train: 'train[:98%]', test: 'test' }],
  ['imagenet2012', { train: 'train[:99%]', test: 'validation' }],
]);

/** A whole `pp` where the preset of the dataset stands for it. */
function presetEdit(document: ConfigDocument, { training }: ModelSpec, key: string, crop: number): TextEdit | null {
  const splits = training?.dataset.known ? SPLITS.get(training.dataset.value) : undefined;
  return key !== 'pp.crop' || splits === undefined ? null : insertKey(document, 'pp', { ...splits, crop }, 'dataset');
}

/** The key that decides the image size: the typed one, else the one upstream takes it from. */
function imageSizeKey({ architecture, prefix, training }: ModelSpec, field: Field<Pair>): string {
  const source = field.known ? field.source : 'config';
  if (architecture.architecture === 'lit') return source === 'default' ? `${prefix}pp.size` : field.key;
  return training !== null && source !== 'config' ? 'pp.crop' : field.key;
}
