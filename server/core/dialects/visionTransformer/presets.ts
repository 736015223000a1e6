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

export function presetOf(dataset: string): DatasetPreset | undefined {
  return Object.hasOwn(PRESETS, dataset) ? PRESETS[dataset as PresetName] : undefined;
}
