/** Offsets of a text as people and programs point into it. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from '../core/text';

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

export class ShownText {
  readonly #document: TextDocument;

  constructor(
    /** As shown to people. */
    readonly path: string,
    readonly text: string,
  ) {
    this.#document = TextDocument.create(path, 'plaintext', 0, text);
  }

  place(range: Range): PlacedRange {
    return { start: this.#document.positionAt(range.start), end: this.#document.positionAt(range.end) };
  }

  /** Text of a line, counted from 0, without its end. */
  line(line: number): string {
    return this.#document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }).replace(/[\r\n]+$/, '');
  }
}
