/**
 * Whether a Python config is for ViT-pytorch or a descendant of it. Their configs have upstream's keys; only what upstream
 * does not read tells them apart. Without any of it a config is taken for upstream's, which counts the same parameters.
 */
import { type Phrase, phrase } from '../../phrase';
import type { ConfigDocument, ConfigNode, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Evidence, Recognition } from '../dialect';
import { layoutOf, segments, TRANSFG_KEYS, TRANSUNET_KEYS } from './layout';

export function detect(document: ConfigDocument, _fileName: string | null): Recognition | null {
  const layout = document.python === undefined ? null : layoutOf(document);
  if (layout === null || !isVit(layout.root)) return null;
  const { root } = layout;
  const patches = entryOf(root, 'patches')?.value;
  const classifier = entryOf(root, 'classifier');
  const evidence = [
    ...keys(patches, ['grid'], phrase`which makes a hybrid in ViT-pytorch`, 'patches.'),
    ...(segments(root) && classifier !== undefined ? [{ reason: phrase`\`classifier\` is seg, as in TransUNet`, range: classifier.value.range }] : []),
    ...keys(root, TRANSUNET_KEYS, phrase`a key of TransUNet`),
    ...keys(root, TRANSFG_KEYS, phrase`a key of TransFG`),
    ...keys(root, ['pretrained_path', 'resnet_pretrained_path'], phrase`where ViT-pytorch's descendants find weights`),
  ];
  return evidence.length === 0 ? null : { dialect: 'vit_pytorch', form: 'model', evidence };
}

/** Something of a ViT in upstream's words: other programs' configs have a `split` too. */
function isVit(root: MappingNode): boolean {
  const transformer = entryOf(root, 'transformer')?.value;
  const encoder = ['num_layers', 'num_heads', 'mlp_dim'].some((key) => entryOf(transformer, key) !== undefined);
  const patches = entryOf(root, 'patches')?.value;
  const cut = ['size', 'grid'].some((key) => entryOf(patches, key) !== undefined);
  return (encoder && (cut || entryOf(root, 'hidden_size') !== undefined)) || (cut && entryOf(root, 'hidden_size') !== undefined);
}

function keys(mapping: ConfigNode | undefined, names: readonly string[], what: Phrase, prefix = ''): Evidence[] {
  return names.flatMap((name) => {
    const entry = entryOf(mapping, name);
    return entry === undefined ? [] : [{ reason: phrase`\`${prefix + name}\`, ${what}`, range: entry.keyRange }];
  });
}
