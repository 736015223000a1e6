import {
  commands,
  Disposable,
  type ExtensionContext,
  env,
  l10n,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { ModelParams, ModelView } from '../../server/protocol';
import type { Client } from '../client';
import { type Highlight, highlightAt, NO_HIGHLIGHT, sameHighlight } from './highlight';
import { pageHtml } from './html';
import { Latest } from './latest';
import { type FromPage, fromPage, pageState, type ToPage } from './messages';
import { nonce, resourceRoots } from './resources';
import { revealIn } from './reveal';
import { VIEW_TYPE } from './viewType';
import { panelWords } from './words';

/** A model that was asked for, which holds until the cursor moves. */
type Pin = Pick<ModelParams, 'id' | 'position'>;

/**
 * The one panel that shows a model. It follows the config that is edited, and in it the model at the cursor; where no config is edited,
 * it stays with the last.
 */
export class ModelPanel {
  #panel: WebviewPanel | null = null;
  #subscriptions: Disposable | null = null;
  /** The config that is followed. */
  #uri: string | null = null;
  #pin: Pin | null = null;
  #view: ModelView | null = null;
  #highlight: Highlight = NO_HIGHLIGHT;
  /** Files to ask about; one that is not followed yet is followed if it has a model. */
  readonly #questions = new Latest<string>((uri) => this.#ask(uri));

  constructor(
    private readonly context: ExtensionContext,
    private readonly client: Client,
  ) {
    context.subscriptions.push(new Disposable(() => this.#panel?.dispose()));
  }

  /** Shows the panel beside the editor, with a model of this file, or with that of the active editor. */
  show(target: ModelParams | null): void {
    const editor = window.activeTextEditor;
    if (this.#panel === null) {
      const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      this.#attach(window.createWebviewPanel(VIEW_TYPE, l10n.t('Model'), column));
    } else {
      this.#panel.reveal(undefined, true);
    }
    if (target !== null) this.#follow(target.uri, target);
    else if (editor !== undefined) this.#consider(editor.document);
  }

  /** Brings a panel of an earlier window back to life. */
  async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    this.#panel?.dispose();
    this.#attach(panel);
    const { uri } = pageState(state);
    if (uri === null) return;
    try {
      // The server knows what is open.
      await workspace.openTextDocument(Uri.parse(uri, true));
    } catch (error) {
      this.client.log.info(`The config of the model panel is gone: ${String(error)}`);
      return;
    }
    if (this.#uri === null) this.#follow(uri, null);
  }

  #attach(panel: WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = { light: this.#file('media', 'model-light.svg'), dark: this.#file('media', 'model-dark.svg') };
    this.#subscriptions = Disposable.from(
      panel.onDidDispose(() => this.#panel === panel && this.#detach()),
      panel.webview.onDidReceiveMessage((message) => this.#receive(message)),
      window.onDidChangeActiveTextEditor((editor) => editor !== undefined && this.#consider(editor.document)),
      window.onDidChangeVisibleTextEditors(() => this.#sendHighlight()),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#moved(textEditor)),
      workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      this.client.onDidSync((uri) => this.#changed(uri)),
      this.client.onDidChange((uri) => this.#changed(uri)),
      this.client.onDidStart(() => this.#refresh()),
    );
    this.#load(panel.webview, null);
    this.#refresh();
  }

  #refresh(): void {
    if (this.#uri !== null) this.#questions.request(this.#uri);
    else if (window.activeTextEditor !== undefined) this.#consider(window.activeTextEditor.document);
  }

  #detach(): void {
    this.#subscriptions?.dispose();
    this.#panel = null;
    this.#subscriptions = null;
    this.#uri = null;
    this.#pin = null;
    this.#view = null;
    this.#highlight = NO_HIGHLIGHT;
  }

  /** Loads the page; `image` is a file it must be able to show. */
  #load(webview: Webview, image: Uri | null): void {
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: resourceRoots(this.context.extensionUri, image) };
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(this.#file('dist', 'panel.js')).toString(),
      style: webview.asWebviewUri(this.#file('dist', 'panel.css')).toString(),
      nonce: nonce(),
      language: env.language,
      title: l10n.t('Model'),
    });
  }

  #follow(uri: string, pin: Pin | null): void {
    this.#uri = uri;
    this.#pin = pin;
    this.#questions.request(uri);
  }

  /** A file that may be a config. */
  #consider(document: TextDocument): void {
    if (this.client.serves(document)) this.#questions.request(document.uri.toString());
  }

  #changed(uri: string): void {
    if (uri === this.#uri || uri === window.activeTextEditor?.document.uri.toString()) this.#questions.request(uri);
  }

  #closed(document: TextDocument): void {
    if (document.uri.toString() !== this.#uri) return;
    this.#uri = null;
    this.#show(null);
  }

  #moved(editor: TextEditor): void {
    if (editor.document.uri.toString() !== this.#uri) return;
    this.#pin = null;
    // Which model the cursor is in is the server's to say.
    if ((this.#view?.models.length ?? 0) > 1) this.#questions.request(this.#uri);
    else this.#sendHighlight();
  }

  async #ask(uri: string): Promise<void> {
    const before = this.#uri;
    const pin: Pin = uri === before ? (this.#pin ?? {}) : {};
    const position = pin.position ?? this.#editorOf(uri)?.selection.active;
    const params: ModelParams = { uri, id: pin.id, position: position && { line: position.line, character: position.character } };
    let view: ModelView | null;
    try {
      view = await this.client.model(params);
    } catch (error) {
      // A server that is starting again is asked once it stands.
      this.client.log.warn(`The model panel got no answer: ${String(error)}`);
      return;
    }
    // Meanwhile the panel was closed, or another config asked for.
    if (this.#panel === null || this.#uri !== before) return;
    if (uri !== before) {
      if (view === null) return;
      this.#uri = uri;
      this.#pin = null;
    }
    this.#show(view);
  }

  #show(view: ModelView | null): void {
    const panel = this.#panel;
    if (panel === null) return;
    this.#view = view;
    const title = view === null ? l10n.t('Model') : l10n.t('Model {0}', view.name);
    if (panel.title !== title) panel.title = title;
    const image = this.#image();
    if (image !== null && !covered(panel.webview, image)) this.#load(panel.webview, image);
    this.#sendModel();
    this.#sendHighlight();
  }

  #sendModel(): void {
    const image = this.#image();
    const source = image === null ? null : (this.#panel?.webview.asWebviewUri(image).toString() ?? null);
    this.#post({ type: 'model', view: this.#view, uri: this.#uri, image: source, trusted: workspace.isTrusted });
  }

  #image(): Uri | null {
    const path = this.#view?.built?.image.path ?? null;
    return path === null ? null : Uri.file(path);
  }

  #sendHighlight(always = false): void {
    const cursor = this.#uri === null ? undefined : this.#editorOf(this.#uri)?.selection.active;
    const highlight = this.#view === null || cursor === undefined ? NO_HIGHLIGHT : highlightAt(this.#view, cursor);
    if (!always && sameHighlight(highlight, this.#highlight)) return;
    this.#highlight = highlight;
    this.#post({ type: 'highlight', ...highlight });
  }

  #post(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }

  #receive(raw: unknown): void {
    const message = fromPage(raw);
    if (message === null) this.client.log.warn('The page of the model panel said something unknown.');
    else this.#answer(message).catch((error: unknown) => this.client.log.error(`The model panel could not ${message.type}: ${String(error)}`));
  }

  async #answer(message: FromPage): Promise<void> {
    const view = this.#view;
    switch (message.type) {
      case 'ready':
        this.#post({ type: 'words', words: panelWords() });
        this.#sendModel();
        this.#sendHighlight(true);
        return;
      case 'reveal': {
        const { start, end } = message.range;
        if (this.#uri !== null) await revealIn(this.#uri, new Range(start.line, start.character, end.line, end.character), this.#panel?.viewColumn);
        return;
      }
      case 'choose': {
        const chosen = view?.models.find(({ id }) => id === message.id);
        if (view !== null && chosen !== undefined) this.#follow(view.uri, { id: chosen.id, position: chosen.range.start });
        return;
      }
      case 'run':
      case 'runWithWeights':
      case 'cancel':
        if (view === null) return;
        await commands.executeCommand(message.type === 'cancel' ? 'vitConfig.cancelRun' : 'vitConfig.run', {
          uri: view.uri,
          id: view.id,
          position: view.anchor.start,
          ...(message.type === 'runWithWeights' ? { weights: 'checkpoint' } : {}),
        });
        return;
    }
  }

  #editorOf(uri: string): TextEditor | undefined {
    const shows = (editor: TextEditor | undefined) => editor?.document.uri.toString() === uri;
    return shows(window.activeTextEditor) ? window.activeTextEditor : window.visibleTextEditors.find(shows);
  }

  #file(...path: readonly string[]): Uri {
    return Uri.joinPath(this.context.extensionUri, ...path);
  }
}

/** Whether the page may load a file. */
function covered(webview: Webview, { scheme, path }: Uri): boolean {
  return (webview.options.localResourceRoots ?? []).some(
    (root) => root.scheme === scheme && path.startsWith(root.path.endsWith('/') ? root.path : `${root.path}/`),
  );
}
