/** Another value for a key of a Python config: in place where its own function wrote it, else an assignment that overrides it. */
import { type ConfigDocument, type ConfigNode, type Entry, type MappingNode, type PythonPlace } from '../../syntax/tree';
import type { TextEdit } from '../../text';
import type { PlainValue } from '../literal';
import { isMapping } from '../write';
import { atInsertion, isOwn } from './insert';
import { type PythonStyle, pythonLiteral, quotesOf, styleOf } from './literal';
import { joined, withoutStatements, writersOf } from './remove';
import { PythonText, runsOnce, type WrittenStatement } from './source';
import { configDictName } from './statements';

/** null where it can't be done safely. */
export function replacedPython(document: ConfigDocument, python: PythonPlace, parent: MappingNode, entry: Entry, value: PlainValue): TextEdit | null {
  if (isOwn(entry)) {
    const source = new PythonText(document, python.extent);
    const written = source.keyAt(entry.keyRange);
    if (written === null && source.isBroken(entry.keyRange)) return null;
    const node = written?.form === 'statement' ? written.statement : written?.list;
    if (written !== null && node !== undefined && runsOnce(node, false)) {
      const edit = { range: written.value, newText: valueText(document, python, entry.value, value) };
      return written.form === 'statement' && entry.value.kind === 'mapping' ? withWhatIsIn(source, written, edit) : edit;
    }
  }
  if (!mayOverride(entry.value, value)) return null;
  return atInsertion(document, python, parent, [{ key: entry.key, value }]);
}

/** What is written into a mapping later goes with it. */
function withWhatIsIn(source: PythonText, { statement, target }: WrittenStatement, edit: TextEdit): TextEdit | null {
  const way = source.wayOf(target);
  const writers = way === null ? null : writersOf(source, way);
  if (writers === null) return null;
  const others = writers.filter(({ from }) => from !== statement.from);
  const edits = [edit, ...withoutStatements(source, others)].sort((a, b) => a.range.start - b.range.start);
  return joined(source.text, edits);
}

function valueText(document: ConfigDocument, python: PythonPlace, before: ConfigNode, value: PlainValue): string {
  const written = pythonLiteral(value, replacingStyle(document, python, before));
  const className = isMapping(value) && before.kind === 'mapping' && before.python?.configDict === true ? configDictName(document.text) : null;
  return className === null ? written : `${className}(${written})`;
}

/** How a value is to be written that takes the place of another. */
export function replacingStyle({ text }: ConfigDocument, { extent }: PythonPlace, before: ConfigNode): PythonStyle {
  const usual = quotesOf(text.slice(extent.start, extent.end));
  return before.range.origin === undefined ? styleOf(before, text, usual) : usual;
}

/** Whether a ConfigDict takes a value for a key that has another already: None goes with all, else the types have to agree. */
function mayOverride(before: ConfigNode, value: PlainValue): boolean {
  if (value === null) return true;
  if (before.kind === 'unknown') return false;
  if (before.kind === 'mapping') return isMapping(value);
  if (before.kind === 'sequence') return Array.isArray(value);
  if (before.value === null) return true;
  if (typeof before.value !== 'number') return typeof value === typeof before.value;
  return typeof value === 'number' && (Number.isInteger(value) || !before.integer);
}
