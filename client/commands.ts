import { ConfigurationTarget, commands, type ExtensionContext, Uri, workspace } from 'vscode';
import { CHECKPOINT_COMMAND, IGNORE_CODE_COMMAND, type IgnoreCodeArgument, SWEEP_COMMAND } from '../server/protocol';
import { CHECKPOINT_SCHEME, CheckpointTexts, configFromCheckpoint } from './checkpoints';
import type { Client } from './client';
import { exportOnnx, reveal } from './exportOnnx';
import { cancelRuns, runModel, runOnImage } from './run';
import { copySamples } from './samples';
import { type Target, targetOf } from './target';

/** The commands of the palette. Those of lenses are the server's own, which the language client registers. */
export function registerCommands(context: ExtensionContext, client: Client): void {
  const onTarget = (command: string, work: (target: Target) => Promise<void>) =>
    commands.registerCommand(command, async (argument: unknown) => {
      const target = targetOf(argument);
      if (target !== undefined) await work(target);
    });
  const checkpoints = new CheckpointTexts(client);
  context.subscriptions.push(
    workspace.registerTextDocumentContentProvider(CHECKPOINT_SCHEME, checkpoints),
    onTarget('vitConfig.runModel', (target) => runModel(client, target)),
    onTarget('vitConfig.runWithWeights', (target) => runModel(client, target, { weights: 'checkpoint' })),
    onTarget('vitConfig.runOnImage', (target) => runOnImage(client, context.workspaceState, target)),
    onTarget('vitConfig.exportOnnx', (target) => exportOnnx(client, target)),
    onTarget('vitConfig.explain', (target) => client.execute('vitConfig.explainRecognition', target)),
    commands.registerCommand('vitConfig.configFromCheckpoint', (argument: unknown) => configFromCheckpoint(client, argument)),
    commands.registerCommand(CHECKPOINT_COMMAND, (argument: unknown) => checkpoints.show(argument)),
    commands.registerCommand('vitConfig.cancelRuns', () => cancelRuns(client)),
    commands.registerCommand(IGNORE_CODE_COMMAND, ignoreCode),
    commands.registerCommand('vitConfig.checkWorkspace', () => client.execute(SWEEP_COMMAND, null)),
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
