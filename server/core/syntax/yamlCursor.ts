import { COLON, HASH, is, isPrintable, KEY, KEY_START, NEWLINE, RETURN, SPACE } from './characters';
import type { Comment } from './tree';

const MAX_KEY = 200;

/** A walk through the lines of a YAML document. What reads gives up by false, at whatever is out of the ordinary. */
export class LineCursor {
  readonly text: string;
  /** Taken up so far. */
  readonly comments: Comment[] = [];
  at = 0;
  /** Column of the current line's first sign, -1 behind the last line. */
  indent = -1;
  lineStart = 0;
  /** Whether there was a `...`. */
  ended = false;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.indent === -1;
  }

  /** From the start of a line to the first sign of this or a line below, comments taken up on the way. */
  nextLine(): boolean {
    const text = this.text;
    for (;;) {
      this.lineStart = this.at;
      while (text.charCodeAt(this.at) === SPACE) this.at++;
      if (this.at >= text.length) {
        this.indent = -1;
        return true;
      }
      const code = text.charCodeAt(this.at);
      if (code === HASH || code === NEWLINE || code === RETURN) {
        if (!this.lineBreak()) return false;
      } else if (this.ended) {
        return false;
      } else if (this.at === this.lineStart && text.startsWith('...', this.at) && this.isSpaceOrEnd(this.at + 3)) {
        this.ended = true;
        this.at += 3;
        if (!this.endOfLine()) return false;
      } else {
        this.indent = this.at - this.lineStart;
        return true;
      }
    }
  }

  /** What may follow a value: spaces, a comment, the line's end. Goes to the start of the next line. */
  endOfLine(): boolean {
    const text = this.text;
    const from = this.at;
    while (text.charCodeAt(this.at) === SPACE) this.at++;
    if (text.charCodeAt(this.at) === HASH && this.at === from) return false;
    return this.lineBreak();
  }

  /** A comment, if there is one, and the line break. */
  lineBreak(): boolean {
    const text = this.text;
    const start = this.at;
    if (text.charCodeAt(start) === HASH) {
      let end = start + 1;
      while (end < text.length) {
        const code = text.charCodeAt(end);
        if (code === NEWLINE || code === RETURN) break;
        if (!isPrintable(code) && code !== 0x09) return false;
        end++;
      }
      this.comments.push({ range: { start, end }, text: text.slice(start + 1, end).trim() });
      this.at = end;
    }
    if (this.at >= text.length) return true;
    if (text.charCodeAt(this.at) === RETURN) this.at++;
    if (text.charCodeAt(this.at) !== NEWLINE) return false;
    this.at++;
    return true;
  }

  /** Where a plain key at the current place ends, its colon and a space or the line's end behind it; -1 if none. */
  keyEnd(): number {
    const text = this.text;
    if (!is(text.charCodeAt(this.at), KEY_START)) return -1;
    let end = this.at + 1;
    while (is(text.charCodeAt(end), KEY)) end++;
    if (text.charCodeAt(end) !== COLON || end - this.at > MAX_KEY || !this.isSpaceOrEnd(end + 1)) return -1;
    return end;
  }

  isSpaceOrEnd(at: number): boolean {
    if (at >= this.text.length) return true;
    const code = this.text.charCodeAt(at);
    return code === SPACE || code === NEWLINE || code === RETURN;
  }
}
