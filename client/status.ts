/** What the language status (`{}` in the status bar) says of the file in use: its model, why it was recognised, its last run. */
import { type DocumentSelector, type ExtensionContext, type LanguageStatusItem, LanguageStatusSeverity, l10n, languages, window } from 'vscode';
import { type FileStatus, SHOW_MODEL_COMMAND } from '../server/protocol';
import type { Client } from './client';
import { modelAt } from './modelAt';

/** Typing and moving pause this long before they are looked at. */
const PAUSE_MS = 150;
const NOWHERE: DocumentSelector = [];

export function registerStatus(context: ExtensionContext, client: Client): void {
  const status = new Status(client);
  let timer: NodeJS.Timeout | undefined;
  const soon = (work: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(work, PAUSE_MS);
  };
  const isInUse = (uri: string) => window.activeTextEditor?.document.uri.toString() === uri;
  const ask = () => soon(() => void status.ask());
  context.subscriptions.push(
    status,
    { dispose: () => clearTimeout(timer) },
    window.onDidChangeActiveTextEditor(ask),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      // What was asked for is shown anyway when it is there.
      if (textEditor === window.activeTextEditor && !status.asking) soon(() => status.show());
    }),
    client.onDidSync((uri) => isInUse(uri) && ask()),
    client.onDidChange((uri) => isInUse(uri) && ask()),
    client.onDidStart(ask),
    client.onDidStop(() => status.stopped()),
  );
}

/** What the server last said of the file in use. */
interface Known {
  readonly uri: string;
  readonly status: FileStatus;
}

class Status {
  readonly #model: LanguageStatusItem;
  readonly #dialect: LanguageStatusItem;
  readonly #run: LanguageStatusItem;
  #asked = 0;
  #answered = 0;
  #known: Known | null = null;

  constructor(private readonly client: Client) {
    const item = (id: string, name: string) => {
      const created = languages.createLanguageStatusItem(id, NOWHERE);
      created.name = name;
      return created;
    };
    // VS Code shows them in the order of their ids.
    this.#model = item('vitConfig.model', l10n.t('ViT Config: Model'));
    this.#dialect = item('vitConfig.recognition', l10n.t('ViT Config: Recognition'));
    this.#run = item('vitConfig.run', l10n.t('ViT Config: Last Run'));
  }

  get asking(): boolean {
    return this.#asked !== this.#answered;
  }

  /** Asks the server about the file in use, and shows its answer unless something else was asked meanwhile. */
  async ask(): Promise<void> {
    const asked = ++this.#asked;
    const document = window.activeTextEditor?.document;
    const uri = document?.uri.toString();
    let known: Known | null = null;
    if (document !== undefined && uri !== undefined && this.client.serves(document)) {
      try {
        known = { uri, status: await this.client.status(uri) };
      } catch (error) {
        // Asked again when the server stands.
        this.client.log.debug(`The status of ${uri} is not known: ${String(error)}`);
      }
    }
    if (asked !== this.#asked) return;
    this.#answered = asked;
    this.#known = known;
    this.show();
  }

  show(): void {
    const editor = window.activeTextEditor;
    const known = this.#known;
    if (editor === undefined || known === null || editor.document.uri.toString() !== known.uri) return this.#hide();
    const { uri, status } = known;
    // Most Python is something else, and nobody has to be told.
    if (status.dialect === null) return editor.document.languageId === 'python' ? this.#hide() : this.#showForeign();
    const at = modelAt(status.models, editor.selection.active);
    const model = at ?? status.models[0];

    this.#model.selector = this.client.selector;
    this.#model.severity = at === undefined || at.built ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Error;
    this.#model.text = plain(at?.line ?? (model === undefined ? l10n.t('No model yet') : l10n.t('{0} models', status.models.length)));
    this.#model.detail = undefined;
    this.#model.command =
      model === undefined
        ? undefined
        : { title: l10n.t('Show Model'), command: SHOW_MODEL_COMMAND, arguments: [{ uri, id: model.id, position: model.range.start }] };

    this.#dialect.selector = this.client.selector;
    const dialect = status.dialect.split('/').at(-1) ?? status.dialect;
    this.#dialect.text = status.form === 'training' ? l10n.t('{0} training config', dialect) : l10n.t('{0} model config', dialect);
    this.#dialect.detail = plain(brief(status.evidence[0]?.reason ?? ''));
    this.#dialect.command = { title: l10n.t('Why'), command: 'vitConfig.explain' };

    this.#run.selector = model === undefined ? NOWHERE : this.client.selector;
    this.#run.busy = at?.run?.state === 'queued' || at?.run?.state === 'running';
    this.#run.text = plain(at?.run?.title ?? l10n.t('Not run yet'));
    this.#run.command = { title: l10n.t('Show Log'), command: 'vitConfig.showLog' };
  }

  stopped(): void {
    this.#known = null;
    this.#hide();
    this.#model.selector = this.client.selector;
    this.#model.severity = LanguageStatusSeverity.Error;
    this.#model.text = l10n.t('The server of ViT Config is not running');
    this.#model.detail = undefined;
    this.#model.command = { title: l10n.t('Restart'), command: 'vitConfig.restartServer' };
  }

  dispose(): void {
    for (const item of [this.#model, this.#dialect, this.#run]) item.dispose();
  }

  #showForeign(): void {
    this.#hide();
    this.#model.selector = this.client.selector;
    this.#model.severity = LanguageStatusSeverity.Information;
    this.#model.text = l10n.t('Not a ViT config');
    this.#model.detail = l10n.t('neither its name nor its keys are those of one');
    this.#model.command = { title: l10n.t('Why'), command: 'vitConfig.explain' };
  }

  #hide(): void {
    for (const item of [this.#model, this.#dialect, this.#run]) item.selector = NOWHERE;
    this.#run.busy = false;
  }
}

/** The rows of the language status do not wrap. All of it is told by the command beside it. */
const LONGEST = 60;

function brief(reason: string): string {
  const text = reason.replaceAll('`', '');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** A text in which `$(name)` is no icon. */
const plain = (text: string): string => text.replaceAll('$(', '\\$(');
