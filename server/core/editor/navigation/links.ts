import type { DocumentAnalysis } from '../../analysis';
import type { CheckpointReference } from '../../checkpoint/header';
import { isLocal } from '../../paths';
import type { ConfigNode, Entry, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Range } from '../../text';
import { withoutQuotes } from './walk';

/** A place that names a file. Whether the file is there the core can't know. */
export interface FileLink {
  readonly range: Range;
  /** Relative to the config's folder, or absolute; never on another machine. */
  readonly path: string;
  /** Of a checkpoint, which is no file to be opened as text; null for any other. */
  readonly checkpoint: CheckpointReference | null;
}

/**
 * The keys that name a file by themselves, at the root or beside the model's keys, and what the file's name ends in.
 * Whether a form of config takes the key is for its schema to say; a path is a path all the same.
 */
const FILE_KEYS: Readonly<Record<string, RegExp>> = {
  $schema: /\.json$/i,
  image: /\.(?:jpe?g|png|webp)$/i,
};

/** The keys that together make the path of the checkpoint that upstream's training loads: each leads to it. */
const TRAINING_KEYS = ['pretrained_dir', 'model_or_filename'];

/** The files a document names, in source order. */
export function fileLinks({ document: { root, text, python }, recognition, models }: DocumentAnalysis): FileLink[] {
  if (recognition === null || root?.kind !== 'mapping') return [];
  const link = ({ node, path }: NamedPath, checkpoint: CheckpointReference | null): FileLink => ({ range: withoutQuotes(text, node.range), path, checkpoint });
  // Python's keys are a program's own, but for the checkpoint.
  const holders = new Set<MappingNode>(python === undefined ? [root, ...models.map(({ spec }) => spec.node)] : []);
  const links = [...holders].flatMap((holder) =>
    Object.entries(FILE_KEYS).flatMap(([key, ending]) => {
      const named = ownText(holder, key);
      return named !== null && ending.test(named.path) ? [link(named, null)] : [];
    }),
  );
  // All models of a document have the same of both.
  const [{ spec } = {}] = models;
  const labels = spec?.labels?.known === true && typeof spec.labels.value === 'string' && python === undefined ? ownText(root, 'labels') : null;
  if (labels !== null) links.push(link(labels, null));
  const reference = spec?.checkpoint ?? null;
  if (reference !== null) {
    for (const key of reference.required ? [reference.key] : TRAINING_KEYS) {
      const named = ownText(root, key);
      if (named !== null) links.push(link({ ...named, path: reference.path }, reference));
    }
  }
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
  if (entry === undefined || path === null || entry.alias !== undefined || entry.merged !== undefined) return null;
  return entry.value.range.origin === undefined ? { node: entry.value, path } : null;
}

function textIn(entry: Entry | undefined): string | null {
  return entry?.value.kind === 'scalar' && typeof entry.value.value === 'string' && entry.value.value !== '' ? entry.value.value : null;
}
