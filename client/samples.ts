/** Copies of the sample configs in a folder of the user's, to change and to break at will. */
import { commands, l10n, Uri, window, workspace } from 'vscode';

const FOLDER = 'vit-config-samples';
/** What a newcomer looks at first: right, and with a lens to click. */
const FIRST = ['models', 'ViT-B_16.vit.yaml'];
const PARTS = ['models', 'training', 'python', 'broken', 'images'];

/** Asks where to, copies, and opens the first one. Nothing that exists is written over. */
export async function copySamples(extension: Uri): Promise<void> {
  const [parent] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: l10n.t('Copy Samples Here'),
      title: l10n.t('A folder for the sample configs'),
      ...(workspace.workspaceFolders?.[0] === undefined ? {} : { defaultUri: workspace.workspaceFolders[0].uri }),
    })) ?? [];
  if (parent === undefined) return;
  const target = await freeName(parent);
  for (const part of PARTS) await workspace.fs.copy(Uri.joinPath(extension, 'samples', part), Uri.joinPath(target, part));
  await window.showTextDocument(Uri.joinPath(target, ...FIRST));
  if (workspace.getWorkspaceFolder(target) === undefined) await offerFolder(target);
}

/** `vit-config-samples`, or the first of `vit-config-samples-2`, `-3`, ... that is not taken. */
async function freeName(parent: Uri): Promise<Uri> {
  const taken = new Set((await workspace.fs.readDirectory(parent)).map(([name]) => name));
  let name = FOLDER;
  for (let i = 2; taken.has(name); i++) name = `${FOLDER}-${i}`;
  return Uri.joinPath(parent, name);
}

async function offerFolder(folder: Uri): Promise<void> {
  const open = l10n.t('Open Folder');
  const chosen = await window.showInformationMessage(l10n.t('The samples are in {0}.', folder.fsPath), open);
  if (chosen === open) await commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: workspace.workspaceFolders !== undefined });
}
