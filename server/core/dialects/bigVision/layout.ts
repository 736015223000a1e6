/** Where things are in a config of big_vision's train.py. */
import type { ConfigDocument, ConfigNode, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';

/** The modules of big_vision.models that are read here. */
export const MODULES = ['vit', 'mlp_mixer'] as const;
export type Module = (typeof MODULES)[number];

/** Path of the model's arguments, with a trailing dot. */
export const PREFIX = 'model.';

export interface Layout {
  readonly root: MappingNode;
  readonly module: Module;
  /** The model's arguments; null where the config has none, which is all defaults. */
  readonly model: MappingNode | null;
}

/** null where the document names no model that is read here. */
export function layoutOf({ root }: ConfigDocument): Layout | null {
  if (root?.kind !== 'mapping') return null;
  const module = moduleOf(entryOf(root, 'model_name')?.value);
  const model = entryOf(root, 'model')?.value;
  return module === undefined ? null : { root, module, model: model?.kind === 'mapping' ? model : null };
}

function moduleOf(node: ConfigNode | undefined): Module | undefined {
  return node?.kind === 'scalar' ? MODULES.find((name) => name === node.value) : undefined;
}
