import type { Range, TextEdit } from '../text';
import { applied, inOrder } from './apply';

/** The edits `first`, then `second` in the text `middle` that they gave: as edits of the text before both. Those that meet become one. */
export function composed(first: readonly TextEdit[], second: readonly TextEdit[], middle: string): TextEdit[] {
  const spans = [...written(first), ...second.map(({ range }) => range)].sort((a, b) => a.start - b.start || a.end - b.end);
  const groups: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = groups.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else groups.push({ start, end });
  }
  return groups.map((group) => {
    const inside = second.filter(({ range }) => group.start <= range.start && range.end <= group.end);
    const local = inside.map(({ range, newText }) => ({ range: { start: range.start - group.start, end: range.end - group.start }, newText }));
    return { range: rangeBefore(group, first), newText: applied(middle.slice(group.start, group.end), local) };
  });
}

/** Where a range of the text that the edits gave was before them; of what they wrote themselves, what that stands for. */
export function rangeBefore({ start, end }: Range, edits: readonly TextEdit[]): Range {
  const ordered = inOrder(edits);
  const places = written(edits);
  const grown = (at: number) =>
    ordered.reduce((sum, { range, newText }, i) => sum + ((places[i]?.end ?? at + 1) <= at ? newText.length - (range.end - range.start) : 0), 0);
  const first = places.findIndex((place) => place.start <= start && (start < place.end || start === place.start));
  const last = places.findLastIndex((place) => end <= place.end && (place.start < end || end === place.end));
  const from = ordered[first]?.range.start ?? start - grown(start);
  return { start: from, end: Math.max(from, ordered[last]?.range.end ?? end - grown(end)) };
}

/** Where the texts of the edits stand once they are made, in order. */
function written(edits: readonly TextEdit[]): Range[] {
  let grown = 0;
  return inOrder(edits).map(({ range, newText }) => {
    const start = range.start + grown;
    grown += newText.length - (range.end - range.start);
    return { start, end: start + newText.length };
  });
}
