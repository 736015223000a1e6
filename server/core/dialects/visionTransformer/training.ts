/** The numbers of a training config, and what it says about the model without being part of it. */
import { phrase } from '../../phrase';
import type { Field, Pair, TrainingSpec } from '../spec';
import { known, untold } from '../spec';
import { presetOf } from './presets';
import type { Reader } from './reader';
import { derive } from './reader';

/** Classes of the data sets whose count is certain. */
const CLASSES: Readonly<Record<string, number>> = { cifar10: 10, cifar100: 100, imagenet2012: 1000, oxford_iiit_pet: 37 };

/**
 * Defaults are upstream's configs/common.py; a config for measuring inference time (`inference`) is not built on it, so
 * there what is not written is unknown.
 */
export function readTraining(root: Reader, inference: boolean): TrainingSpec {
  const common = (value: number): number | undefined => (inference ? undefined : value);
  const dataset = root.text('dataset');
  const preset = dataset.known ? presetOf(dataset.value) : undefined;
  const fromPreset = (key: string, value: number | undefined): Field<number> | undefined =>
    value === undefined || !dataset.known ? undefined : known(key, value, dataset, 'derived', phrase`the ${dataset.value} preset`);
  const pp = root.child('pp');
  return {
    dataset,
    batch: root.whole('batch', 0, common(512)),
    batchEval: root.whole('batch_eval', 0, common(512)),
    accumSteps:
      root.absent('accum_steps') && root.entry('accum_steps') !== undefined ? nullAs(root, 'accum_steps', 1) : root.whole('accum_steps', 0, common(8)),
    totalSteps: (root.absent('total_steps') ? fromPreset('total_steps', preset?.totalSteps) : undefined) ?? root.whole('total_steps', 1),
    warmupSteps: root.number('warmup_steps', { min: 0 }, common(500)),
    evalEvery: root.numberOrNull('eval_every', { min: 0 }, 0, common(100)),
    checkpointEvery: root.numberOrNull('checkpoint_every', { min: 0 }, 0, common(1000)),
    decayType: root.text('decay_type', inference ? undefined : 'cosine'),
    crop: (pp.entry('crop') === undefined ? fromPreset('pp.crop', preset?.crop) : undefined) ?? pp.whole('crop', 1),
    modelType: root.text('model_type', inference ? undefined : 'ViT'),
  };
}

/** Upstream accumulates nothing for null, as it does for 1. */
function nullAs(root: Reader, key: string, value: number): Field<number> {
  return root.field(key, () => ({ value }));
}

/** The image size a training gives its model: pp.crop, squared; undefined when the config says nothing. */
export function trainedImageSize(training: TrainingSpec, key: string): Field<Pair> | undefined {
  const { crop } = training;
  if (!crop.known && crop.range === null) return undefined;
  return derive(crop, key, crop.known && crop.source === 'derived' && crop.origin !== undefined ? crop.origin : 'pp.crop', (side): Pair => [side, side]);
}

/** A data set's name without the version that may stand behind it (cifar10:3.0.2), and its class count where that is certain. */
export function datasetOf(text: string): { name: string; classes: number | undefined } {
  const name = text.split(':', 1)[0] ?? '';
  return { name, classes: Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined };
}

/** The class count of the data set, where it is known. */
export function trainedClasses(training: TrainingSpec, key: string): Field<number> | undefined {
  const { dataset } = training;
  if (!dataset.known) return undefined;
  const { name, classes } = datasetOf(dataset.value);
  return classes === undefined ? undefined : known(key, classes, dataset, 'derived', phrase`the ${name} dataset`);
}

/** 0 is upstream's place-holder in the config for measuring inference time: the size has to come from the command line. */
export function placeholderSize(root: Reader): Field<Pair> | undefined {
  const entry = root.entry('image_size');
  if (entry?.value.kind !== 'scalar' || entry.value.value !== 0) return undefined;
  return untold(`${root.prefix}image_size`, phrase`it is 0 and has to be given on the command line`, {
    keyRange: entry.keyRange,
    range: entry.value.range,
  });
}
