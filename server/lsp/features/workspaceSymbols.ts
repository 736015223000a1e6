import { type SymbolInformation, type SymbolKind, WorkspaceSymbolRequest } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Snapshot } from '../../core/analysis';
import { matchesQuery, modelPlaces } from '../../core/editor';
import { toRange } from '../convert';
import { fileNameOf } from '../uris';
import type { Feature } from './feature';
import { symbolKind } from './symbols';

/** A config file, open or not. */
export interface ConfigFile {
  readonly uri: string;
  readonly text: TextDocument;
  readonly snapshot: Snapshot;
}

/** The models of any files whose names have the query's letters. */
export function modelsNamed(files: Iterable<ConfigFile>, query: string, known: ReadonlySet<SymbolKind>): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const { uri, text, snapshot } of files) {
    for (const { name, selectionRange } of modelPlaces(snapshot)) {
      if (!matchesQuery(name, query)) continue;
      const containerName = fileNameOf(uri);
      const location = { uri, range: toRange(text, selectionRange) };
      found.push({ name, kind: symbolKind('model', known), location, ...(containerName === null ? {} : { containerName }) });
    }
  }
  return found;
}

export const workspaceSymbolFeature: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  listen(dispatcher, { documents, client }) {
    dispatcher.request(WorkspaceSymbolRequest.type, [], ({ query }) => modelsNamed(documents.all(), query, client.workspaceSymbolKinds));
  },
};
