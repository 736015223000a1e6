/** The page of the model panel: draws what the extension sends, says what a person wants. It reads no file and asks nobody else. */
import type { BuiltView, ModelView } from '../../server/protocol';
import { type FromPage, type PageState, pageState, type ToPage } from '../panel/messages';
import type { Words } from '../panel/words';
import { emptyPage, page } from './page';
import { Renderer } from './renderer';
import type { Actions } from './scene';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: PageState): void;
};

/** The last model that could be built: it stays in sight while its config is half-typed. */
interface Drawn {
  /** The file, and which of its models. */
  readonly of: string;
  readonly view: ModelView;
  readonly built: BuiltView;
  readonly image: string | null;
}

type Shown = Extract<ToPage, { type: 'model' }>;

class Page {
  readonly #api = acquireVsCodeApi();
  readonly #renderer = new Renderer();
  readonly #root: HTMLElement;
  readonly #open: Set<string>;
  readonly #broken = new Set<string>();
  #scroll: number;
  #words: Words | null = null;
  #shown: Shown | null = null;
  #highlight: Extract<ToPage, { type: 'highlight' }> = { type: 'highlight', parts: [], image: false };
  #drawn: Drawn | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
    const { open, scroll } = pageState(this.#api.getState());
    this.#open = new Set(open);
    this.#scroll = scroll;
    window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => this.#receive(data));
    window.addEventListener('scrollend', () => this.#save(window.scrollY));
    this.#api.postMessage({ type: 'ready' });
  }

  readonly #actions: Actions = {
    reveal: (range) => this.#api.postMessage({ type: 'reveal', range }),
    choose: (id) => this.#api.postMessage({ type: 'choose', id }),
    run: () => this.#api.postMessage({ type: 'run' }),
    runWithWeights: () => this.#api.postMessage({ type: 'runWithWeights' }),
    cancel: () => this.#api.postMessage({ type: 'cancel' }),
    toggle: (part) => {
      if (!this.#open.delete(part)) this.#open.add(part);
      this.#save(this.#scroll);
      this.#draw();
    },
    imageFailed: (source) => {
      this.#broken.add(source);
      this.#draw();
    },
  };

  #receive(message: ToPage): void {
    switch (message.type) {
      case 'words':
        this.#words = message.words;
        break;
      case 'model':
        this.#shown = message;
        this.#keep(message);
        break;
      case 'highlight':
        this.#highlight = message;
        break;
    }
    this.#draw();
  }

  #keep({ view, image }: Shown): void {
    if (view !== null && view.built !== null) this.#drawn = { of: modelOf(view), view, built: view.built, image };
  }

  #draw(): void {
    const [words, shown] = [this.#words, this.#shown];
    if (words === null || shown === null) return;
    const first = this.#root.firstChild === null;
    const last = this.#drawn;
    // A text may be no config for the moment: until another one is shown, what was drawn of it stays.
    const view = shown.view ?? (last !== null && last.view.uri === shown.uri ? { ...last.view, problems: [], built: null, run: null } : null);
    if (view === null) {
      this.#renderer.render(this.#root, emptyPage(words, shown.uri !== null));
    } else {
      const stale = view.built === null;
      const same = last?.of === modelOf(view) ? last : null;
      const built = view.built ?? same?.built ?? null;
      const source = stale ? (same?.image ?? null) : shown.image;
      const image = source !== null && !this.#broken.has(source) ? source : null;
      const { parts, image: imageCurrent } = this.#highlight;
      const scene = {
        words,
        actions: this.#actions,
        view,
        built,
        stale,
        image,
        trusted: shown.trusted,
        open: this.#open,
        current: new Set(stale ? [] : parts),
        imageCurrent: imageCurrent && !stale,
      };
      this.#renderer.render(this.#root, page(scene));
    }
    if (first) window.scrollTo(0, this.#scroll);
    this.#save(this.#scroll);
  }

  #save(scroll: number): void {
    this.#scroll = scroll;
    this.#api.setState({ uri: this.#shown?.uri ?? null, open: [...this.#open], scroll });
  }
}

/** Which model of which file: ids tell configs apart, and change with every edit. */
const modelOf = ({ uri, id, models }: ModelView): string => `${models.findIndex((model) => model.id === id)} ${uri}`;

const root = document.querySelector('main');
if (root !== null) new Page(root);
