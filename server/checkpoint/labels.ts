/** What the classes of a checkpoint are called: by the config, or by a file beside the checkpoint. */
import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Phrase, phrase } from '../core/phrase';
import type { Disk } from '../disk';
import { codeOf, decode, reasonOf } from '../files';

export interface LabelsWanted {
  /** `labels:` of the config: the names, or the path of a file; null where it has none. */
  readonly labels: string | readonly string[] | null;
  /** Of the config, absolute: what a path in it is relative to. */
  readonly directory: string;
  /** Absolute path. */
  readonly checkpoint: string;
  readonly classes: number;
}

export interface LabelsFound {
  /** One for each class; null where no names are known. */
  readonly names: readonly string[] | null;
  /** Where they are from: `labels` of the config, or the file's name. */
  readonly from: Phrase | null;
  /** What was found and can't be used, each a sentence. */
  readonly problems: readonly Phrase[];
}

/** Files that hold names of so many classes; upstream's notebook downloads them beside its checkpoints. */
const UPSTREAM: ReadonlyMap<number, string> = new Map([
  [1000, 'ilsvrc2012_wordnet_lemmas.txt'],
  [21843, 'imagenet21k_wordnet_lemmas.txt'],
]);
/** The names of ImageNet-21k take 0.8 MB. */
const LIMIT = 8 << 20;

/**
 * The config's `labels` and nothing else where it has some; else the first file beside the checkpoint that has a name for each
 * class: `<checkpoint>.labels.txt`, `labels.txt`, upstream's. Never rejects.
 */
export async function findLabels({ labels, directory, checkpoint, classes }: LabelsWanted, disk: Pick<Disk, 'read'>): Promise<LabelsFound> {
  if (labels !== null && typeof labels !== 'string') return counted(labels, phrase`the config's \`labels\``, classes);
  if (labels !== null) {
    const read = await readNames(resolve(directory, labels), disk);
    if (read.ok) return counted(read.names, phrase`${basename(labels)}`, classes);
    return { names: null, from: null, problems: [phrase`${labels} can't be read: ${read.reason ?? phrase`there is no such file or directory`}.`] };
  }
  const base = basename(checkpoint, extname(checkpoint));
  const problems: Phrase[] = [];
  for (const name of [`${base}.labels.txt`, 'labels.txt', ...[UPSTREAM.get(classes) ?? []].flat()]) {
    const read = await readNames(join(dirname(checkpoint), name), disk);
    if (!read.ok) {
      if (read.reason !== null) problems.push(phrase`${name} can't be read: ${read.reason}.`);
      continue;
    }
    const found = counted(read.names, phrase`${name}`, classes);
    if (found.names !== null) return { ...found, problems };
    problems.push(...found.problems);
  }
  return { names: null, from: null, problems };
}

function counted(names: readonly string[], from: Phrase, classes: number): LabelsFound {
  if (names.length === classes) return { names, from, problems: [] };
  const problem =
    names.length === 1
      ? phrase`${from} has 1 name, and the model ${classes} classes.`
      : phrase`${from} has ${names.length} names, and the model ${classes} classes.`;
  return { names: null, from: null, problems: [problem] };
}

export type Names = { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly reason: Phrase | null };

/** A name on each line, trimmed; empty lines at the end are none. `reason` is null for a file that is not there. */
export async function readNames(path: string, disk: Pick<Disk, 'read'>): Promise<Names> {
  let bytes: Uint8Array;
  try {
    bytes = await disk.read(path, LIMIT);
  } catch (error) {
    return { ok: false, reason: codeOf(error) === 'ENOENT' ? null : reasonOf(error) };
  }
  if (bytes.length > LIMIT) return { ok: false, reason: phrase`it has more than ${LIMIT >> 20} MiB` };
  const decoded = decode(bytes);
  if (!decoded.ok) return { ok: false, reason: phrase`it is not text in UTF-8` };
  const names = decoded.text.split(/\r\n|\n|\r/).map((line) => line.trim());
  return { ok: true, names: names.slice(0, names.findLastIndex((name) => name !== '') + 1) };
}
