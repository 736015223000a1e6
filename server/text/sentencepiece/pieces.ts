/** A stretch of text and the piece it is. */
export interface Cut {
  readonly piece: string;
  readonly id: number;
}

/** Of a character, in UTF-16 units; 1 at the end, so that a loop goes on. */
export function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
