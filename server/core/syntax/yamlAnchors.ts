import type { Range } from '../text';
import { MAX_ALIASED_NODES, MAX_DEPTH } from './limits';
import type { Anchor, ConfigNode } from './tree';
import type { Placed, Tokens } from './yamlTokens';

/** The anchors of a document, each with the aliases behind it that no later anchor of its name takes over. */
export function anchorsOf({ anchors, aliases }: Pick<Tokens, 'anchors' | 'aliases'>): readonly Anchor[] {
  if (anchors.length === 0) return [];
  const found: Anchor[] = [];
  const latest = new Map<string, Range[]>();
  for (const placed of [...anchors, ...aliases].sort((a, b) => a.offset - b.offset)) {
    const name = placed.source.slice(1);
    if (placed.source.startsWith('*')) {
      latest.get(name)?.push(rangeOf(placed));
    } else if (name !== '') {
      const own: Range[] = [];
      latest.set(name, own);
      found.push({ name, range: rangeOf(placed), aliases: own });
    }
  }
  return found;
}

function rangeOf({ offset, source }: Placed): Range {
  return { start: offset, end: offset + source.length };
}

/** What an anchor stands for; `node` is null while that is still being read. */
interface Anchored {
  node: ConfigNode | null;
  /** Nodes in it, aliases written out. */
  size: number;
  /** Levels of collections in it. */
  height: number;
}

/** Why an alias stands for nothing. */
export type Unresolved = 'unknown' | 'cyclic' | 'too-large';

/** The anchors of a document, with a count of what the tree would hold with every alias written out. */
export class Anchors {
  readonly #anchored = new Map<string, Anchored>();
  #size = 0;
  #aliased = 0;
  #deepest = 0;

  /** Counts a node at a depth. */
  count(depth: number): void {
    this.#size++;
    this.#deepest = Math.max(this.#deepest, depth);
  }

  /** Reads, by `read`, the node that an anchor at a depth stands for. */
  define<N extends ConfigNode>(name: string, depth: number, read: () => N): N {
    const anchored: Anchored = { node: null, size: 0, height: 0 };
    this.#anchored.set(name, anchored);
    const [size, deepest] = [this.#size, this.#deepest];
    this.#deepest = depth;
    const node = read();
    anchored.node = node;
    anchored.size = this.#size - size;
    anchored.height = this.#deepest - depth;
    this.#deepest = Math.max(deepest, this.#deepest);
    return node;
  }

  /** The node that an alias at a depth stands for, counted. */
  resolve(name: string, depth: number): ConfigNode | Unresolved {
    const anchored = this.#anchored.get(name);
    if (anchored === undefined) return 'unknown';
    if (anchored.node === null) return 'cyclic';
    this.#aliased += anchored.size;
    if (this.#aliased > MAX_ALIASED_NODES || depth + anchored.height > MAX_DEPTH) return 'too-large';
    this.#size += anchored.size;
    this.#deepest = Math.max(this.#deepest, depth + anchored.height);
    return anchored.node;
  }
}
