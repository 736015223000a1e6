/** What there is to say of one file on disk. Nothing of its text is kept. */

import type { Diagnostic, Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type AnalysisOptions, Snapshot } from '../../core/analysis';
import type { CheckpointReference } from '../../core/checkpoint/header';
import { hasTellingName, mightBeConfig } from '../../core/dialects';
import { definitionsOf, modelPlaces } from '../../core/editor';
import { english } from '../../core/phrase';
import { mayHoldConfigs, syntaxOf } from '../../core/syntax';
import type { Disk } from '../../disk';
import { codeOf, decode, MAX_BYTES, reasonOf } from '../../files';
import type { FileCheckpoints, SeenCheckpoint } from '../checkpoints';
import { type DiagnosticForm, toDiagnostic, toRange } from '../convert';
import type { Imports, ModuleFiles, SeenModule } from '../modules';
import type { Pacer } from './pacer';
import type { Place } from './walk';

/** Modules that import modules, so many after each other. */
const MOST_ROUNDS = 16;

/** A model of a config, and where its name stands. */
export interface NamedPlace {
  readonly name: string;
  readonly range: Range;
  /** All of its config; null where it has none of its own here, only its name. */
  readonly definition: Range | null;
}

/** By what a config is seen to be the same as when it was checked. */
export interface LastCheck {
  readonly stamp: string;
  /** The checkpoints it names, */
  readonly references: readonly CheckpointReference[];
  /** and what was known of them. */
  readonly seen: readonly SeenCheckpoint[];
  /** The modules it imports, or would if they were there. */
  readonly modules: readonly SeenModule[];
}

export interface CheckedConfig extends LastCheck {
  readonly kind: 'config';
  readonly diagnostics: readonly Diagnostic[];
  readonly models: readonly NamedPlace[];
}

export type Checked =
  | CheckedConfig
  /** No config of ours, or no text at all. */
  | { readonly kind: 'other'; readonly stamp: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'gone' };

export class FileChecker {
  constructor(
    private readonly disk: Disk,
    private readonly pacer: Pacer,
    private readonly form: DiagnosticForm,
    private readonly checkpoints: FileCheckpoints,
    private readonly modules: ModuleFiles,
    private readonly say: (message: string) => void,
  ) {}

  /** Findings that settings silence are among them. `last`: the last check; the same again needs no second. */
  async check({ uri, path, name }: Place, last: LastCheck | undefined): Promise<Checked> {
    const telling = hasTellingName(name);
    let now = '';
    let bytes: Uint8Array;
    try {
      const info = await this.disk.stat(path);
      if (info.kind === 'directory') return { kind: 'directory' };
      now = `${info.modified} ${info.bytes}`;
      if (now === last?.stamp && (await this.#namesTheSame(uri, last))) return { kind: 'same' };
      if (info.kind !== 'file' || (info.bytes > MAX_BYTES && !telling)) return { kind: 'other', stamp: now };
      bytes = await this.disk.read(path, MAX_BYTES);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'gone' };
      this.say(`${path} is not checked: ${english(reasonOf(error))}`);
      return { kind: 'other', stamp: now };
    }
    const syntax = syntaxOf(name, '');
    const text = this.#textOf(path, bytes, syntax === 'python' ? mayHoldConfigs : (text) => telling || mightBeConfig(text));
    if (text === null) return { kind: 'other', stamp: now };
    const options = { fileName: name, syntax, ignore: [], checkpoints: this.checkpoints.of(uri) };
    if (syntax !== 'python') return this.#checkText(uri, now, await this.pacer.run(() => this.#read(text, options)), null);
    return this.#importing(
      uri,
      (modules) => this.pacer.run(() => this.#read(text, { ...options, modules })),
      (first, imports) => this.#checkText(uri, now, first, imports),
    );
  }

  async #checkText(uri: string, stamp: string, first: Snapshot, imports: Imports | null): Promise<Checked> {
    if (!first.recognised) return { kind: 'other', stamp };
    const references = first.models().flatMap(({ model }) => model.spec.checkpoint ?? []);
    const modules = imports === null ? [] : this.modules.seen(this.modules.pathsOf(imports));
    return this.#looking(references, uri, () => this.pacer.run(() => this.#analyse(uri, first, imports, { stamp, references, seen: [], modules })));
  }

