/** What a checkpoint's tensors say of the config it was made by. */
import type { PlainValue } from '../../edit/literal';
import type { PlainMapping } from '../../edit/write';
import type { Phrase } from '../../phrase';
import type { CheckpointTensor } from '../header';
import type { Naming } from '../names';

/** One key of the config, and how it is known. */
export interface InferredKey {
  /** Dotted, from the model's mapping: `transformer.mlp_dim`. */
  readonly key: string;
  readonly value: PlainValue;
  /** The tensors that say so, the most telling first; empty where none does. */
  readonly evidence: readonly CheckpointTensor[];
  /** What the tensors don't say, or where they leave a choice. */
  readonly note: Phrase | null;
  /** No weight depends on it. */
  readonly free: boolean;
}

export type Architecture = 'vit' | 'mixer' | 'lit';

export interface Inferred {
  readonly ok: true;
  readonly naming: Naming;
  readonly architecture: Architecture;
  /** In the order in which a config has them. */
  readonly keys: readonly InferredKey[];
  /** The released model that has these numbers; null for any other. */
  readonly modelName: string | null;
  /** The keys as a config, `model_name` first where there is one. */
  readonly config: PlainMapping;
}

/** It is no checkpoint of a model that can be configured here; `reason` is a whole sentence. */
export interface Refusal {
  readonly ok: false;
  readonly naming: Naming;
  readonly kind: 'foreign' | 'unlike' | 'map-head' | 'incomplete' | 'unsupported';
  readonly reason: Phrase;
}

export type Inference = Inferred | Refusal;

/** Ends an inference; caught by `inferConfig` alone. */
export class Refused extends Error {
  constructor(
    readonly kind: Refusal['kind'],
    readonly reason: Phrase,
  ) {
    super(reason.text);
  }
}

/** Dotted keys as nested mappings, in their order. */
export function nested(keys: readonly Pick<InferredKey, 'key' | 'value'>[]): PlainMapping {
  const root: Record<string, PlainValue> = {};
  for (const { key, value } of keys) {
    const path = key.split('.');
    let level = root;
    for (const name of path.slice(0, -1)) {
      level[name] ??= {};
      level = level[name] as Record<string, PlainValue>;
    }
    level[path.at(-1) ?? key] = value;
  }
  return root;
}
