/** What there is to say of one file on disk. Nothing of its text is kept. */

import type { Diagnostic, Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Snapshot } from '../../core/analysis';
import { visionTransformer } from '../../core/dialects';
import { definitionsOf, modelPlaces } from '../../core/editor';
import { english } from '../../core/phrase';
import { syntaxOf } from '../../core/syntax';
import type { Disk } from '../../disk';
import { codeOf, decode, MAX_BYTES, reasonOf } from '../../files';
import { type DiagnosticForm, toDiagnostic, toRange } from '../convert';
import type { Pacer } from './pacer';
import type { Place } from './walk';

/** A model of a config, and where its name stands. */
export interface NamedPlace {
  readonly name: string;
  readonly range: Range;
  /** All of its config; null where it has none of its own here, only its name. */
  readonly definition: Range | null;
}

export type Checked =
  | { readonly kind: 'config'; readonly stamp: string; readonly diagnostics: readonly Diagnostic[]; readonly models: readonly NamedPlace[] }
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
    private readonly say: (message: string) => void,
  ) {}

  /** Findings that settings silence are among them. `stamp`: of the last check; the same again needs no second. */
  async check({ uri, path, name }: Place, stamp: string | undefined): Promise<Checked> {
    const telling = visionTransformer.hasTellingName(name);
    let now = '';
    let bytes: Uint8Array;
    try {
      const info = await this.disk.stat(path);
      if (info.kind === 'directory') return { kind: 'directory' };
      now = `${info.modified} ${info.bytes}`;
      if (now === stamp) return { kind: 'same' };
      if (info.kind !== 'file' || (info.bytes > MAX_BYTES && !telling)) return { kind: 'other', stamp: now };
      bytes = await this.disk.read(path, MAX_BYTES);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'gone' };
      this.say(`${path} is not checked: ${english(reasonOf(error))}`);
      return { kind: 'other', stamp: now };
    }
    return this.pacer.run(() => this.#analyse(uri, path, name, bytes, telling, now));
  }

  async #analyse(uri: string, path: string, fileName: string, bytes: Uint8Array, telling: boolean, stamp: string): Promise<Checked> {
    // What is cut off is too large for the core, too, which says so.
    const decoded = bytes.length > MAX_BYTES ? { ok: true as const, text: Buffer.from(bytes).toString('utf8') } : decode(bytes);
    if (!decoded.ok) {
      if (telling || visionTransformer.mightBe(Buffer.from(bytes).toString('latin1'))) this.say(`${path} is not checked: it ${decoded.reason}`);
      return { kind: 'other', stamp };
    }
    const { text } = decoded;
    if (!telling && !visionTransformer.mightBe(text)) return { kind: 'other', stamp };
    const snapshot = Snapshot.of(text, { fileName, syntax: syntaxOf(fileName, ''), ignore: [] });
    for (const { analysis } of snapshot.documents) {
      await this.pacer.pause();
      if (analysis.recognition !== null) void analysis.findings;
    }
    if (!snapshot.recognised) return { kind: 'other', stamp };
    const document = TextDocument.create(uri, '', 0, text);
    const diagnostics = snapshot.findings().map((finding) => toDiagnostic(document, finding, this.form));
    const models = modelPlaces(snapshot).map(({ name: said, range, selectionRange }): NamedPlace => {
      const name = this.form.say(said);
      const defined = definitionsOf(snapshot, name).some((definition) => definition.range.start === range.start);
      return { name, range: toRange(document, selectionRange), definition: defined ? toRange(document, range) : null };
    });
    return { kind: 'config', stamp, ...withoutText({ diagnostics, models }) };
  }
}

/** A copy: a part of a string keeps the whole string alive, and a name is a part of its file's text. */
function withoutText<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
