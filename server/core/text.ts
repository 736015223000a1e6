/** A span of source text as UTF-16 offsets, `end` exclusive; relative to the start of its document. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of `range` by `newText`; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export function contains(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

export function shift(range: Range, by: number): Range {
  return { start: range.start + by, end: range.end + by };
}
