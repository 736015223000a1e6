import type { ArchitectureSpec, Field, ModelSpec } from '../dialects/spec';

function isField(value: unknown): value is Field<unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && 'known' in value && 'key' in value;
}

/** Every field of an architecture, nested ones included (a LiT text tower is itself the value of a field). */
export function fieldsOf(architecture: ArchitectureSpec): Field<unknown>[] {
  const found: Field<unknown>[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
    if (isField(node)) {
      found.push(node);
      if (node.known) visit(node.value);
      return;
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(architecture);
  return found;
}

/** The spec with another value in this very field (found by identity, since several fields may share a key). */
export function withValue<T>(spec: ModelSpec, field: Field<T>, value: T): ModelSpec {
  const visit = (node: unknown): unknown => {
    if (node === field) return { ...field, known: true, value, source: 'config' };
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return node;
    let copy: Record<string, unknown> | undefined;
    for (const [name, child] of Object.entries(node)) {
      const changed = visit(child);
      if (changed === child) continue;
      copy ??= { ...(node as Record<string, unknown>) };
      copy[name] = changed;
    }
    return copy ?? node;
  };
  return { ...spec, architecture: visit(spec.architecture) as ArchitectureSpec };
}

/** The value of a known field, null otherwise. */
export const valueOf = <T>(field: Field<T>): T | null => (field.known ? field.value : null);
