/** What a comment of a Python file is about, where that is a config. */
import type { SyntaxNode } from '@lezer/common';
import { PythonText } from '../edit/python/source';
import { lineEnd, lineStart, nextLine } from '../syntax/lines';
import type { Comment, ConfigDocument, PythonPlace } from '../syntax/tree';
import type { Range } from '../text';

/**
 * - In the comment at the head of the module, before anything but its docstring: the whole config.
 * - Before the first statement of the config's function, or above its `def`: the whole config.
 * - Behind something on its line: that line.
 * - Alone on a line: the statement that begins on the next line with content, or that line.
 * null for a comment that is not about this config.
 */
export function scopeInPython(document: ConfigDocument, { extent }: PythonPlace, comment: Comment): Range | null {
  const { text } = document;
  const { start: at } = comment.range;
  if (isAtHead(text, at)) return extent;
  const next = behindComments(text, at);
  if (at < extent.start) return next !== null && next >= extent.start && lineStart(text, next) === lineStart(text, extent.start) ? extent : null;
  if (at > extent.end) return null;
  const line = lineStart(text, at);
  if (text.slice(line, at).trim() !== '') return { start: line, end: at };
  const { tree } = new PythonText(document, extent);
  if (at < bodyStart(tree.topNode, text)) return extent;
  return next === null ? null : statementAt(tree.resolveInner(next, 1), next, text);
}

/** Where the first statement of the config's function begins, its docstring aside; 0 where it has none. */
export function configStart(document: ConfigDocument): number {
  return document.python === undefined ? 0 : bodyStart(new PythonText(document, document.python.extent).tree.topNode, document.text);
}

function bodyStart(top: SyntaxNode, text: string): number {
  const script = top.firstChild;
  const first = script?.firstChild;
  const definition = first?.name === 'DecoratedStatement' ? first.getChild('FunctionDefinition') : first?.name === 'FunctionDefinition' ? first : null;
  const body = definition?.getChild('Body');
  for (let node = body?.firstChild ?? null; node !== null; node = node.nextSibling) {
    if (node.name === ':' || node.name === 'Comment' || isDocstring(node)) continue;
    return lineStart(text, node.from);
  }
  return 0;
}

function isDocstring({ name, firstChild }: SyntaxNode): boolean {
  return name === 'ExpressionStatement' && (firstChild?.name === 'String' || firstChild?.name === 'ContinuedString');
}

/** Whether nothing but comments and a docstring stands before it. */
function isAtHead(text: string, at: number): boolean {
  const before = text.slice(0, at).replace(/^(?:[\t ]*(?:#.*)?[\n\r])*/, '');
  return (
    before.trim() === '' || /^[rRuUbB]{0,2}(?:"""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?:[^\\"\n]|\\.)*"|'(?:[^\\'\n]|\\.)*')(?:\s|#.*)*$/s.test(before)
  );
}

/** Blank lines and comments between a comment and what it is about. */
const MOST_SKIPPED = 1000;

/** The first character behind a comment's line that is not in a comment. */
function behindComments(text: string, at: number): number | null {
  let line = nextLine(text, at);
  for (let skipped = 0; skipped <= MOST_SKIPPED && line < text.length; skipped++) {
    const content = /^[\t ]*/.exec(text.slice(line, lineEnd(text, line)))?.[0].length ?? 0;
    if (line + content < lineEnd(text, line) && text[line + content] !== '#') return line + content;
    line = nextLine(text, line);
  }
  return null;
}

/** The outermost statement, or else item, that begins at an offset; the line where there is none. */
function statementAt(node: SyntaxNode, at: number, text: string): Range {
  let end = lineEnd(text, at);
  for (let inner: SyntaxNode | null = node; inner !== null && inner.from === at; inner = inner.parent) {
    if (inner.name !== 'Script' && inner.name !== 'Body') end = Math.max(end, inner.to);
  }
  return { start: lineStart(text, at), end };
}
