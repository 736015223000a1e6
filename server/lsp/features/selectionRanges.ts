import { type Position, type SelectionRange, SelectionRangeRequest } from 'vscode-languageserver/node';
import { selectionRanges } from '../../core/editor';
import { type Range, shift } from '../../core/text';
import { toRange } from '../convert';
import type { OpenDocument } from '../documents';
import type { Feature } from './feature';

export const selectionRangeFeature: Feature = {
  capabilities: () => ({ selectionRangeProvider: true }),
  listen(dispatcher, { documents }) {
    dispatcher.request(SelectionRangeRequest.type, null, ({ textDocument, positions }) => {
      const document = documents.get(textDocument.uri);
      // Null leaves the editor its own ways.
      const ours = document?.snapshot.recognised === true && document.snapshot.options.syntax !== 'python';
      return ours ? positions.map((position) => growing(document, position)) : null;
    });
  },
};

/** The last to grow to is the file. */
function growing({ text, snapshot }: OpenDocument, position: Position): SelectionRange {
  const offset = text.offsetAt(position);
  const placed = snapshot.at(offset);
  const file: Range = { start: 0, end: snapshot.text.length };
  let selection: SelectionRange = { range: toRange(text, file) };
  const inDocument = placed === undefined ? [] : selectionRanges(placed.analysis, offset - placed.base).map((range) => shift(range, placed.base));
  for (const range of inDocument.reverse()) {
    if (range.start > file.start || range.end < file.end) selection = { range: toRange(text, range), parent: selection };
  }
  return selection;
}
