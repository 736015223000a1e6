/**
 * Names of a tree of parameters as upstream's loader renames them: `flax.training.checkpoints.convert_pre_linen`, which counts
 * the modules of each class from 0 where older checkpoints numbered all modules of a level through.
 */

/** A level of the tree: a name's leaf is the place of the name in the list. */
type Tree = Map<string, Tree | number>;

/** Deeper names than any model has are left alone, so that no name can exhaust the stack. */
const DEEPEST = 64;

/**
 * The name of each of these in Linen's numbering. Null for a name that the tree has no place for: upstream's `recover_tree` gives
 * a level's place to a subtree before a leaf, and that of two equal names to the last.
 */
export function linenNames(names: readonly string[]): (string | null)[] {
  const renamed: (string | null)[] = names.map(() => null);
  const root: Tree = new Map();
  names.forEach((name, place) => {
    const path = name.split('/');
    if (path.length > DEEPEST) renamed[place] = name;
    else plant(root, path, place);
  });
  rename(root, '', renamed);
  return renamed;
}

function plant(root: Tree, path: readonly string[], leaf: number): void {
  let level = root;
  const last = path.length - 1;
  for (let depth = 0; depth < last; depth++) {
    const key = path[depth] ?? '';
    let next = level.get(key);
    if (next === undefined || typeof next === 'number') {
      next = new Map();
      level.set(key, next);
    }
    level = next;
  }
  const key = path[last] ?? '';
  if (!(level.get(key) instanceof Map)) level.set(key, leaf);
}

function rename(level: Tree, prefix: string, renamed: (string | null)[]): void {
  const counts = new Map<string, number>();
  for (const key of naturallySorted([...level.keys()])) {
    const numbered = /^(.*)_\d+$/.exec(key)?.[1];
    let name = key;
    if (numbered !== undefined) {
      const count = counts.get(numbered) ?? 0;
      counts.set(numbered, count + 1);
      name = `${numbered}_${count}`;
    }
    const inner = level.get(key);
    if (typeof inner === 'number') renamed[inner] = prefix + name;
    else if (inner !== undefined) rename(inner, `${prefix}${name}/`, renamed);
  }
}

const NUMBER = /([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)/;

/** flax's `natural_sort`: the numbers in a name count as numbers. */
function naturallySorted(names: readonly string[]): string[] {
  // A split by a group has texts at its even places and the numbers between them at the odd ones.
  const keyed = names.map((name) => ({ name, key: name.split(NUMBER).map((part, i) => (i % 2 === 1 ? Number(part) : part)) }));
  keyed.sort((a, b) => {
    for (let i = 0; i < Math.min(a.key.length, b.key.length); i++) {
      const [left = '', right = ''] = [a.key[i], b.key[i]];
      if (left !== right) return left < right ? -1 : 1;
    }
    return a.key.length - b.key.length;
  });
  return keyed.map(({ name }) => name);
}
