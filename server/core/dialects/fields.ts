/** Walking the fields of a spec, whatever its architecture; a LiT text tower is itself the value of a field. */
import type { Field, ModelSpec } from './spec';

function isField(value: object): value is Field<unknown> {
  return 'known' in value && 'key' in value;
}

/** Every field below `node`, nested ones included. */
export function fieldsOf(node: object): Field<unknown>[] {
  const found: Field<unknown>[] = [];
  const visit = (at: unknown): void => {
    if (at === null || typeof at !== 'object' || Array.isArray(at)) return;
    if (!isField(at)) {
      for (const child of Object.values(at)) visit(child);
      return;
    }
    found.push(at);
    if (at.known) visit(at.value);
  };
  visit(node);
  return found;
}

/** The value of a known field, null otherwise. */
export const valueOf = <T>(field: Field<T>): T | null => (field.known ? field.value : null);

/** The spec with another value in every field of this key; the same spec if there is none. */
export function withField(spec: ModelSpec, key: string, value: unknown): ModelSpec {
  return replaced(spec, (field) => field.key === key, value);
}

/** The spec with another value in this very field (found by identity, since several fields may share a key). */
export function withValue<T>(spec: ModelSpec, field: Field<T>, value: T): ModelSpec {
  return replaced(spec, (candidate) => candidate === field, value);
}

/** Copies only what leads to a change. */
function replaced(spec: ModelSpec, matches: (field: Field<unknown>) => boolean, value: unknown): ModelSpec {
  const visit = (at: unknown): unknown => {
    if (at === null || typeof at !== 'object' || Array.isArray(at)) return at;
    if (isField(at) && matches(at)) return { ...at, known: true, value, source: 'config' };
    let copy: Record<string, unknown> | undefined;
    for (const [name, child] of Object.entries(at)) {
      // The document's own tree and what it came from hold no fields.
      const changed = name === 'node' || name === 'python' ? child : visit(child);
      if (changed === child) continue;
      copy ??= { ...(at as Record<string, unknown>) };
      copy[name] = changed;
    }
    return copy ?? at;
  };
  return visit(spec) as ModelSpec;
}
