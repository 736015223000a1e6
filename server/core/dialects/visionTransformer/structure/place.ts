import type { ConfigDocument, ConfigNode, Entry, MappingNode } from '../../../syntax/tree';
import { entryOf } from '../../../syntax/tree';
import type { Range } from '../../../text';
import type { SchemaName } from '../../schemaDocs';

/** A mapping of the document that is checked against one form's schema. */
export interface Scope {
  readonly document: ConfigDocument;
  readonly form: SchemaName;
  readonly node: MappingNode;
  /** Path of `node` from the document's root with a trailing dot. */
  readonly prefix: string;
  /** Where findings about the whole of it stand. */
  readonly anchor: Range;
  /** Whether the author says by the file's name that this is a model's config and nothing else. */
  readonly certain: boolean;
}

/** A JSON Pointer of a schema error, found again in the tree. */
export interface Place {
  /** Dotted, below the scope's root: `patches.size`, `resnet.num_layers.2`. */
  readonly path: string;
  readonly node: ConfigNode;
  /** The last entry on the way; undefined for the scope's root. */
  readonly entry: Entry | undefined;
  /** Of an item of a list: its index. */
  readonly index: number | undefined;
  /** Where the value stands in this place: the alias where it is one. */
  readonly range: Range;
  /** Whether the way leads through an alias or a merge, so that an edit would change other places too. */
  readonly shared: boolean;
}

export function placeOf(scope: Scope, pointer: string): Place | null {
  let node: ConfigNode = scope.node;
  let entry: Entry | undefined;
  let index: number | undefined;
  let shared = false;
  const tokens = pointer === '' ? [] : pointer.slice(1).split('/');
  const path = tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const token of path) {
    index = undefined;
    if (node.kind === 'sequence') {
      index = Number(token);
      const item: ConfigNode | undefined = node.items[index];
      if (item === undefined) return null;
      node = item;
    } else {
      const next = entryOf(node, token);
      if (next === undefined) return null;
      shared ||= next.alias !== undefined || next.merged !== undefined;
      entry = next;
      node = next.value;
    }
  }
  const range = index === undefined && entry?.alias !== undefined ? entry.alias : node.range;
  return { path: path.join('.'), node, entry, index, range, shared };
}
