/** Running models, and calling them off. */
import { l10n, type Memento, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { RunningView } from '../server/protocol';
import type { Client } from './client';
import { modelAt } from './modelAt';
import type { Target } from './target';

/** What the image library reads. */
const IMAGES = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'];
const LAST_FOLDER = 'imageFolder';

/** Left out: the image of the settings, random weights. */
export interface RunOptions {
  /** Absolute path. */
  readonly image?: string;
  readonly weights?: 'checkpoint' | 'random';
}

/** Runs a model, on the image of the settings or on another one. The server says what comes of it. */
export function runModel(client: Client, target: Target, more: RunOptions = {}): Promise<void> {
  return client.execute('vitConfig.run', { ...target, ...more });
}

/** Runs a model on an image that is picked, from the folder of the last one, with the weights that are picked where there are some. */
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
  const weights = await pickWeights(client, target);
  if (weights !== undefined) await runModel(client, target, { image: image.fsPath, weights });
}

interface WeightsChoice extends QuickPickItem {
  readonly weights: 'checkpoint' | 'random';
}

/** Which weights a model is to be run with; undefined where that was called off. */
async function pickWeights(client: Client, { uri, id, position }: Target): Promise<'checkpoint' | 'random' | undefined> {
  const { models } = await client.status(uri);
  const model = models.find((candidate) => candidate.id === id) ?? modelAt(models, position ?? { line: 0 }) ?? models[0];
  if (model === undefined || model.weights === null) return 'random';
  const choices: WeightsChoice[] = [
    { label: model.weights, description: l10n.t('the weights that the config names'), weights: 'checkpoint' },
    { label: l10n.t('Random weights'), description: l10n.t('a smoke test: it checks shapes and numbers'), weights: 'random' },
  ];
  return (await window.showQuickPick(choices, { placeHolder: l10n.t('Which weights is {0} to be run with?', model.name) }))?.weights;
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
