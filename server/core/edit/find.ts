/** Where a dotted path leads in a document. */
import type { ConfigDocument, ConfigNode, Entry, MappingNode } from '../syntax/tree';
import { entryOf } from '../syntax/tree';

export interface Found {
  readonly parent: MappingNode;
  /** The entry whose value `parent` is; undefined for the root. */
  readonly owner: Entry | undefined;
  readonly entry: Entry | undefined;
  /** Whether the way to `parent` leads through an alias or a merge, so that an insertion would change other places too. */
  readonly shared: boolean;
}

/** Looks up a dotted path. undefined when the mapping that would hold the key is not there. */
export function find(document: ConfigDocument, path: string): Found | undefined {
  const keys = path.split('.');
  const last = keys.pop();
  let at: ConfigNode | null | undefined = document.root;
  let owner: Entry | undefined;
  let shared = false;
  for (const key of keys) {
    owner = entryOf(at, key);
    shared ||= owner?.alias !== undefined || owner?.merged !== undefined;
    at = owner?.value;
  }
  return at?.kind === 'mapping' && last !== undefined ? { parent: at, owner, entry: entryOf(at, last), shared } : undefined;
}

/** The key at the end of a dotted path. */
export function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
