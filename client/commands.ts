import { ConfigurationTarget, commands, type ExtensionContext, Uri, workspace } from 'vscode';
import { IGNORE_CODE_COMMAND, type IgnoreCodeArgument } from '../server/protocol';
import type { Client } from './client';
import { exportOnnx, reveal } from './exportOnnx';
import { cancelRuns, runModel, runOnImage } from './run';
import { copySamples } from './samples';
import { editorInUse, type Target, targetOf } from './target';

/** The commands of the palette. Those of lenses are the server's own, which the language client registers. */
export function registerCommands(context: ExtensionContext, client: Client): void {
  const inEditor = (work: (target: Target) => Promise<void>) => async () => {
    const editor = editorInUse();
    if (editor !== undefined) await work(targetOf(editor));
  };
  context.subscriptions.push(
    commands.registerCommand(
      'vitConfig.runModel',
      inEditor((target) => runModel(client, target)),
    ),
    commands.registerCommand('vitConfig.runOnImage', () => runOnImage(client, context)),
    commands.registerCommand('vitConfig.cancelRuns', () => cancelRuns(client)),
    commands.registerCommand('vitConfig.exportOnnx', () => exportOnnx(client)),
    commands.registerCommand(
      'vitConfig.explain',
      inEditor((target) => client.execute('vitConfig.explainRecognition', target)),
    ),
    commands.registerCommand(IGNORE_CODE_COMMAND, ignoreCode),
    commands.registerCommand('vitConfig.copySamples', () => copySamples(context.extensionUri)),
    commands.registerCommand('vitConfig.restartServer', () => client.restart()),
    commands.registerCommand('vitConfig.showLog', () => client.log.show()),
    // Not in the palette: the server's messages offer it.
    commands.registerCommand('vitConfig.reveal', reveal),
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
