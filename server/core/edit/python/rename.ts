/** Another name for a key of a Python config, wherever its own function says it. */
import type { ConfigDocument, Entry, PythonPlace } from '../../syntax/tree';
import type { TextEdit } from '../../text';
import { isOwn } from './insert';
import { isIdentifier } from './literal';
import { joined } from './remove';
import { keyNode, PythonText, rangeOf } from './source';

/** Never of what came in from elsewhere, where others use it too. null where it can't be done safely. */
export function renamedPython(document: ConfigDocument, python: PythonPlace, entry: Entry, name: string): TextEdit | null {
  if (!isOwn(entry)) return null;
  const source = new PythonText(document, python.extent);
  const written = source.keyAt(entry.keyRange);
  if (written === null) return null;
  const ranges = [entry.keyRange];
  if (written.form === 'statement') {
    const way = source.wayOf(written.target);
    if (way === null) return null;
    for (const mention of source.mentions(way)) {
      const key = keyNode(mention);
      if (key !== null && key.from !== entry.keyRange.start) ranges.push(rangeOf(key));
    }
  }
  const edits: TextEdit[] = [];
  for (const range of ranges) {
    const quote = /^['"]/.exec(document.text.slice(range.start, range.end))?.[0] ?? '';
    if (quote === '' && !isIdentifier(name)) return null;
    edits.push({ range: { start: range.start, end: range.end }, newText: quote + name + quote });
  }
  return joined(
    document.text,
    edits.sort((a, b) => a.range.start - b.range.start),
  );
}
