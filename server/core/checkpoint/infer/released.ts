/** The released model that has the numbers of a checkpoint. */
import { UPSTREAM_MODELS } from '../../dialects/visionTransformer/catalogue';
import { sameValue } from '../../rules/fields';
import { flattened } from '../../rules/upstream';
import type { InferredKey } from './inference';

/**
 * Keys that a released model leaves open: the checkpoints of a name come at several resolutions, with and without pre_logits,
 * and with any number of classes.
 */
const OPEN = /(?:^|\.)(?:model_name|image_size|num_classes|representation_size|size|max_len|tokenizer_name)$/;

/** Its name and its values by dotted key; null where no released model has these numbers. */
export function releasedModel(keys: readonly InferredKey[]): { name: string; values: ReadonlyMap<string, unknown> } | null {
  const closed = (key: string) => key.endsWith('patches.size') || !OPEN.test(key);
  const inferred = new Map(keys.filter(({ key, free }) => !free && closed(key)).map(({ key, value }) => [key, value]));
  const free = new Set(keys.filter((key) => key.free).map(({ key }) => key));
  for (const [name, model] of Object.entries(UPSTREAM_MODELS)) {
    // Upstream's own tests.
    if (name.startsWith('testing')) continue;
    const values = flattened(model);
    const wanted = [...values].filter(([key]) => closed(key) && !free.has(key));
    if (wanted.length === inferred.size && wanted.every(([key, value]) => inferred.has(key) && sameValue(inferred.get(key), value))) return { name, values };
  }
  return null;
}
