/** The reference implementation's figures, as test/reference/model wrote them. */
import { readFileSync } from 'node:fs';
import type { PlainModel } from './specs';

export interface GoldenFigures {
  readonly parameters: number;
  readonly macs: number;
  readonly normalizedElements: number;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** `name shape` of each parameter, sorted, or the SHA-256 of those lines. */
  readonly names: readonly string[] | string;
}

export type RandomGolden = GoldenFigures & { readonly config: PlainModel };

interface UpstreamGolden {
  readonly config: PlainModel;
  readonly '224'?: GoldenFigures;
  readonly '384'?: GoldenFigures;
  readonly lit?: GoldenFigures;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../golden/model/${name}`, import.meta.url), 'utf8')).models;
}

export const RANDOM: readonly RandomGolden[] = read('random-configs.json');

/** Outputs of small models, of parameters and inputs made by the rule of test/reference/model/forward.py. */
export const FORWARD: Readonly<
  Record<
    string,
    { readonly config: PlainModel; readonly outputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>> }
  >
> = read('forward.json');

export type NamedGolden = RandomGolden & { readonly name: string };

/** Every upstream model at every size it was measured at: 23 image models at 224 and 384, LiT as configured. */
export const UPSTREAM: readonly NamedGolden[] = Object.entries(read<Record<string, UpstreamGolden>>('upstream-models.json')).flatMap(([name, golden]) => {
  const { config, lit } = golden;
  if (lit !== undefined) return [{ name, ...lit, config }];
  return ([224, 384] as const).flatMap((size): NamedGolden[] => {
    const figures = golden[`${size}`];
    return figures === undefined ? [] : [{ name: `${name} at ${size}`, ...figures, config: { ...config, image_size: size, num_classes: 1000 } as PlainModel }];
  });
});

export function upstreamConfig(name: string): PlainModel {
  const golden = read<Record<string, UpstreamGolden>>('upstream-models.json')[name];
  if (golden === undefined) throw new Error(`no upstream model ${name}`);
  return golden.config;
}
