/** Walking the parser's tree. */
import type { SyntaxNode } from '@lezer/common';
import type { Span } from './ast';

/** Without comments and marks of errors. */
export function children(node: SyntaxNode | null): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (!child.type.isError && child.name !== 'Comment') found.push(child);
  }
  return found;
}

/** What is between the brackets. */
export function inner(node: SyntaxNode): SyntaxNode[] {
  return children(node).filter(({ name }) => !/^[()[\]{}]$/.test(name));
}

/** Between commas. */
export function grouped(parts: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const part of parts) {
    if (part.name === ',') groups.push([]);
    else groups.at(-1)?.push(part);
  }
  return groups;
}

/** A broken node goes to where the parser went on; what it holds ends earlier. */
export function placeOf(node: SyntaxNode): Span {
  let last: SyntaxNode | null = node;
  while (last?.lastChild?.type.isError) {
    const before: SyntaxNode | null = last.lastChild.prevSibling;
    if (before === null) break;
    last = before;
  }
  return { start: node.from, end: Math.max(node.from, last?.to ?? node.to) };
}
