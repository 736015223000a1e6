/** The released models as rules read them. */

import type { UpstreamArchitecture } from '../dialects/spec';
import { isUpstreamLit, isUpstreamMixer, type UpstreamModel, type UpstreamResnet, upstreamModel } from '../dialects/visionTransformer/catalogue';
import type { PlainValue } from '../edit/literal';

/** What a ViT, a hybrid and a Mixer have in common. */
export interface UpstreamImageModel {
  readonly patches: { readonly size: readonly [number, number] };
  readonly resnet?: UpstreamResnet;
}

/** The released ViT, hybrid or Mixer of a name; null for LiT and for other names. */
export function upstreamImageModel(name: string): UpstreamImageModel | null {
  const model = upstreamModel(name);
  return model !== undefined && 'patches' in model ? model : null;
}

export function architectureOf(model: UpstreamModel): UpstreamArchitecture {
  if (isUpstreamMixer(model)) return 'mixer';
  return isUpstreamLit(model) ? 'lit' : 'vit';
}

/** `transformer.mlp_dim` -> 3072, ... for all leaves. */
export function flattened(model: object, prefix = ''): Map<string, PlainValue> {
  const leaves = new Map<string, PlainValue>();
  for (const [key, value] of Object.entries(model)) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const [inner, leaf] of flattened(value, `${prefix}${key}.`)) leaves.set(inner, leaf);
    } else {
      leaves.set(`${prefix}${key}`, value as PlainValue);
    }
  }
  return leaves;
}
