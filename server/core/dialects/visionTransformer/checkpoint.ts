/** Which checkpoint a config means, and what its classes are called. */
import type { CheckpointReference } from '../../checkpoint/header';
import { phrase } from '../../phrase';
import type { ConfigNode, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Field } from '../spec';
import type { Layout } from './keys';
import { textOf } from './keys';
import type { Read } from './reader';
import { Reader } from './reader';

/** What `checkpoint` at the root names; else what upstream's training puts together, where the config says anything of it. */
export function checkpointOf({ root, form, model }: Layout): CheckpointReference | null {
  const entry = entryOf(root, 'checkpoint');
  const path = textOf(entry?.value);
  if (path !== undefined && path !== '') return { key: 'checkpoint', path, required: true };
  // A null, or what is no path, is no reason to look elsewhere.
  return entry === undefined && form === 'training' ? pretrained(root, model) : null;
}

/** `<pretrained_dir>/<model_or_filename>.npz` where that names a file, `<pretrained_dir>/<model_name>.npz` where it is not set. */
function pretrained(root: MappingNode, model: MappingNode | null): CheckpointReference | null {
  const directory = textOf(entryOf(root, 'pretrained_dir')?.value);
  const file = textOf(entryOf(root, 'model_or_filename')?.value) ?? '';
  // Without a hyphen it is a model, of which upstream looks up the best checkpoint in a table of its own.
  if (file !== '' && !file.includes('-')) return null;
  if (file === '' && directory === undefined) return null;
  const name = file === '' ? textOf(entryOf(model ?? root, 'model_name')?.value) : file;
  if (name === undefined || name === '') return null;
  const key = file === '' ? 'pretrained_dir' : 'model_or_filename';
  return { key, path: `${(directory ?? '.').replace(/[\\/]+$/, '')}/${name}.npz`, required: false };
}

/** Names of the classes, or the path of a file with one on each line; null where the config says nothing of them. */
export function labelsOf({ root }: Layout): Field<string | readonly string[]> | null {
  const config = new Reader(root, '');
  return config.absent('labels') ? null : config.field('labels', readLabels);
}

function readLabels(node: ConfigNode): Read<string | readonly string[]> {
  if (node.kind === 'sequence') {
    const names = node.items.map(labelOf);
    return names.every((name) => name !== null) ? { value: names } : { fault: (name) => phrase`${name} is not a list of names` };
  }
  const path = textOf(node);
  return path === undefined || path === '' ? { fault: (name) => phrase`${name} is neither a list of names nor a file's path` } : { value: path };
}

/** A number is a name as well as it is written. */
function labelOf(node: ConfigNode): string | null {
  if (node.kind !== 'scalar') return null;
  return typeof node.value === 'number' ? node.text : (textOf(node) ?? null);
}
