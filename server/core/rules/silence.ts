/**
 * Silencing by comment: `# vit-config: ignore=code, code` and, after ` -- `, a reason in free words.
 * - before the first key of a document it holds for the whole document;
 * - behind something on its line it holds for the findings that begin on that line;
 * - alone on a line it holds for the next line that has content and, when an entry begins there, for all of that entry.
 * In Python, before the first statement of a config's function holds for that config, and in the module's head for all.
 * Python's JSON has no comments, so a comment in a JSON file silences nothing (and is itself an error).
 */

import type { Finding } from '../finding';
import { lineEnd, lineStart, nextLine } from '../syntax/lines';
import { type Comment, type ConfigDocument, type ConfigNode, isLeaf } from '../syntax/tree';
import type { Range } from '../text';
import { scopeInPython } from './pythonScope';

export interface Directive {
  /** Each code with its place in the document. */
  readonly codes: readonly { readonly code: string; readonly range: Range }[];
  /** The part of the document for which it holds: findings that begin in it. null when it holds nowhere. */
  readonly scope: Range | null;
}

export interface BadDirective {
  readonly range: Range;
  readonly text: string;
}

export interface Directives {
  readonly directives: readonly Directive[];
  /** Comments addressed to us that say something else than `ignore=`. */
  readonly bad: readonly BadDirective[];
}

/** More than anyone writes; they keep the work for a text of nothing but comments short. */
const MOST_DIRECTIVES = 200;
const MOST_CODES = 100;
/** Blank lines and comments between a comment and what it is about. */
const MOST_SKIPPED = 1000;

/** How comments address us. */
export const SIGN = 'vit-config:';

export function directivesOf(document: ConfigDocument): Directives {
  const directives: Directive[] = [];
  const bad: BadDirective[] = [];
  if (document.syntax === 'json') return { directives, bad };
  for (const comment of commentsOf(document)) {
    if (!comment.text.startsWith(SIGN)) continue;
    if (directives.length + bad.length >= MOST_DIRECTIVES) break;
    const scope = scopeOf(document, comment);
    // About another config of the file.
    if (scope === null && document.python !== undefined) continue;
    const source = document.text.slice(comment.range.start, comment.range.end).trimEnd();
    const afterSign = source.indexOf(SIGN) + SIGN.length;
    const start = afterSign + source.slice(afterSign).search(/\S|$/);
    const body = source.slice(start);
    const reason = /\s--(?=\s|$)/.exec(body)?.index ?? body.length;
    const ignore = /^ignore\s*=/.exec(body)?.[0] ?? '';
    const list = body.slice(ignore.length, reason);
    const base = comment.range.start + start;
    // It says with what to call a config's function.
    if (document.python !== undefined && /^args\s*=/.test(body)) continue;
    if (ignore === '' || list.trim() === '') {
      bad.push({ range: { start: base, end: base + body.length }, text: body });
      continue;
    }
    const codes: { code: string; range: Range }[] = [];
    for (const { 0: code, index } of list.matchAll(/[^,\s]+/g)) {
      if (codes.length >= MOST_CODES) break;
      const at = base + ignore.length + index;
      codes.push({ code, range: { start: at, end: at + code.length } });
    }
    directives.push({ codes, scope });
  }
  return { directives, bad };
}

/** The comments that may be about a document: its own, and of a Python file those that stand outside of all functions. */
export function commentsOf({ comments, python }: ConfigDocument): readonly Comment[] {
  return python === undefined
    ? comments
    : [...python.around.filter(({ range }) => range.end < python.extent.start || range.start > python.extent.end), ...comments];
}

/** The findings that no comment and no setting silences. */
export function withoutSilenced(findings: readonly Finding[], directives: readonly Directive[], ignore: readonly string[]): Finding[] {
  const everywhere = new Set(ignore);
  return findings.filter(({ code, range }) => {
    if (everywhere.has(code)) return false;
    return !directives.some(
      ({ codes, scope }) => scope !== null && scope.start <= range.start && range.start <= scope.end && codes.some((c) => c.code === code),
    );
  });
}

function scopeOf(document: ConfigDocument, comment: Comment): Range | null {
  const { root, text, python } = document;
  if (python !== undefined) return scopeInPython(document, python, comment);
  if (root === null || comment.range.start < root.range.start) return { start: 0, end: text.length };
  const start = lineStart(text, comment.range.start);
  if (text.slice(start, comment.range.start).trim() !== '') return { start, end: comment.range.start };
  let from = nextLine(text, comment.range.start);
  for (let skipped = 0; /^[\t ]*(?:#|$)/.test(text.slice(from, lineEnd(text, from))); skipped++) {
    if (from >= text.length || skipped > MOST_SKIPPED) return null;
    from = nextLine(text, from);
  }
  const line = { start: from, end: lineEnd(text, from) };
  const entry = entryFrom(root, line);
  return entry === null ? line : { start: line.start, end: Math.max(line.end, entry.end) };
}

/** The outermost entry that begins within `line`. */
function entryFrom(node: ConfigNode, line: Range): Range | null {
  if (isLeaf(node)) return null;
  const children =
    node.kind === 'sequence'
      ? node.items.map((value) => ({ range: value.range, value }))
      : node.entries.filter(({ alias, merged }) => alias === undefined && merged === undefined);
  for (const { range, value } of children) {
    if (range.start >= line.start && range.start <= line.end) return range;
    if (range.start < line.start && line.start <= range.end) {
      const inner = entryFrom(value, line);
      if (inner !== null) return inner;
    }
  }
  return null;
}
