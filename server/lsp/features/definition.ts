import { pathToFileURL } from 'node:url';
import { DefinitionRequest, type LocationLink } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type PlacedDocument, Snapshot } from '../../core/analysis';
import { anchorDefinition, definitionsOf, modelNameAt, type NamedModel, originDefinition } from '../../core/editor';
import type { Range } from '../../core/text';
import { toRange } from '../convert';
import type { OpenDocument } from '../documents';
import type { Environment } from '../environment';
import { fileNameOf, pathOf } from '../uris';
import type { WorkspaceModel } from '../workspace';
import type { Feature } from './feature';
import { type DocumentPlace, placeOf } from './place';

/** A config file, open or not. */
type ConfigFile = Pick<OpenDocument, 'uri' | 'text' | 'snapshot'>;

type Target = Omit<LocationLink, 'originSelectionRange'>;

export const definitionFeature: Feature = {
  capabilities: () => ({ definitionProvider: true }),
  listen(dispatcher, { documents, client, environment, closedModels }) {
    dispatcher.request(DefinitionRequest.type, null, async (params) => {
      const place = placeOf(documents, params);
      const links = place === null ? [] : await definitionsAt(place, { open: documents.all(), closed: closedModels() }, environment);
      return client.definitionLinks ? links : links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    });
  },
};

interface Configs {
  readonly open: Iterable<ConfigFile>;
  readonly closed: Iterable<WorkspaceModel>;
}

async function definitionsAt(place: DocumentPlace, { open, closed }: Configs, environment: Environment): Promise<LocationLink[]> {
  const { document, analysis, base, offset } = place;
  const at = (range: Range) => toRange(document.text, range, base);
  const found = anchorDefinition(analysis, offset) ?? originDefinition(analysis, offset);
  if (found !== null) {
    const { origin, target, selection, file } = found;
    const there = file === null ? document.text : document.moduleText(file);
    if (there === null) return [];
    const inIt = (range: Range) => toRange(there, range, file === null ? base : 0);
    return [{ originSelectionRange: at(origin), targetUri: there.uri, targetRange: inIt(target), targetSelectionRange: inIt(selection) }];
  }
  const named = modelNameAt(analysis, offset);
  if (named === null) return [];
  const originSelectionRange = at(named.range);
  const defined = [
    ...[...open].flatMap((file) => definitionsIn(file, named.name, file.uri === document.uri ? place : null)),
    ...(await thatAreThere(
      [...closed].flatMap((model) => definitionOf(model, named.name)),
      environment,
    )),
  ];
  const targets = defined.length > 0 ? defined : await shipped(named, document.uri, environment);
  return targets.map((target) => ({ originSelectionRange, ...target }));
}

/** The configs of a model in a file; `asked` is the document that asks, which is no answer to itself. */
function definitionsIn({ uri, text, snapshot }: ConfigFile, name: string, asked: PlacedDocument | null): Target[] {
  const others = definitionsOf(snapshot, name).filter(({ base, analysis }) => base !== asked?.base || analysis !== asked.analysis);
  return others.map(({ range, selectionRange }) => ({
    targetUri: uri,
    targetRange: toRange(text, range),
    targetSelectionRange: toRange(text, selectionRange),
  }));
}

function definitionOf({ uri, name, range, definition }: WorkspaceModel, asked: string): Target[] {
  return name === asked && definition !== null ? [{ targetUri: uri, targetRange: definition, targetSelectionRange: range }] : [];
}

/** A file may be gone and the word of it still on its way. */
async function thatAreThere(targets: readonly Target[], environment: Environment): Promise<Target[]> {
  const there = await Promise.all(targets.map(({ targetUri }) => environment.isFile(pathOf(targetUri) ?? '')));
  return targets.filter((_, i) => there[i]);
}

/** The config of an upstream model that comes with the tool. */
async function shipped({ name, upstream }: NamedModel, asking: string, environment: Environment): Promise<Target[]> {
  const sample = upstream ? await environment.sampleModel(name) : null;
  if (sample === null || sample.path === pathOf(asking)) return [];
  const uri = pathToFileURL(sample.path).href;
  const snapshot = Snapshot.of(sample.text, { fileName: fileNameOf(uri), syntax: 'yaml', ignore: [] });
  return definitionsIn({ uri, text: TextDocument.create(uri, 'yaml', 0, sample.text), snapshot }, name, null);
}
