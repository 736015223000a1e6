/** A data set as upstream's with_dataset() sets a training up for it. */
export interface DatasetPreset {
  readonly totalSteps: number;
  /** Splits, and the side of the image in pixels. */
  readonly train: string;
  readonly test: string;
  readonly crop: number;
}

/** Upstream's configs/common.py. */
export const PRESETS = {
  cifar10: { totalSteps: 10_000, train: 'train[:98%]', test: 'test', crop: 384 },
  cifar100: { totalSteps: 10_000, train: 'train[:98%]', test: 'test', crop: 384 },
  imagenet2012: { totalSteps: 20_000, train: 'train[:99%]', test: 'validation', crop: 384 },
} as const satisfies Readonly<Record<string, DatasetPreset>>;

export type PresetName = keyof typeof PRESETS;

/** The data set, if it is one with a preset. */
export function presetName(dataset: string | undefined): PresetName | undefined {
  return dataset !== undefined && Object.hasOwn(PRESETS, dataset) ? (dataset as PresetName) : undefined;
}

export function presetOf(dataset: string): DatasetPreset | undefined {
  const name = presetName(dataset);
  return name === undefined ? undefined : PRESETS[name];
}
