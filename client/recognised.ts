import { commands, type ExtensionContext, type TextEditor, type Uri, window, workspace } from 'vscode';
import type { Client } from './client';

/**
 * The paths of recognised configs that are in sight, for `resourcePath in vitConfig.recognised` in the menus of package.json. Not their
 * URIs: where the extension runs elsewhere, the window knows the same file by another one.
 */
const CONTEXT_KEY = 'vitConfig.recognised';

/** Keeps the context key true to what the server says. */
export function watchRecognised(context: ExtensionContext, client: Client): void {
  const recognised = new Map<string, Uri>();
  const publish = () =>
    commands.executeCommand(
      'setContext',
      CONTEXT_KEY,
      [...recognised.values()].flatMap(({ path, fsPath }) => [path, fsPath]),
    );
  const set = (uri: Uri, is: boolean) => {
    const key = uri.toString();
    if (recognised.has(key) === is) return;
    if (is) recognised.set(key, uri);
    else recognised.delete(key);
    publish();
  };
  const ask = async (uri: Uri) => {
    try {
      set(uri, (await client.status(uri.toString())).dialect !== null);
    } catch (error) {
      // Asked again when the server stands.
      client.log.debug(`Whether ${uri} is a config is not known: ${String(error)}`);
    }
  };
  const look = (editors: readonly TextEditor[]) => {
    const documents = editors.map(({ document }) => document).filter((document) => client.serves(document));
    const visible = new Map(documents.map(({ uri }) => [uri.toString(), uri]));
    for (const [key, uri] of [...recognised]) if (!visible.has(key)) set(uri, false);
    for (const [key, uri] of visible) if (!recognised.has(key)) void ask(uri);
  };
  context.subscriptions.push(
    window.onDidChangeVisibleTextEditors(look),
    client.onDidChange((uri) => {
      const document = workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri);
      if (document !== undefined) void ask(document.uri);
    }),
    client.onDidStart(() => look(window.visibleTextEditors)),
  );
}
