import type { DocumentAnalysis } from '../analysis';
import { eolOf, indentOf, lineEnd, lineStart } from '../edit/lines';
import type { Finding } from '../finding';
import { english } from '../phrase';
import { configStart } from '../rules/pythonScope';
import { type Directive, directivesOf, SIGN } from '../rules/silence';
import type { ConfigNode } from '../syntax/tree';
import type { Range, TextEdit } from '../text';

/** What keeps a text from being read is not ignored away. */
const NEVER: ReadonlySet<string> = new Set(['syntax', 'too-large']);

/** Whether people may want such a finding out of their sight. */
export function mayBeIgnored(code: string): boolean {
  return !NEVER.has(code);
}

/**
 * A comment that silences a finding where it stands, and with it at most those of its code on its line; null where none can.
 * Each place a comment could stand is tried: the text has to say what it said, and every other finding has to stay.
 */
export function ignoreHere(analysis: DocumentAnalysis, finding: Finding): TextEdit | null {
  if (analysis.options.syntax === 'json' || !mayBeIgnored(finding.code)) return null;
  return places(analysis, finding).find((edit) => silencesAlone(edit, analysis, finding)) ?? null;
}

/** From the least to the most intrusive. */
function places({ document, text }: DocumentAnalysis, { code, range }: Finding): TextEdit[] {
  const line: Range = { start: lineStart(text, range.start), end: lineEnd(text, range.start) };
  const content = line.start + text.slice(line.start, line.end).trimEnd().length;
  const comment = document.comments.find((candidate) => candidate.range.start > line.start && candidate.range.start < line.end)?.range;
  const { directives } = directivesOf(document);
  const behind = directives.find(({ codes }) => codes.some((c) => line.start <= c.range.start && c.range.start < line.end));
  const above = directives.find(({ codes, scope }) => scope?.start === line.start && codes.every((c) => c.range.end <= line.start));
  const written = `${SIGN} ignore=${code}`;
  const edits: TextEdit[] = [];
  if (behind !== undefined) edits.push(...added(behind, code));
  if (above !== undefined) edits.push(...added(above, code));
  if (comment === undefined) edits.push(insert(content, `${document.python === undefined ? ' ' : '  '}# ${written}`));
  // In front of the first key a comment would hold for the whole document.
  const first = document.python === undefined ? document.root?.range.start : configStart(document);
  if (first !== undefined && line.start > first) {
    const indent = indentOf(text, line.start + text.slice(line.start, content).search(/\S|$/));
    edits.push(insert(line.start, `${indent}# ${written}${eolOf(text)}`));
  }
  // A comment that is there becomes the reason.
  if (comment !== undefined) edits.push(insert(comment.start + 1, ` ${written} --${text[comment.start + 1] === ' ' ? '' : ' '}`));
  return edits;
}

function insert(at: number, newText: string): TextEdit {
  return { range: { start: at, end: at }, newText };
}

function added({ codes }: Directive, code: string): TextEdit[] {
  const last = codes.at(-1);
  return last === undefined ? [] : [insert(last.range.end, `, ${code}`)];
}

function silencesAlone(edit: TextEdit, before: DocumentAnalysis, finding: Finding): boolean {
  const after = before.edited([edit]);
  const line = lineStart(before.text, finding.range.start);
  const stays = before.findings.filter(({ code, range }) => code !== finding.code || lineStart(before.text, range.start) !== line);
  const said = (findings: readonly Finding[]) => findings.map(({ code, message }) => `${code} ${english(message)}`).sort();
  const [left, expected] = [said(after.findings), said(stays)];
  return left.length === expected.length && left.every((one, i) => one === expected[i]) && sameNode(before.document.root, after.document.root);
}

/** Whether two trees hold the same, wherever it stands. */
function sameNode(a: ConfigNode | null, b: ConfigNode | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'scalar') return b.kind === 'scalar' && Object.is(a.value, b.value) && a.quoted === b.quoted;
  if (a.kind === 'unknown') return b.kind === 'unknown';
  if (a.kind === 'sequence')
    return b.kind === 'sequence' && a.items.length === b.items.length && a.items.every((item, i) => sameNode(item, b.items[i] ?? null));
  if (b.kind !== 'mapping' || a.entries.length !== b.entries.length) return false;
  return a.entries.every(({ key, value }, i) => key === b.entries[i]?.key && sameNode(value, b.entries[i]?.value ?? null));
}
