import type { Range } from '../../text';

/** A key's name, quotes taken off. */
export function nameOf(text: string, { start, end }: Range): string {
  const source = text.slice(start, end);
  const quote = source.charAt(0);
  if (quote !== '"' && quote !== "'") return source;
  return source.slice(1, source.length > 1 && source.endsWith(quote) ? -1 : undefined);
}

export function join(path: string | null, key: string): string | null {
  if (path === null) return null;
  return path === '' ? key : `${path}.${key}`;
}
