/** Where the file of an imported module may be: computing with paths alone, so whoever reads files can ask for them in this order. */

/** Further up than this nothing is looked for. */
const MOST_FOLDERS = 16;

const IDENTIFIER = /^[\p{L}\p{N}_]+$/u;

export interface Around {
  /** Further folders that absolute imports may start in, asked last: the current one, a workspace's. */
  readonly roots?: readonly string[];
  /** A folder above which nothing is looked for. */
  readonly top?: string;
}

/**
 * The paths that `dotted` may mean in the file `from`, the likeliest first; paths have slashes between their parts. A
 * relative import (`level` dots) has one folder to start in. An absolute one starts in the file's own folder, which is the
 * script's, then in each above it, as the nearest that holds the package is the checkout the file is part of. A package
 * (`models/__init__.py`) goes before a module (`models.py`), as in Python. Empty for what is no name of a module.
 */
export function candidates(from: string, dotted: string, level: number, { roots = [], top }: Around = {}): string[] {
  const names = dotted === '' ? [] : dotted.split('.');
  if (!names.every((name) => IDENTIFIER.test(name)) || (level === 0 && names.length === 0)) return [];
  const above = foldersAbove(from, top);
  const starts = level === 0 ? [...new Set([...above, ...roots.map((root) => root.replace(/\/+$/, ''))])] : above.slice(level - 1, level);
  return starts.flatMap((start) => {
    const path = [start, ...names].join('/');
    return names.length === 0 ? [`${path}/__init__.py`] : [`${path}/__init__.py`, `${path}.py`];
  });
}

/** The folder of a file and those above it, without a slash at their end: the root is empty. */
function foldersAbove(path: string, top: string | undefined): string[] {
  const last = top?.replace(/\/+$/, '');
  const folders: string[] = [];
  let folder = path;
  while (folders.length < MOST_FOLDERS) {
    const slash = folder.lastIndexOf('/');
    if (slash < 0) break;
    folder = folder.slice(0, slash);
    folders.push(folder);
    if (folder === last) break;
  }
  return folders;
}
