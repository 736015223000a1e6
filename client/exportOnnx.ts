/** Writing a model as ONNX: the client asks where to, the server writes and says what came of it. */
import { commands, env, l10n, UIKind, Uri, window, workspace } from 'vscode';
import type { Client } from './client';
import { modelAt } from './modelAt';
import type { Target } from './target';

/** Asks where a model is to be written, and has it written. Only what was confirmed is replaced. */
export async function exportOnnx(client: Client, target: Target): Promise<void> {
  const { models } = await client.status(target.uri);
  // The model that is meant now, whatever is typed while the dialog is open.
  const model = models.find(({ id }) => id === target.id) ?? modelAt(models, target.position ?? { line: 0 }) ?? models[0];
  const output = await window.showSaveDialog({
    title: model === undefined ? l10n.t('Export the model as ONNX') : l10n.t('Export {0} as ONNX', model.name),
    saveLabel: l10n.t('Export'),
    defaultUri: Uri.joinPath(folderOf(Uri.parse(target.uri)), `${fileName(model?.name ?? 'model')}.onnx`),
    filters: { ONNX: ['onnx'] },
  });
  if (output === undefined) return;
  if (output.scheme !== 'file') return void window.showWarningMessage(l10n.t('The model must be written to the machine that the extension runs on.'));
  const replace = await mayReplace(output);
  if (replace === null) return;
  await client.execute('vitConfig.export', { ...target, ...(model === undefined ? {} : { id: model.id }), output: output.fsPath, replace });
}

/** The files that are there and may be replaced; null where that was refused. The dialog has asked for the model's own file only. */
async function mayReplace(output: Uri): Promise<string[] | null> {
  const data = output.with({ path: `${output.path}.data` });
  const replace = (await exists(output)) ? [output.fsPath] : [];
  if (!(await exists(data))) return replace;
  const name = data.path.split('/').at(-1) ?? '';
  const answer = l10n.t('Replace');
  const chosen = await window.showWarningMessage(
    l10n.t('{0} exists already.', name),
    { modal: true, detail: l10n.t('It holds the weights of a model that was exported here before. The new model takes its place.') },
    answer,
  );
  return chosen === answer ? [...replace, data.fsPath] : null;
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false, // VS Code tells a file that is not there by an error.
  );
}

/** Where the config is; of one that is in no folder here, the workspace's. */
function folderOf(uri: Uri): Uri {
  if (uri.scheme === 'file') return Uri.joinPath(uri, '..');
  return workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri ?? Uri.file('/');
}

/** A model's name as a file's, without what some system does not take. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._+-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '') || 'model';
}

/** Shows a file that was written: in the explorer, or outside of the workspace in the system's own. */
export async function reveal(path: unknown): Promise<void> {
  if (typeof path !== 'string') return;
  const uri = Uri.file(path);
  if (workspace.getWorkspaceFolder(uri) !== undefined) await commands.executeCommand('revealInExplorer', uri);
  else if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) await commands.executeCommand('revealFileInOS', uri);
  else void window.showInformationMessage(path);
}
