/** What is known of the files on disk: of a config its findings and the names of its models, of others only that they are none. */
import type { Diagnostic } from 'vscode-languageserver/node';
import type { CheckpointReference } from '../../core/checkpoint/header';
import type { SeenCheckpoint } from '../checkpoints';
import type { SeenModule } from '../modules';
import type { Checked, LastCheck, NamedPlace } from './check';
import { isWithin } from './places';
import type { Place } from './walk';

export interface ConfigRecord {
  /** As the client spells it, or would. */
  readonly uri: string;
  readonly key: string;
  /** Those that settings silence included. */
  readonly diagnostics: readonly Diagnostic[];
  readonly models: readonly NamedPlace[];
  /** The checkpoints it names, and what was known of them. */
  readonly references: readonly CheckpointReference[];
  readonly seen: readonly SeenCheckpoint[];
  /** The modules it imports, or would if they were there. */
  readonly modules: readonly SeenModule[];
  /** Another one for other findings. */
  readonly revision: number;
}

export class Records {
  readonly #configs = new Map<string, ConfigRecord>();
  /** By which a file is seen to be the same as when it was checked. */
  readonly #stamps = new Map<string, string>();
  #revision = 0;

  /** `changed`: there is something else to say of a file. */
  constructor(private readonly changed: (key: string, uri: string) => void) {}

  get(key: string): ConfigRecord | undefined {
    return this.#configs.get(key);
  }

  all(): Iterable<ConfigRecord> {
    return this.#configs.values();
  }

  /** What a file is seen by to be the same as when it was checked. */
  lastOf(key: string): LastCheck | undefined {
    const stamp = this.#stamps.get(key);
    const { references = [], seen = [], modules = [] } = this.#configs.get(key) ?? {};
    return stamp === undefined ? undefined : { stamp, references, seen, modules };
  }

  put({ key, uri }: Place, checked: Checked): void {
    if (checked.kind === 'same') return;
    if (checked.kind === 'gone' || checked.kind === 'directory') return this.drop(key);
    this.#stamps.set(key, checked.stamp);
    const before = this.#configs.get(key);
    if (checked.kind === 'other') {
      if (this.#configs.delete(key)) this.changed(key, before?.uri ?? uri);
      return;
    }
    const { diagnostics, models, references, seen, modules } = checked;
    const same = before !== undefined && before.uri === uri && JSON.stringify(before.diagnostics) === JSON.stringify(diagnostics);
    this.#configs.set(key, { uri, key, diagnostics, models, references, seen, modules, revision: same ? before.revision : ++this.#revision });
    if (!same) this.changed(key, uri);
  }

  /** Forgets a file. */
  drop(key: string): void {
    this.#stamps.delete(key);
    const record = this.#configs.get(key);
    if (this.#configs.delete(key)) this.changed(key, record?.uri ?? key);
  }

  /** Forgets all that `gone` holds of. */
  dropAll(gone: (key: string) => boolean): void {
    for (const key of [...this.#stamps.keys()]) if (gone(key)) this.drop(key);
  }

  /** Forgets what was there: a file, or everything in a directory. */
  dropWithin(path: string): void {
    this.dropAll((key) => isWithin(key, path));
  }
}
