import type { Position, Range } from 'vscode-languageserver-types';
import type { ModelView, PlaceView } from '../../server/protocol';

export interface Highlight {
  /** Ids of parts. */
  readonly parts: readonly string[];
  /** How the image becomes tokens. */
  readonly image: boolean;
}

export const NO_HIGHLIGHT: Highlight = { parts: [], image: false };

/**
 * What the key at a position decides: of the places that hold the position the narrowest, else those that begin on its line,
 * so that the cursor behind a value or on its key finds it too.
 */
export function highlightAt(view: ModelView, position: Position): Highlight {
  const { built } = view;
  if (built === null) return NO_HIGHLIGHT;
  const parts = [...built.towers.flatMap((tower) => tower.parts), ...(built.joint === null ? [] : [built.joint])];
  const places = [...parts.flatMap((part) => part.places), ...built.image.places];
  const holding = narrowest(places.filter(({ range }) => contains(range, position)));
  const meant = new Set((holding.length > 0 ? holding : places.filter(({ range }) => range.start.line === position.line)).map(({ range }) => keyOf(range)));
  const isMeant = ({ range }: PlaceView) => meant.has(keyOf(range));
  return { parts: parts.filter((part) => part.places.some(isMeant)).map(({ id }) => id), image: built.image.places.some(isMeant) };
}

export const sameHighlight = (a: Highlight, b: Highlight): boolean => a.image === b.image && a.parts.join('\n') === b.parts.join('\n');

const compare = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;

const contains = ({ start, end }: Range, position: Position): boolean => compare(start, position) <= 0 && compare(position, end) <= 0;

/** The places that hold no other one: where one block holds another, the inner is meant. */
function narrowest(places: readonly PlaceView[]): readonly PlaceView[] {
  const holds = (outer: Range, inner: Range) => contains(outer, inner.start) && contains(outer, inner.end) && keyOf(outer) !== keyOf(inner);
  return places.filter(({ range }) => !places.some((other) => holds(range, other.range)));
}

const keyOf = ({ start, end }: Range): string => `${start.line}:${start.character}-${end.line}:${end.character}`;
