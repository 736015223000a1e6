import type { DocumentAnalysis } from '../../analysis';
import type { Anchor } from '../../syntax/tree';
import type { Range } from '../../text';
import { anchorAt } from './anchors';
import { selectionRanges } from './selectionRanges';

/** Where something is defined. */
export interface Definition {
  /** What it was asked of. */
  readonly origin: Range;
  /** All that is defined, for a look at it. */
  readonly target: Range;
  /** Its name. */
  readonly selection: Range;
  /** The file it is in, by its key among a Python config's modules; null for the file that was asked of. */
  readonly file: string | null;
}

/** From an alias to the anchor it refers to; from an anchor to itself, where an editor then offers its aliases. */
export function anchorDefinition(analysis: DocumentAnalysis, offset: number): Definition | null {
  const place = analysis.recognition === null ? null : anchorAt(analysis.document, offset);
  return place === null ? null : { origin: place.range, target: anchoredRange(analysis, place.anchor), selection: place.anchor.range, file: null };
}

/** The entry or list that an anchor stands in. */
function anchoredRange(analysis: DocumentAnalysis, { range }: Anchor): Range {
  return selectionRanges(analysis, range.start).find(({ start, end }) => start <= range.start && end > range.end) ?? range;
}
