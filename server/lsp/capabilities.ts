import { type InitializeResult, PositionEncodingKind, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { VERSION } from '../version';
import type { ClientFeatures } from './client';
import { COMMANDS } from './commands';
import { FEATURES } from './features';

/** What the server promises a client. */
export function initializeResult(client: ClientFeatures): InitializeResult {
  return {
    serverInfo: { name: 'vit-config', version: VERSION },
    capabilities: {
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      ...Object.assign({}, ...FEATURES.map((feature) => feature.capabilities(client))),
      executeCommandProvider: { commands: [...COMMANDS], workDoneProgress: true },
      ...(client.pullsDiagnostics ? { diagnosticProvider: { identifier: 'vit-config', interFileDependencies: false, workspaceDiagnostics: true } } : {}),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}
