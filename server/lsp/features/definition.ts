import { pathToFileURL } from 'node:url';
import { DefinitionRequest, type LocationLink } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Snapshot } from '../../core/analysis';
import { anchorDefinition, definitionsOf, modelNameAt, type NamedModel } from '../../core/editor';
import type { Range } from '../../core/text';
import { toRange } from '../convert';
import type { Environment } from '../environment';
import { fileNameOf, pathOf } from '../uris';
import type { Feature } from './feature';
import { type DocumentPlace, placeOf } from './place';
import type { ConfigFile } from './workspaceSymbols';

type Target = Omit<LocationLink, 'originSelectionRange'>;

export const definitionFeature: Feature = {
  capabilities: () => ({ definitionProvider: true }),
  listen(dispatcher, { documents, client, environment }) {
    dispatcher.request(DefinitionRequest.type, null, async (params) => {
      const place = placeOf(documents, params);
      const links = place === null ? [] : await definitionsAt(place, documents.all(), environment);
      return client.definitionLinks ? links : links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    });
  },
};

async function definitionsAt(place: DocumentPlace, files: Iterable<ConfigFile>, environment: Environment): Promise<LocationLink[]> {
  const { document, analysis, base, offset } = place;
  const anchor = anchorDefinition(analysis, offset);
  const at = (range: Range) => toRange(document.text, range, base);
  if (anchor !== null) {
    const { origin, target, selection } = anchor;
    return [{ originSelectionRange: at(origin), targetUri: document.uri, targetRange: at(target), targetSelectionRange: at(selection) }];
  }
  const named = modelNameAt(analysis, offset);
  if (named === null) return [];
  const originSelectionRange = at(named.range);
  const defined = [...files].flatMap((file) => definitionsIn(file, named.name, file.uri === document.uri ? base : null));
  const targets = defined.length > 0 ? defined : await shipped(named, document.uri, environment);
  return targets.map((target) => ({ originSelectionRange, ...target }));
}

/** The configs of a model in a file; `asked` is where the document begins that asks, which is no answer to itself. */
function definitionsIn({ uri, text, snapshot }: ConfigFile, name: string, asked: number | null): Target[] {
  const others = definitionsOf(snapshot, name).filter(({ base }) => base !== asked);
  return others.map(({ range, selectionRange }) => ({
    targetUri: uri,
    targetRange: toRange(text, range),
    targetSelectionRange: toRange(text, selectionRange),
  }));
}

/** The config of an upstream model that comes with the tool. */
async function shipped({ name, upstream }: NamedModel, asking: string, environment: Environment): Promise<Target[]> {
  const sample = upstream ? await environment.sampleModel(name) : null;
  if (sample === null || sample.path === pathOf(asking)) return [];
  const uri = pathToFileURL(sample.path).href;
  const snapshot = Snapshot.of(sample.text, { fileName: fileNameOf(uri), syntax: 'yaml', ignore: [] });
  return definitionsIn({ uri, text: TextDocument.create(uri, 'yaml', 0, sample.text), snapshot }, name, null);
}
