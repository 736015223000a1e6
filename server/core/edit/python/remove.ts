/** Takes keys out of a Python config: the statements and items that write them, or, of what came in from elsewhere, by `del`. */
import type { SyntaxNode } from '@lezer/common';
import type { ConfigDocument, Entry, MappingNode, PythonPlace } from '../../syntax/tree';
import type { Range, TextEdit } from '../../text';
import { eolOf, indentOf, lineEnd, lineStart, nextLine } from '../lines';
import { isLockedElsewhere, isOwn, linesBehind, unlocking } from './insert';
import { quotesOf } from './literal';
import { PythonText, rangeOf, runsOnce, statementOf, type WrittenItem, type WrittenStatement } from './source';
import { reached } from './statements';

/** null where one of them can't be removed safely. */
export function removedPython(document: ConfigDocument, python: PythonPlace, parent: MappingNode, entries: readonly Entry[]): TextEdit[] | null {
  const source = new PythonText(document, python.extent);
  const statements: SyntaxNode[] = [];
  const items: WrittenItem[] = [];
  const deleted: string[] = [];
  const undone: TextEdit[] = [];
  for (const entry of entries) {
    if (!isOwn(entry)) {
      deleted.push(entry.key);
      continue;
    }
    const written = source.keyAt(entry.keyRange);
    if (written === null) return null;

    if (written.form === 'item') {
      if (!runsOnce(written.list, false)) return null;
      items.push(written);
    }
    const way = written.form === 'statement' ? source.wayOf(written.target) : wayBelow(parent, entry.key);
    if (way === null && written.form === 'statement') return null;
    const writers = way === null ? [] : writersOf(source, way);
    if (writers === null) return null;
    if (entry.overrides !== undefined && written.form === 'statement') {
      // Without it the key would be there again.
      undone.push({ range: rangeOf(written.statement), newText: undoing(document, parent, written, source) });
      statements.push(...writers.filter(({ from }) => from !== written.statement.from));
      continue;
    }
    if (entry.overrides !== undefined) deleted.push(entry.key);
    statements.push(...writers);
  }
  const deletions = deleting(document, python, parent, deleted);
  if (deletions === null) return null;
  const edits = [...undone, ...withoutStatements(source, statements), ...withoutItems(source, items), ...deletions];
  return edits.sort((a, b) => a.range.start - b.range.start);
}

function undoing(document: ConfigDocument, parent: MappingNode, { statement, target, access }: WrittenStatement, source: PythonText): string {
  const deletion = [`del ${source.slice(target)}`];
  if (!isLockedElsewhere(document, parent)) return deletion.join('');
  const indent = indentOf(document.text, statement.from);
  return unlocking(access, indent, deletion).join(eolOf(document.text) + indent);
}

/** One edit for all of them: what is between stays. */
export function joined(text: string, edits: readonly TextEdit[]): TextEdit | null {
  const [first] = edits;
  if (first === undefined) return null;
  let newText = '';
  let at = first.range.start;
  for (const edit of edits) {
    newText += text.slice(at, edit.range.start) + edit.newText;
    at = edit.range.end;
  }
  return { range: { start: first.range.start, end: at }, newText };
}

function wayBelow({ python }: MappingNode, key: string): string | null {
  return python?.access != null && /^[\w.]+$/.test(python.access) ? `${python.access}.${key}` : null;
}

/**
 * The statements that write what a way leads to, or below it. null where something else is done with it too, which would
 * then stop, or where they may run more than once, for other keys.
 */
export function writersOf(source: PythonText, way: string): SyntaxNode[] | null {
  const writers: SyntaxNode[] = [];
  for (const mention of source.mentions(way)) {
    const statement = statementOf(mention);
    const target = statement?.firstChild;
    if (statement == null || !/^(?:Assign|Update)Statement$/.test(statement.name) || target == null || !runsOnce(statement, false)) return null;
    // Read, not written to.
    if (mention.from < target.from || mention.to > target.to || target.name !== 'MemberExpression') return null;
    if (statement.getChildren('AssignOp').length > 1 || source.wayOf(target)?.startsWith(way) !== true) return null;
    if (!writers.some(({ from }) => from === statement.from)) writers.push(statement);
  }
  // By its name: `config.get_ref('total_steps')`.
  const key = way.slice(way.lastIndexOf('.') + 1);
  let named = false;
  source.tree.iterate({
    enter: (node) => {
      named ||= node.name === 'String' && node.node.parent?.name === 'ArgList' && source.slice(node).slice(1, -1) === key;
    },
  });
  return named ? null : writers;
}

