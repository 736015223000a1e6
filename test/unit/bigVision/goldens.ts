/** What big_vision's own models cost and compute, as test/reference/big_vision wrote it. */
import { bigVision } from '../../../server/core/dialects/bigVision';
import type { ModelSpec } from '../../../server/core/dialects/spec';
import { buildGraph } from '../../../server/core/model';
import type { Graph } from '../../../server/core/model/graph';
import { readDocument } from '../../../server/core/syntax';
import figures from '../../golden/big_vision/figures.json';
import forward from '../../golden/big_vision/forward.json';

export interface Config {
  readonly model_name: string;
  readonly num_classes: number | null;
  readonly model: Readonly<Record<string, unknown>>;
  readonly image_size: readonly number[];
}

export interface Figures {
  readonly config: Config;
  readonly parameters: number;
  readonly macs: number;
  readonly normalizedElements: number;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly names: readonly string[] | string;
}

export interface Forward {
  readonly config: Config;
  readonly outputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: string }>>;
}

export const FIGURES = figures.models as unknown as readonly Figures[];
export const FORWARD = forward.models as unknown as readonly Forward[];

/** The one model of a config, which takes its image size from its pipeline. */
export function specOf({ image_size, ...config }: Config): ModelSpec {
  const input = { data: { name: 'any', split: 'train' }, pp: `decode|resize(256)|random_crop((${image_size.join(', ')}))|value_range(-1, 1)` };
  const document = readDocument(JSON.stringify({ ...config, input }), 'json');
  const [spec] = bigVision.models(document, { dialect: 'big_vision', form: 'training', evidence: [] });
  if (spec === undefined) throw new Error(`no model in ${JSON.stringify(config)}`);
  return spec;
}

export function graphOf(config: Config): Graph {
  const result = buildGraph(specOf(config));
  if (!result.ok) throw new Error(`${JSON.stringify(config)}: ${JSON.stringify(result.problems)}`);
  return result.graph;
}