  /** Reads a Python file until all that it imports is known, and keeps that while something is done with it. */
  async #importing<T>(uri: string, read: (imports: Imports) => Promise<Snapshot>, work: (snapshot: Snapshot, imports: Imports) => Promise<T>): Promise<T> {
    let release = () => {};
    try {
      for (let round = 0; ; round++) {
        const imports = this.modules.importsOf(uri);
        const snapshot = await read(imports);
        const before = release;
        release = this.modules.hold(this.modules.pathsOf(imports));
        before();
        await this.modules.load(imports);
        if (!imports.outdated || round === MOST_ROUNDS) return await work(snapshot, imports);
      }
    } finally {
      release();
    }
  }

  /** Does something once the files that a config names have been looked at. Not while it is its turn: a disk may be slow to answer. */
  async #looking<T>(references: readonly CheckpointReference[], uri: string, work: () => T | Promise<T>): Promise<T> {
    const paths = this.checkpoints.pathsOf(references, uri);
    if (paths.length === 0) return work();
    const release = this.checkpoints.hold(paths);
    try {
      await this.checkpoints.look(paths);
      return await work();
    } finally {
      release();
    }
  }

  async #namesTheSame(uri: string, { references, seen, modules }: LastCheck): Promise<boolean> {
    if (!(await this.modules.areAsSeen(modules))) return false;
    return this.#looking(references, uri, () => JSON.stringify(this.checkpoints.seen(references, uri)) === JSON.stringify(seen));
  }

  async #read(text: string, options: AnalysisOptions): Promise<Snapshot> {
    const snapshot = Snapshot.of(text, options);
    for (const { analysis } of snapshot.documents) {
      await this.pacer.pause();
      void analysis.recognition;
    }
    return snapshot;
  }

  /** Null where it is no text, or none that could be a config of ours. */
  #textOf(path: string, bytes: Uint8Array, mightBe: (text: string) => boolean): string | null {
    // What is cut off is too large for the core, too, which says so.
    const decoded = bytes.length > MAX_BYTES ? { ok: true as const, text: Buffer.from(bytes).toString('utf8') } : decode(bytes);
    if (!decoded.ok) {
      if (mightBe(Buffer.from(bytes).toString('latin1'))) this.say(`${path} is not checked: it ${decoded.reason}`);
      return null;
    }
    return mightBe(decoded.text) ? decoded.text : null;
  }

  async #analyse(uri: string, first: Snapshot, imports: Imports | null, { stamp, references, modules }: LastCheck): Promise<Checked> {
    const { text, options } = first;
    const seen = this.checkpoints.seen(references, uri);
    const snapshot = references.length === 0 ? first : Snapshot.of(text, options, first);
    for (const { analysis } of snapshot.documents) {
      await this.pacer.pause();
      if (analysis.recognition !== null) void analysis.findings;
    }
    const document = TextDocument.create(uri, '', 0, text);
    const diagnostics = snapshot.findings().map((finding) => toDiagnostic(document, finding, this.form, (file) => imports?.textOf(file) ?? null));
    const models = modelPlaces(snapshot).map(({ name: said, range, selectionRange }): NamedPlace => {
      const name = this.form.say(said);
      const defined = definitionsOf(snapshot, name).some((definition) => definition.range.start === range.start);
      return { name, range: toRange(document, selectionRange), definition: defined ? toRange(document, range) : null };
    });
    return { kind: 'config', stamp, ...withoutText({ diagnostics, models, references, seen, modules }) };
  }
}

/** A copy: a part of a string keeps the whole string alive, and a name is a part of its file's text. */
function withoutText<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
