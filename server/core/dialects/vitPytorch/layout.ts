/** Where things are in a config of ViT-pytorch and its descendants, and which of these programs it is for. */
import type { ConfigDocument, ConfigNode, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import { textOf } from '../visionTransformer/keys';

/** jeonsworld/ViT-pytorch, TACJu/TransFG, Beckschen/TransUNet. */
export type Program = 'ViT-pytorch' | 'TransFG' | 'TransUNet';

export interface Layout {
  readonly root: MappingNode;
  readonly program: Program;
}

/** Keys that only TransUNet reads. */
export const TRANSUNET_KEYS = ['decoder_channels', 'skip_channels', 'n_skip'] as const;
/** Keys that only TransFG reads. */
export const TRANSFG_KEYS = ['split', 'slide_step'] as const;
/** Where the author's config has the size of its images: the programs take it from their command lines. */
export const IMAGE_SIZE_KEYS = ['img_size', 'image_size'] as const;

/** null for what is no mapping. */
export function layoutOf({ root }: ConfigDocument): Layout | null {
  return root?.kind === 'mapping' ? { root, program: programOf(root) } : null;
}

function programOf(root: MappingNode): Program {
  const has = (keys: readonly string[]) => root.entries.some(({ key }) => keys.includes(key));
  if (segments(root) || has(TRANSUNET_KEYS)) return 'TransUNet';
  return has(TRANSFG_KEYS) ? 'TransFG' : 'ViT-pytorch';
}

export const segments = (root: MappingNode): boolean => textOf(entryOf(root, 'classifier')?.value) === 'seg';

/** `patches.grid`, which makes a hybrid unless it is None. */
export function gridOf(root: MappingNode): ConfigNode | undefined {
  const grid = entryOf(entryOf(root, 'patches')?.value, 'grid')?.value;
  return grid?.kind === 'scalar' && grid.value === null ? undefined : grid;
}
