/** A file read and analysed. */

import { basename, resolve } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ModelAnalysis } from '../core/analysis';
import { Snapshot } from '../core/analysis';
import type { Finding } from '../core/finding';
import { english } from '../core/phrase';
import { syntaxOf } from '../core/syntax';
import type { Range } from '../core/text';
import { decode, MAX_BYTES, reasonOf } from '../files';
import type { CheckpointReader, KnownCheckpoints } from './checkpoints';
import type { Host } from './host';

export interface Position {
  /** From 0. */
  readonly line: number;
  /** From 0, in UTF-16 units, as in the Language Server Protocol. */
  readonly character: number;
}

export interface PlacedRange {
  readonly start: Position;
  readonly end: Position;
}

export interface SourceModel {
  /** `model_name`; null where the config has none. */
  readonly name: string | null;
  /** What people see: the name, or `model 2`. */
  readonly label: string;
  readonly base: number;
  readonly model: ModelAnalysis;
}

/** One config file at one moment. */
export class Source {
  readonly snapshot: Snapshot;
  readonly #document: TextDocument;

  constructor(
    /** As shown to people. */
    readonly path: string,
    readonly text: string,
    private readonly options: { readonly fileName: string; readonly ignore: readonly string[] },
    private readonly known?: KnownCheckpoints,
  ) {
    const syntax = syntaxOf(options.fileName);
    const { checkpoints, instead } = known ?? {};
    this.snapshot = Snapshot.of(text, {
      fileName: options.fileName,
      syntax,
      ignore: options.ignore,
      ...(checkpoints === undefined ? {} : { checkpoints }),
      ...(instead === undefined ? {} : { checkpoint: instead }),
    });
    this.#document = TextDocument.create(path, syntax, 0, text);
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

  /** Its base name, by which it is read as YAML or JSON. */
  get fileName(): string {
    return this.options.fileName;
  }

  get findings(): readonly Finding[] {
    return this.snapshot.findings();
  }

  get models(): readonly SourceModel[] {
    const all = this.snapshot.models();
    return all.map(({ base, model }, i) => {
      const name = model.spec.name.known ? model.spec.name.value : null;
      return { base, model, name, label: name ?? (all.length === 1 ? 'model' : `model ${i + 1}`) };
    });
  }

  place(range: Range): PlacedRange {
    return { start: this.#document.positionAt(range.start), end: this.#document.positionAt(range.end) };
  }

  /** Text of a line, counted from 0, without its end. */
  line(line: number): string {
    return this.#document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }).replace(/[\r\n]+$/, '');
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
  const source = new Source(shown, text, { fileName, ignore: options.ignore ?? [] });
  const file = resolve(host.cwd, path === '-' ? (options.stdinName ?? fileName) : path);
  return { ok: true, source: options.checkpoints === undefined ? source : await source.with(options.checkpoints, file) };
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
