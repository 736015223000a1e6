/** How an image is cut into tokens, as rules ask it where there may be no graph, and how its size is written. */
import type { Field, ModelSpec, Pair, VitSpec } from '../dialects/spec';
import { presetOf } from '../dialects/visionTransformer/presets';
import { insertKey, setValue } from '../edit/edits';
import { stemHalvings } from '../model/geometry';
import type { ConfigDocument } from '../syntax/tree';
import { valueAt } from '../syntax/tree';
import type { TextEdit } from '../text';
import { pipelineEdit } from './bigVisionImages';
import { labelOf, valueText } from './fields';

/** Pixels per position behind a stem of so many stages. */
export function stemDownscale(stages: number): number {
  return 2 ** stemHalvings(stages);
}

/** Stages of the stem: 0 too for a root alone, null without a stem, undefined where unknown. */
export function stagesOf(vit: VitSpec): number | null | undefined {
  if (vit.resnet === null) return null;
  return vit.resnet.numLayers.known && Array.isArray(vit.resnet.numLayers.value) ? Math.min(vit.resnet.numLayers.value.length, 40) : undefined;
}

/** Writes an image size as it stands: one number, or a pair where one was typed or where the sides differ. null where it can't be written. */
export function imageSizeEdit(document: ConfigDocument, spec: ModelSpec, field: Field<Pair>, [height, width]: Pair): { text: string; edit: TextEdit } | null {
  if (field.known && field.source === 'upstream-model') return null;
  if (spec.dialect === 'big_vision') return inPipeline(document, field, [height, width]);
  const key = imageSizeKey(spec, field);
  const asPair = height !== width || valueAt(document.root, key)?.kind === 'sequence';
  // pp.crop and pp.size are one number upstream.
  if (asPair && !key.endsWith('image_size')) return null;
  const edit = setValue(document, key, asPair ? [height, width] : height, 'patches') ?? presetEdit(document, spec, key, height);
  const label = labelOf(spec, key);
  return edit === null ? null : { text: `${label}: ${valueText(asPair ? [height, width] : height, document.syntax)}`, edit };
}

function inPipeline(document: ConfigDocument, field: Field<Pair>, [height, width]: Pair): { text: string; edit: TextEdit } | null {
  const edit = pipelineEdit(document, field, [height, width]);
  return edit === null ? null : { text: `pp: ${height === width ? height : `(${height}, ${width})`}`, edit };
}

/** A whole `pp` where the preset of the dataset stands for it. */
function presetEdit(document: ConfigDocument, { training }: ModelSpec, key: string, crop: number): TextEdit | null {
  const preset = training?.dataset.known ? presetOf(training.dataset.value) : undefined;
  return key !== 'pp.crop' || preset === undefined ? null : insertKey(document, 'pp', { train: preset.train, test: preset.test, crop }, 'dataset');
}

/** The key that decides the image size: the typed one, else the one upstream takes it from. */
function imageSizeKey({ architecture, prefix, training }: ModelSpec, field: Field<Pair>): string {
  const source = field.known ? field.source : 'config';
  if (architecture.architecture === 'lit') return source === 'default' ? `${prefix}pp.size` : field.key;
  return training !== null && source !== 'config' ? 'pp.crop' : field.key;
}
