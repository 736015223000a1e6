/** The user's settings, asked for per file, since the folders of a workspace may differ. */
import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver/node';

export interface Settings {
  /** Codes of findings that are not shown. */
  readonly ignore: readonly string[];
  /** Whether files that are not open are checked, too. */
  readonly workspace: boolean;
  /** Image to run on, absolute or relative to the file's workspace folder; null for the one that comes with the tool. */
  readonly image: string | null;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  /** Whether lenses say what has changed since the file was saved. */
  readonly codeLensChange: boolean;
}

export const SECTION = 'vitConfig';
export const DEFAULTS: Settings = { ignore: [], workspace: true, image: null, inlayHints: true, codeLens: true, codeLensChange: true };

/** A client that never answers must not keep diagnostics back. */
const PATIENCE_MS = 500;

function at(value: unknown, path: string): unknown {
  let node = value;
  for (const key of path.split('.')) {
    if (node === null || typeof node !== 'object') return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}

/** Reads what a client sent for the section; anything of the wrong type counts as not set. */
export function settingsFrom(section: unknown): Settings {
  const ignore = at(section, 'diagnostics.ignore');
  const image = at(section, 'run.image');
  const enabled = (path: string, fallback: boolean) => {
    const value = at(section, path);
    return typeof value === 'boolean' ? value : fallback;
  };
  return {
    ignore: Array.isArray(ignore) ? ignore.filter((code) => typeof code === 'string') : DEFAULTS.ignore,
    workspace: enabled('diagnostics.workspace', DEFAULTS.workspace),
    image: typeof image === 'string' && image.trim() !== '' ? image.trim() : DEFAULTS.image,
    inlayHints: enabled('inlayHints.enable', DEFAULTS.inlayHints),
    codeLens: enabled('codeLens.enable', DEFAULTS.codeLens),
    codeLensChange: enabled('codeLens.change', DEFAULTS.codeLensChange),
  };
}

export class SettingsSource {
  readonly #asks: boolean;
  readonly #registers: boolean;
  /** What the client sent unasked, for clients that can't be asked. */
  #sent: Settings;

  constructor(
    private readonly connection: Connection,
    capabilities: ClientCapabilities,
    initial: unknown,
  ) {
    this.#asks = capabilities.workspace?.configuration === true;
    this.#registers = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    this.#sent = settingsFrom(initial);
  }

  async initialized(): Promise<void> {
    if (this.#registers) await this.connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
  }

  /** What came with workspace/didChangeConfiguration; clients that are asked send nothing of use. */
  sent(settings: unknown): void {
    const section = at(settings, SECTION);
    if (section !== undefined) this.#sent = settingsFrom(section);
  }

  /** `patienceMs`: how long the client may take to answer. */
  async of(uri: string, patienceMs = PATIENCE_MS): Promise<Settings> {
    if (!this.#asks) return this.#sent;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, patienceMs, null);
    });
    try {
      const answer = await Promise.race([this.connection.workspace.getConfiguration({ scopeUri: uri, section: SECTION }), patience]);
      // Null too where the client does not know the section.
      return answer === null ? this.#sent : settingsFrom(answer);
    } finally {
      clearTimeout(timer);
    }
  }
}
