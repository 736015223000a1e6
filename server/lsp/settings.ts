/** The user's settings, asked for per file, since the folders of a workspace may differ. */
import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import { SERVER_SETTINGS, type Setting } from './settingsTable';

type Read<S> = S extends Setting<infer T> ? T : never;

/** What the server does by; server/lsp/settingsTable.ts says what each is. */
export type Settings = { readonly [Name in keyof typeof SERVER_SETTINGS]: Read<(typeof SERVER_SETTINGS)[Name]> };

export const SECTION = 'vitConfig';

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
  const read = ([name, setting]: readonly [string, Setting]) => [name, setting.read(at(section, setting.key)) ?? setting.read(setting.schema.default)];
  return Object.fromEntries(Object.entries(SERVER_SETTINGS).map(read)) as Settings;
}

export const DEFAULTS: Settings = settingsFrom(undefined);

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
