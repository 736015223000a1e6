/** What can be done about what a ConfigDict refuses: a value of another type, a new key where keys are locked, a key that is no text. */

import { eolOf, indentOf, lineEnd, lineStart } from '../edit/lines';
import { nearest } from '../edit/nearest';
import { stepOf } from '../edit/python/insert';
import { isIdentifier, pythonLiteral } from '../edit/python/literal';
import { PythonText, statementOf } from '../edit/python/source';
import type { Fix } from '../finding';
import { english, type Phrase, phrase, verbatim } from '../phrase';
import { readEdited } from '../syntax';
import { type ConfigDocument, type ConfigNode, type MappingNode, type PythonPlace, type SyntaxProblem } from '../syntax/tree';
import { contains, type Range, type TextEdit } from '../text';
import { titled } from '../title';

/** Each is tried: the mended text is read again, and what was said must be gone from it and nothing have come. */
export function configDictFixes(problem: SyntaxProblem, document: ConfigDocument): Fix[] {
  const { python } = document;
  if (python === undefined || problem.range.origin !== undefined) return [];
  return fixesOf(problem, document, python).filter(({ edits }) => mends(edits, problem, document));
}

function fixesOf(problem: SyntaxProblem, document: ConfigDocument, python: PythonPlace): Fix[] {
  if (problem.code === 'config-dict-type') return typeFixes(problem, document, python);
  if (problem.code === 'config-dict-locked') return lockFixes(problem.range, document, python);
  return problem.code === 'config-dict-key' ? keyFixes(problem.range, document) : [];
}

function mends(edits: readonly TextEdit[], problem: SyntaxProblem, document: ConfigDocument): boolean {
  const { root, problems } = readEdited(document, edits);
  const said = english(problem.message);
  const isIt = ({ code, message }: SyntaxProblem) => code === problem.code && english(message) === said;
  return root !== null && problems.length < document.problems.length && problems.filter(isIt).length < document.problems.filter(isIt).length;
}

const WHOLE = /^[+-]?(?:0|[1-9][\d_]*)$/;
const FLOAT = /^([+-]?(?:0|[1-9][\d_]*))\.0*$/;
const QUOTED = /^(['"])([^'"\\]*)\1$/;

/** The value in the type that the field has, or the field in the type that the value has from the start. */
function typeFixes({ range, related = [] }: SyntaxProblem, { text }: ConfigDocument, python: PythonPlace): Fix[] {
  const [before] = related;
  const first = before?.range.origin?.file == null ? (before?.range.origin?.range ?? before?.range) : undefined;
  if (first === undefined) return [];
  const [old, now] = [text.slice(first.start, first.end), text.slice(range.start, range.end)];
  const fixes: Fix[] = [];
  const change = (at: Range, newText: string, consequence: Phrase, safe: Pick<Fix, 'safe'> = {}) => {
    const title = titled(phrase`Change ${text.slice(at.start, at.end)} to ${newText}`, consequence);
    fixes.push({ title, edits: [{ range: { start: at.start, end: at.end }, newText }], ...safe });
  };
  const [, whole] = FLOAT.exec(now) ?? [];
  const [, , inner] = QUOTED.exec(now) ?? [];
  if (WHOLE.test(old)) {
    if (whole !== undefined) change(range, whole, phrase`the same number, as a whole one`, { safe: true });
    else if (inner !== undefined && WHOLE.test(inner)) change(range, inner, phrase`the number without quotes`, { safe: true });
    else if (/^[+-]?[\d._]+(?:[eE][+-]?\d+)?$/.test(now)) {
      const where = functionAround(text, first.start, python);
      change(first, `${old}.0`, where === null ? phrase`a float from the start` : phrase`a float from the start, in ${where}`);
    }
  } else if (/^[+-]?\d[\d_]*\./.test(old)) {
    if (inner !== undefined && Number.isFinite(Number(inner)) && inner.trim() !== '') change(range, inner, phrase`the number without quotes`, { safe: true });
  } else if (QUOTED.test(old) && (WHOLE.test(now) || FLOAT.test(now))) {
    change(range, pythonLiteral(now), phrase`the number as text`);
  }
  return fixes;
}

/** The other function of the file that an offset is in; null in the config's own text. */
function functionAround(text: string, offset: number, { extent }: PythonPlace): string | null {
  if (contains(extent, offset)) return null;
  const names = [...text.slice(0, offset).matchAll(/^def (\w+)/gm)];
  return names.at(-1)?.[1] ?? null;
}

/** The key that is meant, the lock opened for the statement, or no such key. */
function lockFixes(range: Range, document: ConfigDocument, { extent }: PythonPlace): Fix[] {
  const { text } = document;
  const source = new PythonText(document, extent);
  const written = source.keyAt(range);
  const typed = text.slice(range.start, range.end);
  const key = QUOTED.exec(typed)?.[2] ?? typed;
  const fixes: Fix[] = [];
  const near = nearest(
    key,
    siblingsOf(document.root, range).filter((name) => name !== key),
  );
  if (near !== null && isIdentifier(near)) {
    fixes.push({ title: phrase`Rename ${key} to ${near}`, edits: [{ range: { start: range.start, end: range.end }, newText: typed.replace(key, near) }] });
  }
  const statement = written?.form === 'statement' ? written.statement : null;
  if (written?.form !== 'statement' || statement === null || statementOf(statement) !== statement || !source.isAlone(statement)) return fixes;
  const variable = /^\w+/.exec(written.access)?.[0];
  if (variable === undefined || text.slice(statement.from, statement.to).includes('\n')) return fixes;
  const indent = indentOf(text, statement.from);
  const [from, to] = [lineStart(text, statement.from), lineEnd(text, statement.to)];
  const lines = [`${indent}with ${variable}.unlocked():`, indent + stepOf(indent) + text.slice(statement.from, to)];
  const opened = verbatim(`with ${variable}.unlocked():`);
  fixes.push({ title: titled(opened, phrase`a new key on purpose`), edits: [{ range: { start: from, end: to }, newText: lines.join(eolOf(text)) }] });
  return fixes;
}

/** Keys that stand beside the one at a range. */
function siblingsOf(root: ConfigNode | null, { start }: Range): string[] {
  const mapping = root === null ? null : mappingWith(root, start);
  return mapping?.entries.map(({ key }) => key) ?? [];
}

function mappingWith(node: ConfigNode, at: number): MappingNode | null {
  if (node.kind !== 'mapping') return null;
  if (node.entries.some(({ keyRange }) => keyRange.start === at && keyRange.origin === undefined)) return node;
  return node.entries.reduce<MappingNode | null>((found, { value }) => found ?? mappingWith(value, at), null);
}

function keyFixes({ start, end }: Range, { text }: ConfigDocument): Fix[] {
  const typed = text.slice(start, end);
  if (!WHOLE.test(typed)) return [];
  const newText = pythonLiteral(typed);
  return [{ title: titled(phrase`Change ${typed} to ${newText}`, phrase`text, as all the other keys`), edits: [{ range: { start, end }, newText }] }];
}
