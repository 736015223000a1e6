/** A span of source text as UTF-16 offsets, `end` exclusive; relative to the start of its document. */
export interface Range {
  readonly start: number;
  readonly end: number;
  /** Python: set where what is meant was written elsewhere and came in here, by the call or the name that stands in this range. */
  readonly origin?: Origin;
}

/** Where a value of a Python config was written: outside of the config's own function. */
export interface Origin {
  /** The function, or the name at the top of the module, whose text wrote it: `get_b16_config`. */
  readonly name: string;
  /** Key of the module as whoever gives the modules calls it; null for the config's own file. */
  readonly file: string | null;
  /** In the text of that file: where the name is defined. */
  readonly definition?: Range;
  /** In the text of that file: of a key its name, of a value the value. */
  readonly range: Range;
}

/** Replaces the text of `range` by `newText`; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export function contains(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** Whether two ranges have a character or a border in common. */
export function overlaps(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** A range as a word: the same for the same text, though many things may come in by one call. */
export function placeName({ start, end, origin }: Range): string {
  return origin === undefined ? `${start} ${end}` : `${start} ${end} ${origin.file ?? ''} ${origin.range.start} ${origin.range.end}`;
}

export function shift(range: Range, by: number): Range {
  return { start: range.start + by, end: range.end + by };
}
