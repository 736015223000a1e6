import type { TextDocumentPositionParams } from 'vscode-languageserver/node';
import type { DocumentAnalysis } from '../../core/analysis';
import type { DocumentStore, OpenDocument } from '../documents';

/** A position of an open file, in the document it stands in. */
export interface DocumentPlace {
  readonly document: OpenDocument;
  readonly analysis: DocumentAnalysis;
  /** Where the document begins in the file. */
  readonly base: number;
  /** In the document. */
  readonly offset: number;
}

/** null where the file is not open. */
export function placeOf(documents: DocumentStore, { textDocument, position }: TextDocumentPositionParams): DocumentPlace | null {
  const document = documents.get(textDocument.uri);
  const offset = document?.text.offsetAt(position) ?? 0;
  const placed = document?.snapshot.at(offset);
  return document === undefined || placed === undefined ? null : { document, analysis: placed.analysis, base: placed.base, offset: offset - placed.base };
}
