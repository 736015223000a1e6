/** A file read and analysed. */

import { basename, resolve } from 'node:path';
import type { ModelAnalysis } from '../core/analysis';
import { Snapshot } from '../core/analysis';
import type { Finding, RelatedPlace } from '../core/finding';
import { english } from '../core/phrase';
import { type PythonSource, syntaxOf } from '../core/syntax';
import type { ConfigDocument } from '../core/syntax/tree';
import type { Range } from '../core/text';
import { decode, MAX_BYTES, reasonOf } from '../files';
import { InputError } from './arguments';
import type { CheckpointReader, KnownCheckpoints } from './checkpoints';
import { shownPath } from './files';
import type { Host } from './host';
import { type FileModules, ModuleReader } from './modules';
import { type PlacedRange, ShownText } from './place';
import { callOf, meant, type Wanted } from './wanted';

export interface SourceModel {
  /** `model_name`; null where the config has none. */
  readonly name: string | null;
  /** In a Python file the function or variable that gives the config; null in others. */
  readonly config: string | null;
  /** What people see: the name, or that of its function, or `model 2`. */
  readonly label: string;
  readonly document: ConfigDocument;
  readonly model: ModelAnalysis;
}

export interface SourceOptions {
  /** Its base name, by which its syntax is told. */
  readonly fileName: string;
  readonly ignore: readonly string[];
  /** Of a Python file: what it imports; left out, that is unknown. */
  readonly modules?: FileModules | undefined;
  /** Of a Python file: the one config that is meant. Throws InputError where there is none such. */
  readonly wanted?: string | null;
  /** Where paths of other files are shown from. */
  readonly cwd?: string;
}

/** One config file at one moment. */
export class Source {
  readonly snapshot: Snapshot;
  /** The one config of the file that is meant; null for all of them. */
  readonly wanted: Wanted | null;
  readonly #shown: ShownText;

  constructor(
    /** As shown to people. */
    readonly path: string,
    readonly text: string,
    private readonly options: SourceOptions,
    private readonly known?: KnownCheckpoints,
  ) {
    this.#shown = new ShownText(path, text);
    const { fileName, ignore, modules, wanted: name = null } = options;
    const { checkpoints, instead } = known ?? {};
    const all = {
      fileName,
      syntax: syntaxOf(fileName),
      ignore,
      ...(modules === undefined ? {} : { modules }),
      ...(checkpoints === undefined ? {} : { checkpoints }),
      ...(instead === undefined ? {} : { checkpoint: instead }),
    };
    const snapshot = Snapshot.of(text, all);
    const wanted =
      name === null
        ? null
        : meant(
            path,
            snapshot.documents.map(({ analysis }) => analysis.document),
            name,
          );
    const call = wanted === null ? null : callOf(wanted);
    const called = call === null ? snapshot : Snapshot.of(text, { ...all, call }, snapshot);
    this.wanted = wanted;
    this.snapshot = wanted === null ? snapshot : called.only(({ python }) => python?.name === wanted.name);
  }

  /** The same file with another text. */
  static like({ path, options, known }: Source, text: string): Source {
    return new Source(path, text, options, known);
  }

  /** The same file with what is known of its checkpoints; itself where no model names one. */
  async with(reader: CheckpointReader, file: string): Promise<Source> {
    if (!this.snapshot.recognised) return this;
    return new Source(this.path, this.text, this.options, await reader.of(this.snapshot, file));
  }

  /** Its base name, by which its syntax is told. */
  get fileName(): string {
    return this.options.fileName;
  }

  get isPython(): boolean {
    return this.snapshot.options.syntax === 'python';
  }

  get findings(): readonly Finding[] {
    return this.snapshot.findings();
  }

  get models(): readonly SourceModel[] {
    const all = this.snapshot.models();
    return all.map(({ analysis: { document }, model }, i) => {
      const name = model.spec.name.known ? model.spec.name.value : null;
      const config = document.python?.name ?? null;
      return { document, model, name, config, label: name ?? config ?? (all.length === 1 ? 'model' : `model ${i + 1}`) };
    });
  }

  place(range: Range): PlacedRange {
    return this.#shown.place(range);
  }

