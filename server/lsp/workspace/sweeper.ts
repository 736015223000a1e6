/** Goes over the files of folders and keeps what it finds in the records. */
import { dirname } from 'node:path/posix';
import { hasTellingName } from '../../core/dialects';
import type { Disk } from '../../disk';
import { isSkippedDirectory, mayHoldConfig } from '../../files';
import type { FileCheckpoints } from '../checkpoints';
import type { DiagnosticForm } from '../convert';
import type { ModuleFiles } from '../modules';
import { FileChecker } from './check';
import { Pacer } from './pacer';
import { type Folders, isWithin } from './places';
import type { Records } from './records';
import { type Place, placeAt, WALK_LIMITS, type Walked, type WalkLimits, walk } from './walk';

/** Files read at once. */
const AT_ONCE = 8;

export interface SweeperHost {
  readonly disk: Disk;
  readonly folders: Folders;
  readonly form: DiagnosticForm;
  readonly checkpoints: FileCheckpoints;
  readonly modules: ModuleFiles;
  readonly limits?: WalkLimits;
  /** Whether what is found of a file on disk is of interest: its folder is followed, and it is not open. */
  wants(key: string): boolean;
  /** Something people should read, such as a folder that can't be read. */
  warn(message: string): void;
  /** An error of ours with one file, which the others must not suffer from. */
  failed(error: unknown): void;
}

export interface Swept {
  readonly files: number;
  /** Whether every folder was looked through to its end. */
  readonly complete: boolean;
}

export class Sweeper {
  readonly #checker: FileChecker;
  readonly #setAside = new Map<string, 'all' | 'untelling'>();
  /** The last check begun of each file that is being checked. */
  readonly #checking = new Map<string, symbol>();
  readonly #said = new Set<string>();

  constructor(
    private readonly host: SweeperHost,
    private readonly records: Records,
  ) {
    this.#checker = new FileChecker(host.disk, new Pacer(), host.form, host.checkpoints, host.modules, (message) => this.#say(message));
  }

  /** `fresh`: reads files that seem unchanged, too. What was found before it is aborted stays. */
  async sweep(starts: readonly Place[], fresh: boolean, signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<Swept> {
    const { disk, folders, limits = WALK_LIMITS } = this.host;
    const walks: { readonly start: Place; readonly walked: Walked }[] = [];
    for (const start of starts) {
      const walked = await walk(
        {
          disk,
          limits,
          isFolder: (key) => folders.onDisk.some((folder) => folder.key === key),
          isInFolder: (key) => folders.of(key) !== undefined,
          say: (message) => this.#say(message),
        },
        start,
        signal,
      );
      walks.push({ start, walked });
    }
    const files = walks.flatMap(({ walked }) => walked.files);
    const telling = (place: Place) => hasTellingName(place.name);
    const ordered = [...files.filter(telling), ...files.filter((place) => !telling(place))];
    let done = 0;
    await inParallel(ordered, signal, async (place) => {
      if (this.host.wants(place.key)) await this.#check(place, fresh);
      onProgress(++done, ordered.length);
    });
    if (!signal.aborted) for (const { start, walked } of walks) this.#settle(start, walked);
    return { files: done, complete: walks.every(({ walked }) => walked.complete) };
  }

  /** Something happened to these files or directories, or may have. */
  async look(uris: readonly { readonly uri: string; readonly path: string; readonly key: string }[]): Promise<void> {
    await inParallel(uris, new AbortController().signal, async ({ uri, path, key }) => {
      const folder = this.host.folders.of(key);
      const place = folder === undefined || !this.host.wants(key) ? null : placeAt(folder, uri, path);
      if (place === null || this.#isAside(place, folder?.key ?? '')) return;
      const kind = mayHoldConfig(place.name) ? await this.#check(place, true) : await this.#kindOf(place);
      if (kind === 'gone') this.records.dropWithin(key);
      else if (kind === 'directory' && !isSkippedDirectory(place.name)) await this.sweep([place], false, new AbortController().signal, () => undefined);
    });
  }

  isChecking(key: string): boolean {
    return this.#checking.has(key);
  }

  /** What came of it; `null` if that is of no interest any more. */
  async #check(place: Place, fresh: boolean): Promise<string | null> {
    const { key } = place;
    const mine = Symbol(key);
    this.#checking.set(key, mine);
    try {
      const checked = await this.#checker.check(place, fresh ? undefined : this.records.lastOf(key));
      // A check begun later has read what is there now; a file that was opened speaks for itself.
      if (this.#checking.get(key) !== mine || !this.host.wants(key)) return null;
      this.records.put(place, checked);
      // A header came while it was checked without.
      if (checked.kind === 'config' && checked.seen.some((file) => this.host.checkpoints.isOutdated(file))) return await this.#check(place, true);
      return checked.kind;
    } catch (error) {
      this.host.failed(error);
      return null;
    } finally {
      if (this.#checking.get(key) === mine) this.#checking.delete(key);
    }
  }

  async #kindOf({ path }: Place): Promise<string> {
    return this.host.disk.stat(path).then(
      ({ kind }) => kind,
      () => 'gone',
    );
  }

  #isAside({ key, name }: Place, folder: string): boolean {
    const parent = dirname(key);
    if (this.#setAside.get(parent) === 'untelling' && !hasTellingName(name)) return true;
    for (let directory = parent; directory.length > folder.length; directory = dirname(directory)) if (this.#setAside.get(directory) === 'all') return true;
    return false;
  }

  /** Forgets what a walk did not find again. */
  #settle(start: Place, { files, setAside, unseen, complete }: Walked): void {
    for (const key of [...this.#setAside.keys()]) if (isWithin(key, start.key)) this.#setAside.delete(key);
    for (const [key, what] of setAside) this.#setAside.set(key, what);
    if (!complete) return;
    const { folders } = this.host;
    const found = new Set(files.map(({ key }) => key));
    const folder = folders.of(start.key);
    this.records.dropAll((key) => isWithin(key, start.key) && !found.has(key) && folders.of(key) === folder && !unseen.some((place) => isWithin(key, place)));
  }

  #say(message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.host.warn(message);
  }
}

async function inParallel<T>(items: readonly T[], signal: AbortSignal, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length && !signal.aborted) {
      const item = items[next++];
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}
