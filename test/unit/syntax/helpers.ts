import type { ConfigDocument, ConfigNode, ScalarNode } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';

/** What the consumer gets: for a scalar its reading, for a mapping the last of equal keys. */
export function consumed(node: ConfigNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'unknown') return undefined;
  if (node.kind === 'scalar') return node.consumer === undefined ? node.value : node.consumer.value;
  if (node.kind === 'sequence') return node.items.map(consumed);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, consumed(value)]));
}

/** What the author means, by values. */
export function meant(node: ConfigNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'unknown') return null;
  if (node.kind === 'sequence') return node.items.map(meant);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, meant(value)]));
}

/** The problems as `code: marked text: message`. */
export function problemsOf(document: ConfigDocument): string[] {
  return inEnglish(document.problems).map(({ code, range, message }) => `${code}: ${JSON.stringify(document.text.slice(range.start, range.end))}: ${message}`);
}

export function scalarAt(node: ConfigNode | null, key: string): ScalarNode {
  const value = node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
  if (value?.kind !== 'scalar') throw new Error(`no scalar at ${key}`);
  return value;
}
