import { ConfigurationTarget, commands, type ExtensionContext, type TextEditor, Uri, window, workspace } from 'vscode';
import { IGNORE_CODE_COMMAND, type IgnoreCodeArgument } from '../server/protocol';
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
    commands.registerCommand(IGNORE_CODE_COMMAND, ignoreCode),
    commands.registerCommand('vitConfig.copySamples', () => copySamples(context.extensionUri)),
    commands.registerCommand('vitConfig.restartServer', () => client.restart()),
    commands.registerCommand('vitConfig.showLog', () => client.log.show()),
  );
}

/** Adds a code to the setting that silences findings: at the level where that is set, else for the workspace, if one is open. */
async function ignoreCode({ uri, code }: IgnoreCodeArgument): Promise<void> {
  const settings = workspace.getConfiguration('vitConfig.diagnostics', Uri.parse(uri));
  const { workspaceFolderValue, workspaceValue, globalValue } = settings.inspect<string[]>('ignore') ?? {};
  const workspaceOrUser =
    workspaceValue !== undefined || (globalValue === undefined && workspace.workspaceFolders !== undefined)
      ? ConfigurationTarget.Workspace
      : ConfigurationTarget.Global;
  const codes = settings.get<string[]>('ignore', []);
  const target = workspaceFolderValue === undefined ? workspaceOrUser : ConfigurationTarget.WorkspaceFolder;
  if (!codes.includes(code)) await settings.update('ignore', [...codes, code], target);
}

/** What the server's commands take: the file and where the cursor is. */
function targetOf({ document, selection }: TextEditor): object {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}
