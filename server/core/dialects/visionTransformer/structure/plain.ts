/** The tree as the plain value a schema validator takes, and what such a value can't say. */
import type { ConfigNode, Entry, MappingNode, ScalarNode, Syntax } from '../../../syntax/tree';
import { isNull, writtenWhole } from '../reader';

/** A number whose value a schema would accept where the consumer does not. */
export interface OddNumber {
  readonly pointer: string;
  readonly node: ScalarNode;
  /** `float`: whole, but written so that Python makes a float of it. `huge`: beyond what a double counts exactly. */
  readonly fault: 'float' | 'huge';
}

export interface Plain {
  readonly value: unknown;
  readonly odd: readonly OddNumber[];
}

/** No form nests deeper, and no list of a form is longer; what is beyond is no key of ours. */
const MAX_DEPTH = 6;
const MAX_ITEMS = 64;

/** Shared nodes (aliases) are built once, and nothing is built below the depth of the schemas: an alias bomb costs nothing. */
export function plainOf(root: MappingNode): Plain {
  const odd: OddNumber[] = [];
  const built = new Map<ConfigNode, unknown>();

  const build = (node: ConfigNode, pointer: string, depth: number): unknown => {
    if (node.kind === 'scalar') {
      const fault = typeof node.value === 'number' ? faultOf(node, node.value) : undefined;
      if (fault !== undefined) odd.push({ pointer, node, fault });
      return node.value;
    }
    // Whatever a schema says of it is not heard.
    if (node.kind === 'unknown' || depth > MAX_DEPTH) return null;
    const before = built.get(node);
    if (before !== undefined) return before;
    if (node.kind === 'sequence') {
      const list: unknown[] = [];
      built.set(node, list);
      for (const item of node.items.slice(0, MAX_ITEMS)) list.push(build(item, `${pointer}/${list.length}`, depth + 1));
      return list;
    }
    // Without a prototype, so that `__proto__` and `constructor` are keys like any other.
    const object: Record<string, unknown> = Object.create(null);
    built.set(node, object);
    for (const entry of node.entries) {
      if (entry.merged !== undefined && entry.key in object) continue;
      object[entry.key] = build(entry.value, `${pointer}/${entry.key}`, depth + 1);
    }
    return object;
  };
  return { value: build(root, '', 0), odd };
}

function faultOf(node: ScalarNode, value: number): OddNumber['fault'] | undefined {
  if (!Number.isInteger(value)) return undefined;
  if (!Number.isSafeInteger(value)) return 'huge';
  return writtenWhole(node) ? undefined : 'float';
}

/** A value that could not be read: the syntax problem there says all there is to say. */
export function unreadable(entry: Entry, syntax: Syntax): boolean {
  const { value } = entry;
  if (value.kind !== 'scalar' || !isNull(value) || value.text !== '') return false;
  // A key without its colon, an alias without its anchor, a JSON value left out.
  return syntax !== 'yaml' || entry.alias !== undefined || value.range.start === entry.keyRange.end;
}
