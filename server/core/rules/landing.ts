/**
 * Where findings of a Python config are said. What its function took from elsewhere stands at the call through which it came
 * in; its author can mend an override of their own, or has to know where the value was written.
 * - If a value of their own has a part in a finding, the finding is said there; where it is no error and the config that is
 *   called says the same of its value, not even that.
 * - If nothing but one call has, and the config that it calls says the same of itself, it is said there and not here again.
 *   Of another file's configs only errors are said here: that file is somebody else's, or open beside this one.
 * - Otherwise it stays at the call, with the place where the value was written beside it.
 */

import type { Finding, Fix, RelatedPlace } from '../finding';
import { phrase } from '../phrase';
import type { ConfigDocument, ConfigNode } from '../syntax/tree';
import { type Origin, placeName, type Range } from '../text';

/** The findings of the config that a function of the same file makes, or a name at its top, before any is left out. */
export type SaidBy = (name: string) => readonly Finding[];

/** The findings of one document where they are to be said; as they are where it is no Python config. */
export function landed(findings: readonly Finding[], document: ConfigDocument, saidBy: SaidBy): readonly Finding[] {
  return document.python === undefined ? findings : findings.flatMap((finding) => land(finding, document, saidBy) ?? []);
}

function land(finding: Finding, document: ConfigDocument, saidBy: SaidBy): Finding | null {
  const { range, related } = finding;
  if (range.origin === undefined) return { ...finding, related: distinct(related.map(whereWritten)) };
  const own = related.find((place) => place.range.origin === undefined && place.file === undefined);
  const others = related.filter((place) => place !== own).map(whereWritten);
  const written = writtenIn(range, range.origin, document);
  if (own !== undefined) {
    // The slip is told where it is; that it makes a difference here too is no news until it is mended there.
    if (finding.severity !== 'error' && isSaid(finding, document, saidBy)) return null;
    return { ...finding, range: own.range, related: distinct([written, ...others]), fixes: ranked(finding.fixes, own.range) };
  }
  if (isOfAnother(finding, document, saidBy)) return null;
  return { ...finding, related: distinct([written, ...others]), fixes: finding.fixes.map(asking) };
}

/** Whether it is the matter of what is called at its place, and is said there. */
function isOfAnother(finding: Finding, document: ConfigDocument, saidBy: SaidBy): boolean {
  const { severity, range, related } = finding;
  const places = [range, ...related.map((place) => place.range)];
  if (!places.every(({ origin, start, end }) => origin !== undefined && start === range.start && end === range.end)) return false;
  if (severity !== 'error' && places.every(({ origin }) => origin !== undefined && origin.file !== null)) return true;
  return isSaid(finding, document, saidBy);
}

/** Whether a config that is called at a finding's place has the same finding: of the same value, whatever it is called there. */
function isSaid({ code, range }: Finding, { text }: ConfigDocument, saidBy: SaidBy): boolean {
  const names = text.slice(range.start, range.end).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const place = writtenName(range);
  return names.some((name) => saidBy(name).some((other) => other.code === code && writtenName(other.range) === place));
}

function writtenName({ start, end, origin }: Range): string {
  return origin === undefined ? placeName({ start, end }) : `${origin.file ?? ''} ${placeName(origin.range)}`.trim();
}

/** A place at a call becomes the place where it is written. */
function whereWritten(place: RelatedPlace): RelatedPlace {
  const { origin } = place.range;
  return origin === undefined ? place : { ...placeOf(origin), message: place.message };
}

function placeOf({ file, range }: Origin): Pick<RelatedPlace, 'range' | 'file'> {
  return file === null ? { range } : { range, file };
}

function writtenIn(range: Range, origin: Origin, { root }: ConfigDocument): RelatedPlace {
  const key = root === null ? null : keyOf(root, range, null);
  const message = key === null ? phrase`written here, in \`${origin.name}\`` : phrase`\`${key}\` is written here, in \`${origin.name}\``;
  return { ...placeOf(origin), message };
}

/** The key that a range is the name or the value of. */
function keyOf(node: ConfigNode, range: Range, key: string | null): string | null {
  if (isSame(node.range, range) && key !== null) return key;
  if (node.kind === 'sequence') return node.items.reduce<string | null>((found, item) => found ?? keyOf(item, range, key), null);
  if (node.kind !== 'mapping') return null;
  for (const entry of node.entries) {
    const found = isSame(entry.keyRange, range) ? entry.key : keyOf(entry.value, range, entry.key);
    if (found !== null) return found;
  }
  return null;
}

function isSame(a: Range, b: Range): boolean {
  return a.origin !== undefined && placeName(a) === placeName(b);
}

/** What is mended at the finding's place comes first: the other value is meant for others too. */
function ranked(fixes: readonly Fix[], { start, end }: Range): Fix[] {
  const isHere = ({ edits }: Fix) => edits.some(({ range }) => start <= range.start && range.start < end && range.end <= end);
  return [...fixes.filter(isHere), ...fixes.filter((fix) => !isHere(fix)).map(asking)];
}

/** Overriding what comes from elsewhere is a choice: it could be mended there. */
function asking(fix: Fix): Fix {
  return {
    // It may have to be worked out.
    get title() {
      return fix.title;
    },
    edits: fix.edits,
  };
}

function distinct(places: readonly RelatedPlace[]): RelatedPlace[] {
  const seen = new Set<string>();
  return places.filter(({ file, range }) => {
    const place = `${file ?? ''} ${placeName(range)}`;
    return !seen.has(place) && seen.add(place);
  });
}
