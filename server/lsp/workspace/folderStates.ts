/** What the settings say of each workspace folder, asked for once a folder and not once a file. */
import type { SettingsSource } from '../settings';
import type { Folder, Folders } from './places';

/** Nobody waits for a sweep, and one that a person has switched off must not be made because their editor was slow to say so. */
const PATIENCE_MS = 10_000;

interface FolderState {
  /** `vitConfig.diagnostics.workspace`. */
  readonly on: boolean;
  readonly ignore: ReadonlySet<string>;
  /** Another one for another `ignore`. */
  readonly revision: number;
  /** Its files are shown and watched: it is on, or a person asked to check the workspace. */
  readonly followed: boolean;
}

export class FolderStates {
  readonly #states = new Map<string, FolderState>();
  #revision = 0;
  #reading = 0;

  constructor(
    private readonly settings: SettingsSource,
    private readonly folders: Folders,
  ) {}

  /** Gives the folders that are followed from now on, null when the settings are being read again already. */
  async read(): Promise<readonly Folder[] | null> {
    const reading = ++this.#reading;
    const folders = this.folders.onDisk;
    const read = await Promise.all(folders.map(({ uri }) => this.settings.of(uri, PATIENCE_MS)));
    if (reading !== this.#reading) return null;
    const begun: Folder[] = [];
    const before = new Map(this.#states);
    this.#states.clear();
    for (const [i, folder] of folders.entries()) {
      const { workspace: on = false, ignore = [] } = read[i] ?? {};
      const last = before.get(folder.key);
      const same = last !== undefined && last.ignore.size === ignore.length && ignore.every((code) => last.ignore.has(code));
      // Switched off, it is left; never on, it may be followed since a person asked.
      const followed = on || (last !== undefined && last.followed && !last.on);
      this.#states.set(folder.key, { on, ignore: new Set(ignore), revision: same ? last.revision : ++this.#revision, followed });
      if (followed && last?.followed !== true) begun.push(folder);
    }
    return begun;
  }

  /** Follows all folders, as a person asked for it. */
  followAll(): void {
    for (const [key, state] of this.#states) this.#states.set(key, { ...state, followed: true });
  }

  get followed(): readonly Folder[] {
    return this.folders.onDisk.filter(({ key }) => this.#states.get(key)?.followed === true);
  }

  /** Of the folder a file is in. */
  of(key: string): FolderState | undefined {
    const folder = this.folders.of(key);
    return folder === undefined ? undefined : this.#states.get(folder.key);
  }
}
