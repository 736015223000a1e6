import { type SymbolInformation, WorkspaceSymbolRequest } from 'vscode-languageserver/node';
import { matchesQuery, modelPlaces } from '../../core/editor';
import { type Say } from '../../core/phrase';
import { toRange } from '../convert';
import type { OpenDocument } from '../documents';
import { fileNameOf } from '../uris';
import type { WorkspaceModel } from '../workspace';
import type { Feature } from './feature';
import { symbolKind } from './symbols';

type NamedModel = Pick<WorkspaceModel, 'uri' | 'name' | 'range'>;

function* openModels(documents: Iterable<OpenDocument>, say: Say): Iterable<NamedModel> {
  for (const { uri, text, snapshot } of documents) {
    for (const { name, selectionRange } of modelPlaces(snapshot)) yield { uri, name: say(name), range: toRange(text, selectionRange) };
  }
}

/** The models of the open files and of those that were swept, whose names have the query's letters. */
export const workspaceSymbolFeature: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  listen(dispatcher, { documents, client, closedModels, say }) {
    const kind = symbolKind('model', client.workspaceSymbolKinds);
    dispatcher.request(WorkspaceSymbolRequest.type, [], ({ query }) => {
      const named: NamedModel[] = [...openModels(documents.all(), say), ...closedModels()].filter(({ name }) => matchesQuery(name, query));
      return named.map(({ uri, name, range }): SymbolInformation => {
        const containerName = fileNameOf(uri);
        return { name, kind, location: { uri, range }, ...(containerName === null ? {} : { containerName }) };
      });
    });
  },
};
