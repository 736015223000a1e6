/** Where things are in a training config of scenic, and whose model it trains. */
import type { ConfigDocument, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import { textOf } from '../visionTransformer/keys';

export const PREFIX = 'model.';

/**
 * Models of projects/baselines, by the names under which scenic finds them. Those of other projects have modules of their own, but
 * for `vit_classification`, which is the ViT of the baselines in each project that has it.
 */
const BASELINES: Readonly<Record<string, ScenicKind>> = {
  vit_multilabel_classification: 'vit',
  vit_classification: 'vit',
  hybrid_vit_multilabel_classification: 'hybrid',
  mixer_multilabel_classification: 'mixer',
};

export type ScenicKind = 'vit' | 'hybrid' | 'mixer';

export interface Layout {
  readonly root: MappingNode;
  readonly model: MappingNode;
  /** null for a model that is none of the baselines: nothing is known of it. */
  readonly kind: ScenicKind | null;
}

/** null where there is no mapping `model`. */
export function layoutOf({ root }: ConfigDocument): Layout | null {
  if (root?.kind !== 'mapping') return null;
  const model = entryOf(root, 'model')?.value;
  const name = textOf(entryOf(root, 'model_name')?.value) ?? '';
  return model?.kind === 'mapping' ? { root, model, kind: Object.hasOwn(BASELINES, name) ? (BASELINES[name] ?? null) : null } : null;
}
