import type { Finding } from '../../finding';
import { phrase } from '../../phrase';
import type { ConfigDocument } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Recognition } from '../dialect';
import { checkMapping } from '../schemaCheck';
import { code } from '../visionTransformer/structure/words';
import { gridOf, type Layout, layoutOf, TRANSFG_KEYS, TRANSUNET_KEYS } from './layout';

/** Findings about structure, in source order. Never throws. */
export function structure(document: ConfigDocument, _recognition: Recognition): readonly Finding[] {
  const layout = layoutOf(document);
  if (layout === null) return [];
  const { root, program } = layout;
  const hybrid = program !== 'TransFG' && gridOf(root) !== undefined;
  const place = document.python?.nameRange ?? { start: root.range.start, end: root.range.start };
  const checked = {
    document,
    form: 'vit-pytorch',
    prefix: '',
    program,
    // Without a grid it is not read.
    optional: (path: string) => !hybrid && path.startsWith('resnet.'),
    unread: (path: string) => UNREAD[program].some((key) => path === key) || (!hybrid && path.startsWith('resnet')),
  } as const;
  const findings = [...checkMapping(checked, root, '', place), ...withoutPatches(layout, hybrid, place), ...withoutDecoder(layout, place)];
  return findings.sort((a, b) => a.range.start - b.range.start);
}

/** What only another program reads, or none. */
const UNREAD: Readonly<Record<Layout['program'], readonly string[]>> = {
  'ViT-pytorch': ['representation_size', 'activation', 'patch_size', 'n_classes', 'resnet_pretrained_path', 'pretrained_path'],
  TransFG: ['representation_size', 'activation', 'patch_size', 'n_classes', 'resnet_pretrained_path', 'pretrained_path', 'patches.grid', ...TRANSUNET_KEYS],
  TransUNet: ['representation_size', 'activation', 'patch_size', 'num_classes', 'resnet_pretrained_path', ...TRANSFG_KEYS],
};

/** Either of `size` and `grid`; a hybrid needs its stem. */
function withoutPatches({ root, program }: Layout, hybrid: boolean, place: Finding['range']): Finding[] {
  const patches = entryOf(root, 'patches');
  if (patches?.value.kind !== 'mapping' || patches.value.open !== undefined) return [];
  const stem = entryOf(root, 'resnet');
  if (hybrid) return stem !== undefined || root.open !== undefined ? [] : [missing(place, 'resnet', program)];
  return entryOf(patches.value, 'size') === undefined ? [missing(patches.keyRange, 'patches.size', program)] : [];
}

/** train.py fills in the rest. */
function withoutDecoder({ root, program }: Layout, place: Finding['range']): Finding[] {
  if (program !== 'TransUNet' || root.open !== undefined || entryOf(root, 'decoder_channels') !== undefined) return [];
  return [missing(place, 'decoder_channels', program)];
}

function missing(range: Finding['range'], path: string, program: string): Finding {
  return {
    code: 'missing-key',
    severity: 'error',
    message: phrase`${code(path)} is missing: ${program} reads it without a default`,
    range,
    related: [],
    fixes: [],
  };
}
