import type { DocumentAnalysis } from '../../analysis';
import type { ConfigNode, Entry, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Range } from '../../text';
import { withoutQuotes } from './walk';

/** A place that names a file. Whether the file is there the core can't know. */
export interface FileLink {
  readonly range: Range;
  /** Relative to the config's folder, or absolute; never on another machine. */
  readonly path: string;
}

/**
 * The keys that name a file by themselves, at the root or beside the model's keys, and what the file's name ends in.
 * Whether a form of config takes the key is for its schema to say; a path is a path all the same.
 */
const FILE_KEYS: Readonly<Record<string, RegExp>> = {
  $schema: /\.json$/i,
  checkpoint: /\.(?:npz|safetensors)$/i,
  image: /\.(?:jpe?g|png|webp)$/i,
};

/** The files a document names, in source order: the table's, and the checkpoint that a training config makes a path of. */
export function fileLinks({ document: { root, text }, recognition, models }: DocumentAnalysis): FileLink[] {
  if (recognition === null || root?.kind !== 'mapping') return [];
  const holders = new Set<MappingNode>([root, ...models.map(({ spec }) => spec.node)]);
  const named = [...holders].flatMap((holder) => Object.entries(FILE_KEYS).map(([key, ending]) => ({ entry: ownText(holder, key), ending })));
  const links = named.flatMap(({ entry, ending }) => (entry !== null && ending.test(entry.path) ? [link(text, entry, entry.path)] : []));
  if (recognition.form === 'training') links.push(...pretrained(root, text));
  return links.filter(({ path }) => isLocal(path)).sort((a, b) => a.range.start - b.range.start);
}

interface NamedPath {
  readonly node: ConfigNode;
  readonly path: string;
}

/** A key's value where it is a text that is typed right there. */
function ownText(mapping: MappingNode, key: string): NamedPath | null {
  const entry = entryOf(mapping, key);
  const path = textIn(entry);
  return entry === undefined || path === null || entry.alias !== undefined || entry.merged !== undefined ? null : { node: entry.value, path };
}

function textIn(entry: Entry | undefined): string | null {
  return entry?.value.kind === 'scalar' && typeof entry.value.value === 'string' && entry.value.value !== '' ? entry.value.value : null;
}

/**
 * What upstream's training loads: `<pretrained_dir>/<model_name>.npz`, or `<pretrained_dir>/<model_or_filename>.npz` where
 * that key names a file. Both keys lead to it.
 */
function pretrained(root: MappingNode, text: string): FileLink[] {
  const model = entryOf(root, 'model')?.value;
  const file = textIn(entryOf(root, 'model_or_filename')) ?? textIn(entryOf(model ?? root, 'model_name'));
  const directory = textIn(entryOf(root, 'pretrained_dir')) ?? '.';
  if (file === null) return [];
  const path = `${directory.replace(/[\\/]+$/, '')}/${file}.npz`;
  return ['pretrained_dir', 'model_or_filename'].flatMap((key) => {
    const named = ownText(root, key);
    return named === null ? [] : [link(text, named, path)];
  });
}

function link(text: string, { node }: NamedPath, path: string): FileLink {
  return { range: withoutQuotes(text, node.range), path };
}

/** No URL (`gs://`, `https://`; a drive letter is none), and no share of another machine, which the mere look for it would ask. */
function isLocal(path: string): boolean {
  return !/^[a-z][\w+.-]+:/i.test(path) && !/^[\\/]{2}/.test(path) && !/[\0-\x1f]/.test(path);
}
