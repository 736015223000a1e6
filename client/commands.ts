import { commands, type ExtensionContext, type TextEditor, window } from 'vscode';
import type { Client } from './client';
import { copySamples } from './samples';

/** The commands of the palette. Those of lenses are the server's own, which the language client registers. */
export function registerCommands(context: ExtensionContext, client: Client): void {
  const inEditor = (command: string) => {
    const editor = window.activeTextEditor;
    if (editor === undefined) return window.showInformationMessage('Open a config first.');
    return client.execute(command, targetOf(editor));
  };
  context.subscriptions.push(
    commands.registerCommand('vitConfig.runModel', () => inEditor('vitConfig.run')),
    commands.registerCommand('vitConfig.explain', () => inEditor('vitConfig.explainRecognition')),
    commands.registerCommand('vitConfig.copySamples', () => copySamples(context.extensionUri)),
    commands.registerCommand('vitConfig.restartServer', () => client.restart()),
    commands.registerCommand('vitConfig.showLog', () => client.log.show()),
  );
}

/** What the server's commands take: the file and where the cursor is. */
function targetOf({ document, selection }: TextEditor): object {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}
