/** When the server starts: not for Python without a word of configs, which is for everything, nor for a JSON file of the editor's own. */
import { Disposable, type ExtensionContext, type TextDocument, type TextDocumentChangeEvent, type Uri, workspace } from 'vscode';
import { mayHoldConfigs } from '../server/core/syntax/python/words';
import type { Client } from './client';
import { PATTERN } from './selector';

/** Where it runs beside the extension, the editor has files of its own open at any time: settings.json, chatLanguageModels.json. */
const OF_THE_EDITOR = /\/settings\.json$|\/User\/(?:profiles\/[^/]+\/)?\w+\.json$/;

export function startWhenNeeded(context: ExtensionContext, client: Client): void {
  const first = workspace.textDocuments.find((document) => client.selects(document) && needsServer(document));
  if (first !== undefined) return startFor(client, first.uri);
  let started = false;
  const start = (uri: Uri) => {
    if (started) return;
    started = true;
    waiting.dispose();
    startFor(client, uri);
  };
  const waiting = Disposable.from(
    workspace.onDidOpenTextDocument((document) => client.selects(document) && needsServer(document) && start(document.uri)),
    workspace.onDidChangeTextDocument((change) => client.selects(change.document) && isTyped(change) && start(change.document.uri)),
    client.onDidStart(() => waiting.dispose()),
  );
  context.subscriptions.push(waiting);
  // Files of ours by name wake the extension, too, and a command starts the server itself.
  void workspace.findFiles(PATTERN, undefined, 1).then(([found]) => found !== undefined && start(found));
}

function startFor(client: Client, uri: Uri): void {
  client.log.info(`the server is started for ${uri}`);
  client.start();
}

function needsServer(document: TextDocument): boolean {
  const { languageId, uri } = document;
  return languageId === 'python' ? mayHoldConfigs(document.getText()) : !OF_THE_EDITOR.test(uri.path);
}

/** Whether the lines that were changed may make it a config. */
function isTyped({ document, contentChanges }: TextDocumentChangeEvent): boolean {
  return contentChanges.some(({ range: { start }, text }) => {
    const last = start.line + text.split('\n').length - 1;
    for (let line = start.line; line <= Math.min(last, document.lineCount - 1); line++) if (mayHoldConfigs(document.lineAt(line).text)) return true;
    return false;
  });
}
