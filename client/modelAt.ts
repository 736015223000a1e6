import type { ModelLine } from '../server/protocol';

/** The model a cursor is in: the last that begins at its line or above. The only one is that of the whole file; above all of several it is none. */
export function modelAt(models: readonly ModelLine[], { line }: { readonly line: number }): ModelLine | undefined {
  return models.length === 1 ? models[0] : models.findLast(({ range }) => range.start.line <= line);
}
