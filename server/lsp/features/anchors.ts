import {
  type DocumentHighlight,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import { type AnchorPlace, anchorAt, renameAnchor } from '../../core/editor';
import { toRange, toWorkspaceEdit } from '../convert';
import type { DocumentStore } from '../documents';
import type { Feature } from './feature';
import { type DocumentPlace, placeOf } from './place';

function anchorOf(documents: DocumentStore, params: TextDocumentPositionParams): (DocumentPlace & { readonly found: AnchorPlace }) | null {
  const place = placeOf(documents, params);
  const found = place === null || place.analysis.recognition === null ? null : anchorAt(place.analysis.document, place.offset);
  return place === null || found === null ? null : { ...place, found };
}

/** Who refers to an anchor: found, marked, and given another name. */
export const anchorFeature: Feature = {
  capabilities: ({ preparesRename }) => ({
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: preparesRename ? { prepareProvider: true } : true,
  }),
  listen(dispatcher, { documents, client, say }) {
    dispatcher.request(ReferencesRequest.type, null, (params) => {
      const place = anchorOf(documents, params);
      if (place === null) return null;
      const { document, base, found } = place;
      const ranges = [...(params.context.includeDeclaration ? [found.anchor.range] : []), ...found.anchor.aliases];
      return ranges.map((range) => ({ uri: document.uri, range: toRange(document.text, range, base) }));
    });

    dispatcher.request(DocumentHighlightRequest.type, null, (params): DocumentHighlight[] | null => {
      const place = anchorOf(documents, params);
      if (place === null) return null;
      const { document, base, found } = place;
      return [found.anchor.range, ...found.anchor.aliases].map((range, i) => ({
        range: toRange(document.text, range, base),
        kind: i === 0 ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    });

    dispatcher.request(PrepareRenameRequest.type, null, (params) => {
      const place = anchorOf(documents, params);
      return place === null ? null : { range: toRange(place.document.text, place.found.name, place.base), placeholder: place.found.anchor.name };
    });

    dispatcher.request(RenameRequest.type, null, (params) => {
      const place = anchorOf(documents, params);
      if (place === null) throw refusal(say`Only an anchor (&name) and its aliases (*name) can be renamed here`);
      const { document, analysis, base, found } = place;
      const renaming = renameAnchor(analysis.document, found.anchor, params.newName);
      if (!renaming.ok) throw refusal(say(renaming.problem));
      return toWorkspaceEdit(document.text, renaming.edits, base, client.versionedEdits);
    });
  },
};

function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
