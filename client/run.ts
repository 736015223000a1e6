/** Running models, and calling them off. */
import { l10n, type Memento, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { RunningView } from '../server/protocol';
import type { Client } from './client';
import type { Target } from './target';

/** What the image library reads. */
const IMAGES = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'];
const LAST_FOLDER = 'imageFolder';

/** Runs a model, on the image of the settings or on another one. The server says what comes of it. */
export function runModel(client: Client, target: Target, image?: string): Promise<void> {
  return client.execute('vitConfig.run', { ...target, ...(image === undefined ? {} : { image }) });
}

/** Runs a model on an image that is picked, from the folder of the last one. */
export async function runOnImage(client: Client, state: Memento, target: Target): Promise<void> {
  const last = state.get<string>(LAST_FOLDER);
  const folder = last === undefined ? workspace.getWorkspaceFolder(Uri.parse(target.uri))?.uri : Uri.parse(last);
  const [image] =
    (await window.showOpenDialog({
      title: l10n.t('An image to run the model on'),
      openLabel: l10n.t('Run'),
      filters: { [l10n.t('Images')]: IMAGES, [l10n.t('All files')]: ['*'] },
      ...(folder === undefined ? {} : { defaultUri: folder }),
    })) ?? [];
  if (image === undefined) return;
  if (image.scheme !== 'file') return void window.showWarningMessage(l10n.t('The image must be a file of the machine that the extension runs on.'));
  await state.update(LAST_FOLDER, Uri.joinPath(image, '..').toString());
  await runModel(client, target, image.fsPath);
}

interface Choice extends QuickPickItem {
  /** Null for everything there is. */
  readonly target: RunningView['target'] | null;
}

/** Cancels what runs, waits or is exported: the one there is, or of several what is picked. */
export async function cancelRuns(client: Client): Promise<void> {
  const running = await client.running();
  const [first] = running;
  if (first === undefined) return void window.showInformationMessage(l10n.t('Nothing is running.'));
  if (running.length === 1) return client.execute('vitConfig.cancelRun', first.target);
  const choices: Choice[] = running.map(({ name, title, target }) => ({ label: name, description: title, target }));
  const choice = await window.showQuickPick<Choice>([{ label: l10n.t('Cancel all {0}', running.length), target: null }, ...choices], {
    placeHolder: l10n.t('What is to be cancelled?'),
  });
  if (choice !== undefined) await client.execute('vitConfig.cancelRun', choice.target);
}