/** Whole lines go, with the comment on them; the last statement of a block leaves `pass`. */
export function withoutStatements(source: PythonText, statements: readonly SyntaxNode[]): TextEdit[] {
  const { text } = source;
  const gone = (node: SyntaxNode) => statements.some(({ from, to }) => from === node.from && to === node.to);
  const passed = new Set<number>();
  return statements.map((statement): TextEdit => {
    const { parent: block } = statement;
    const body = block?.name === 'StatementGroup' ? block.parent : block;
    const left = body === null ? 1 : statementsIn(body).filter((node) => !gone(node)).length;
    if (body?.name === 'Body' && left === 0 && !passed.has(body.from)) {
      passed.add(body.from);
      return { range: rangeOf(statement), newText: 'pass' };
    }
    if (source.isAlone(statement)) {
      const start = lineStart(text, statement.from);
      return { range: { start, end: nextLine(text, statement.to) }, newText: '' };
    }
    // `a = 1; b = 2`
    const behind = /^[\t ]*;[\t ]*/.exec(text.slice(statement.to))?.[0].length ?? 0;
    if (behind > 0) return { range: { start: statement.from, end: statement.to + behind }, newText: '' };
    const before = /[\t ]*;[\t ]*$/.exec(text.slice(0, statement.from))?.[0].length ?? 0;
    return { range: { start: statement.from - before, end: statement.to }, newText: '' };
  });
}

function statementsIn(body: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let node = body.firstChild; node !== null; node = node.nextSibling) {
    if (node.name === 'StatementGroup') found.push(...statementsIn(node));
    else if (/(?:Statement|Definition)$/.test(node.name)) found.push(node);
  }
  return found;
}

/** With the comma behind each, or before the last; an item on lines of its own with these. */
function withoutItems(source: PythonText, items: readonly WrittenItem[]): TextEdit[] {
  const { text } = source;
  const edits: TextEdit[] = [];
  for (const list of new Map(items.map((item) => [item.list.from, item.list])).values()) {
    const all = source.itemsOf(list);
    const gone = all.map(({ start }) => items.some(({ key }) => key.start === start));
    const staying = gone.lastIndexOf(false);
    let tail = false;
    all.forEach((item, i) => {
      const next = all[i + 1];
      if (!gone[i] || tail) return;
      const lines = ownLines(text, item);
      if (lines !== null && (i < staying || staying === -1 || endsInComma(text, item))) edits.push({ range: lines, newText: '' });
      else if (i < staying && next !== undefined) edits.push({ range: { start: item.start, end: next.start }, newText: '' });
      else {
        // All behind the last that stays go together.
        const [kept, last] = [all[staying], all.at(-1) ?? item];
        tail = true;
        const comma = /^\s*,/.exec(text.slice(last.end))?.[0].length ?? 0;
        edits.push({ range: kept === undefined ? { start: item.start, end: last.end + comma } : { start: kept.end, end: last.end }, newText: '' });
      }
    });
  }
  return edits;
}

function endsInComma(text: string, { end }: Range): boolean {
  return /^\s*,/.test(text.slice(end));
}

/** The lines of an item that nothing else but its comma and a comment stands on; null where something does. */
function ownLines(text: string, { start, end }: Range): Range | null {
  const from = lineStart(text, start);
  if (text.slice(from, start).trim() !== '' || !/^[\t ]*,?[\t ]*(?:#|$)/.test(text.slice(end, lineEnd(text, end)))) return null;
  return { start: from, end: nextLine(text, end) };
}

/** A ConfigDict's and a dict's key alike. */
function deleting(document: ConfigDocument, { insertion, extent }: PythonPlace, parent: MappingNode, keys: readonly string[]): TextEdit[] | null {
  const { text } = document;
  const { python } = parent;
  if (keys.length === 0) return [];
  if (insertion === null || python?.access == null) return null;
  const { access, configDict } = python;
  const style = quotesOf(text.slice(extent.start, extent.end));
  const deletions = keys.map((key) => `del ${reached({ access, configDict, style }, key)}`);
  const lines = isLockedElsewhere(document, parent) ? unlocking(access, insertion.indent, deletions) : deletions;
  return [linesBehind(text, insertion.at, insertion.indent, lines)];
}
