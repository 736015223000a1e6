import {
  DocumentHighlightRequest,
  DocumentLinkRequest,
  type DocumentSelector,
  FoldingRangeRequest,
  type InitializeResult,
  PositionEncodingKind,
  ReferencesRequest,
  type Registration,
  RenameRequest,
  SelectionRangeRequest,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { VERSION } from '../version';
import type { ClientFeatures } from './client';
import { COMMANDS } from './commands';
import { FEATURES } from './features';

/** All that is written as plain data: not Python, whose own tools do these things better, as they do where there is no config. */
const PLAIN_DATA: DocumentSelector = [{ language: 'yaml' }, { language: 'json' }, { language: 'jsonc' }, { pattern: '**/*.vit.{yaml,yml,json}' }];

/** What is for plain data only: a client that lets it be said is told so. By the name of the capability. */
const FOR_PLAIN_DATA = {
  documentHighlightProvider: DocumentHighlightRequest.method,
  documentLinkProvider: DocumentLinkRequest.method,
  foldingRangeProvider: FoldingRangeRequest.method,
  referencesProvider: ReferencesRequest.method,
  renameProvider: RenameRequest.method,
  selectionRangeProvider: SelectionRangeRequest.method,
} as const satisfies Partial<Record<keyof ServerCapabilities, string>>;

type ForPlainData = keyof typeof FOR_PLAIN_DATA;

function featureCapabilities(client: ClientFeatures): ServerCapabilities {
  return Object.assign({}, ...FEATURES.map((feature) => feature.capabilities(client)));
}

/** What the server promises a client. */
export function initializeResult(client: ClientFeatures): InitializeResult {
  const features = featureCapabilities(client);
  for (const name of registered(client)) delete features[name];
  return {
    serverInfo: { name: 'vit-config', version: VERSION },
    capabilities: {
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      ...features,
      executeCommandProvider: { commands: [...COMMANDS], workDoneProgress: true },
      ...(client.pullsDiagnostics ? { diagnosticProvider: { identifier: 'vit-config', interFileDependencies: false, workspaceDiagnostics: true } } : {}),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** What it promises of plain data only, once it is initialized. */
export function registrations(client: ClientFeatures): Registration[] {
  const features = featureCapabilities(client);
  return registered(client).map((name) => {
    const options = features[name];
    return { id: name, method: FOR_PLAIN_DATA[name], registerOptions: { ...(typeof options === 'object' ? options : {}), documentSelector: PLAIN_DATA } };
  });
}

function registered({ registers }: ClientFeatures): ForPlainData[] {
  return (Object.keys(FOR_PLAIN_DATA) as ForPlainData[]).filter((name) => registers.has(FOR_PLAIN_DATA[name]));
}
