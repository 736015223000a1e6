import { type FoldingRange, FoldingRangeKind, FoldingRangeRequest } from 'vscode-languageserver/node';
import { type Fold, folds } from '../../core/editor';
import type { ClientFeatures } from '../client';
import type { OpenDocument } from '../documents';
import type { Feature } from './feature';

export const foldingFeature: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  listen(dispatcher, { documents, client }) {
    // Null, and not an empty list, leaves the editor its own folding.
    dispatcher.request(FoldingRangeRequest.type, null, ({ textDocument }) => {
      const document = documents.get(textDocument.uri);
      const found = document === undefined ? null : folds(document.snapshot);
      if (document === undefined || found === null) return null;
      return limited(
        found.flatMap((fold) => toFoldingRange(document, fold, client)),
        client.mostFolds,
      );
    });
  },
};

function toFoldingRange({ text }: OpenDocument, { range, kind }: Fold, { foldsWholeLines }: ClientFeatures): FoldingRange[] {
  const start = text.positionAt(range.start);
  const end = text.positionAt(range.end);
  const closing = text.getText({ start: { line: end.line, character: 0 }, end }).trim() === '';
  // A bracket that closes at the start of its line stays in sight.
  const endLine = foldsWholeLines && closing ? end.line - 1 : end.line;
  if (endLine <= start.line) return [];
  const place = foldsWholeLines
    ? { startLine: start.line, endLine }
    : { startLine: start.line, startCharacter: start.character, endLine, endCharacter: end.character };
  return [{ ...place, ...(kind === null ? {} : { kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region }) }];
}

/** The longest are kept: what holds others comes before what it holds. */
function limited(ranges: FoldingRange[], most: number): FoldingRange[] {
  if (ranges.length <= most) return ranges;
  const lines = ({ startLine, endLine }: FoldingRange) => endLine - startLine;
  const longest = new Set(ranges.toSorted((a, b) => lines(b) - lines(a)).slice(0, Math.max(0, most)));
  return ranges.filter((range) => longest.has(range));
}