  /** Text of a line, counted from 0, without its end. */
  line(line: number): string {
    return this.#shown.line(line);
  }

  /** The text that a related place is in: this one, or that of a module that it imports. */
  textOf({ file }: Pick<RelatedPlace, 'file'>): ShownText {
    const { modules, cwd } = this.options;
    if (file === undefined || modules === undefined) return this.#shown;
    return new ShownText(cwd === undefined ? file : shownPath(cwd, file), modules.textOf(file));
  }

  /** The modules that its configs were read from, with the texts that they had. */
  get modules(): readonly PythonSource[] {
    const { modules } = this.options;
    const keys = new Set(this.snapshot.documents.flatMap(({ analysis }) => analysis.document.python?.modules ?? []));
    return modules === undefined ? [] : [...keys].map((key) => ({ key, text: modules.textOf(key) }));
  }
}

export type Opened =
  | { readonly ok: true; readonly source: Source }
  /** `isText` is false where the content itself is no text of a config's size; else the file can't be got at. */
  | { readonly ok: false; readonly problem: string; readonly isText: boolean };

export interface OpenOptions {
  readonly ignore?: readonly string[];
  readonly stdinName?: string;
  /** Left out, nothing is read of checkpoints. */
  readonly checkpoints?: CheckpointReader;
  /** For several files of one command, so that each module is read once. */
  readonly modules?: ModuleReader;
  /** The one config of a Python file that is meant: what stood behind the colon. */
  readonly wanted?: string | null;
}

/** Reads a file, or the standard input for `-`. A file that can't be a config is a one-line problem, never an exception. */
export async function openSource(host: Host, path: string, options: OpenOptions = {}): Promise<Opened> {
  const shown = path === '-' ? (options.stdinName ?? 'standard input') : path;
  const refuse = (reason: string, isText = true): Opened => ({ ok: false, problem: `${shown}: ${reason}`, isText });
  let bytes: Uint8Array;
  try {
    if (path === '-') bytes = await host.stdin(MAX_BYTES);
    else {
      const absolute = resolve(host.cwd, path);
      const info = await host.stat(absolute);
      if (info.kind === 'directory') return refuse('is a directory, not a file');
      if (info.bytes > MAX_BYTES) return refuse(tooLarge(info.bytes), false);
      bytes = await host.read(absolute, MAX_BYTES);
    }
  } catch (error) {
    return refuse(english(reasonOf(error)));
  }
  if (bytes.length > MAX_BYTES) return refuse(tooLarge(), false);
  const decoded = decode(bytes);
  if (!decoded.ok) return refuse(decoded.reason, false);
  const fileName = path === '-' ? basename(options.stdinName ?? 'stdin.yaml') : basename(path);
  // To Python's json the mark is a fault; in YAML it is none.
  const text = startsWithMark(bytes) && syntaxOf(fileName) === 'json' ? `\ufeff${decoded.text}` : decoded.text;
  const file = resolve(host.cwd, path === '-' ? (options.stdinName ?? fileName) : path);
  const modules = syntaxOf(fileName) === 'python' ? (options.modules ?? moduleReader(host)).of(file) : undefined;
  const wanted = options.wanted ?? null;
  if (wanted !== null && modules === undefined) return refuse(`only a Python file has configs with names, as in FILE.py:${wanted}`);
  let source: Source;
  try {
    source = new Source(shown, text, { fileName, ignore: options.ignore ?? [], modules, wanted, cwd: host.cwd });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ok: false, problem: error.message, isText: true };
  }
  return { ok: true, source: options.checkpoints === undefined ? source : await source.with(options.checkpoints, file) };
}

/** Reads what the configs of a command import, from the folders above them and from the current one, as Python does. */
export function moduleReader(host: Host): ModuleReader {
  return new ModuleReader(host, [host.cwd]);
}

function tooLarge(bytes?: number): string {
  const mebibytes = (n: number) => `${Math.round(n / 1024 / 1024)} MiB`;
  const found = bytes === undefined ? `more than ${mebibytes(MAX_BYTES)}` : mebibytes(bytes);
  return `is ${found} large; a config of more than ${mebibytes(MAX_BYTES)} is not read`;
}

/** Whether a byte order mark comes first. */
export function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
