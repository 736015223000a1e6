/** Checkpoint files: what is in one, and the config it must have had. The server reads them. */
import { EventEmitter, l10n, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import type { InferAnswer } from '../server/protocol';
import { INFER_COMMAND } from '../server/protocol';
import type { Client } from './client';

const EXTENSIONS = ['npz', 'safetensors'];
/** Of texts that say what is in a checkpoint; their query is its URI. */
export const CHECKPOINT_SCHEME = 'vit-config-checkpoint';

/** The texts that say what is in a checkpoint. */
export class CheckpointTexts implements TextDocumentContentProvider {
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly client: Client) {}

  provideTextDocumentContent({ query }: Uri): Promise<string> {
    return this.client.checkpoint(query);
  }

  /** Shows what is in a file by now. */
  async show(argument: unknown): Promise<void> {
    const file = await fileOf(argument, l10n.t('A checkpoint to look into'), l10n.t('Show'));
    if (file === undefined) return;
    const uri = Uri.from({ scheme: CHECKPOINT_SCHEME, path: file.path, query: file.toString() });
    // One that is open shows how the file was.
    this.#changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }
}

/**
 * Opens the config that a checkpoint must have had as a new file beside it, not saved yet: there its `checkpoint` leads to the file,
 * and saving asks nothing.
 */
export async function configFromCheckpoint(client: Client, argument: unknown): Promise<void> {
  const file = await fileOf(argument, l10n.t('A checkpoint to read the config from'), l10n.t('Read Config'));
  if (file === undefined) return;
  const answer = await client.answer<InferAnswer>(INFER_COMMAND, { uri: file.toString() });
  // The server has said why.
  if (answer === null || answer.state !== 'finished') return;
  const document = await workspace.openTextDocument(await freeName(file));
  const editor = await window.showTextDocument(document);
  await editor.edit((edit) => edit.insert(editor.document.positionAt(0), answer.text));
}

/** The file that a command was given, by a link or the explorer; else one that is picked. */
async function fileOf(argument: unknown, title: string, openLabel: string): Promise<Uri | undefined> {
  const given = argument instanceof Uri ? argument : typeof argument === 'string' ? Uri.parse(argument) : undefined;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const [file] =
    given === undefined
      ? ((await window.showOpenDialog({
          title,
          openLabel,
          filters: { [l10n.t('Checkpoints')]: EXTENSIONS },
          ...(folder === undefined ? {} : { defaultUri: folder }),
        })) ?? [])
      : [given];
  if (file === undefined || file.scheme === 'file') return file;
  void window.showWarningMessage(l10n.t('The checkpoint must be a file of the machine that the extension runs on.'));
  return undefined;
}

/** `ViT-B_16.vit.yaml` beside `ViT-B_16.npz`, or the first of `ViT-B_16-2.vit.yaml`, `-3`, ... that is neither there nor open. */
async function freeName(file: Uri): Promise<Uri> {
  const base = (file.path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '');
  const open = new Set(workspace.textDocuments.map(({ uri }) => uri.path));
  for (let i = 1; ; i++) {
    const uri = Uri.joinPath(file, '..', i === 1 ? `${base}.vit.yaml` : `${base}-${i}.vit.yaml`);
    const there = await workspace.fs.stat(uri).then(
      () => true,
      () => false, // VS Code tells a file that is not there by an error.
    );
    if (!there && !open.has(uri.path)) return uri.with({ scheme: 'untitled' });
  }
}
