/** What holds of getting about in any text whatever. Each check returns what is broken, in words. */

import { type DocumentAnalysis, Snapshot } from '../../server/core/analysis';
import {
  anchorAt,
  anchorDefinition,
  definitionsOf,
  documentSymbols,
  fileLinks,
  folds,
  modelNameAt,
  modelPlaces,
  renameAnchor,
  type SymbolInfo,
  selectionRanges,
} from '../../server/core/editor';
import { english } from '../../server/core/phrase';
import { contains, type Range } from '../../server/core/text';
import { inEnglish } from '../english';
import type { Tally } from './promises';

const isIn = ({ start, end }: Range, outer: Range): boolean => Number.isInteger(start) && outer.start <= start && start <= end && end <= outer.end;
const shown = (range: Range): string => JSON.stringify(range);

/** Of a whole file. */
export function brokenFile(snapshot: Snapshot, { counts }: Tally): string[] {
  const { text, recognised, documents } = snapshot;
  const whole = { start: 0, end: text.length };
  const found = folds(snapshot);
  counts.folds += found?.length ?? 0;
  // Python's folds are those of the editor's Python tools.
  const broken =
    snapshot.python === null && (found === null) === recognised
      ? [`${found === null ? 'no' : 'some'} folds of a file that is ${recognised ? '' : 'not '}ours`]
      : [];
  const lines = (found ?? []).map(({ range }) => text.slice(0, range.start).split(/\r\n?|\n/).length);
  if (lines.some((line, i) => i > 0 && line <= (lines[i - 1] ?? 0))) broken.push(`folds of lines ${lines.join()}`);
  for (const { range } of found ?? []) {
    if (!isIn(range, whole) || !/[\r\n]/.test(text.slice(range.start, range.end))) broken.push(`fold of ${shown(range)}`);
  }
  for (const { name, range, selectionRange } of inEnglish(modelPlaces(snapshot))) {
    if (!isIn(range, whole) || !isIn(selectionRange, range)) broken.push(`model ${name} at ${shown(selectionRange)} in ${shown(range)}`);
    for (const definition of definitionsOf(snapshot, name))
      if (!isIn(definition.range, whole)) broken.push(`definition of ${name} at ${shown(definition.range)}`);
  }
  for (const { analysis } of documents) if (analysis.recognition === null && said(analysis)) broken.push('something is said of a foreign document');
  return broken;
}

function said(analysis: DocumentAnalysis): boolean {
  const anywhere = [documentSymbols(analysis), fileLinks(analysis), selectionRanges(analysis, 0)];
  return anywhere.some((found) => found.length > 0) || anchorDefinition(analysis, analysis.document.anchors[0]?.range.start ?? 0) !== null;
}

/** Of a document that is ours, at some of its offsets. */
export function brokenDocument(analysis: DocumentAnalysis, offsets: readonly number[], { counts }: Tally): string[] {
  const { text, document } = analysis;
  const whole = { start: 0, end: text.length };
  const symbols = documentSymbols(analysis);
  counts.symbols += symbols.length;
  const broken = symbols.flatMap((symbol) => brokenSymbol(symbol, whole));
  for (const { range, path } of fileLinks(analysis)) if (!isIn(range, whole) || path === '') broken.push(`link to ${path} at ${shown(range)}`);
  for (const offset of [...offsets, ...document.anchors.flatMap(({ range, aliases }) => [range.start, aliases[0]?.end ?? range.end])]) {
    let inner: Range | undefined;
    for (const range of selectionRanges(analysis, offset)) {
      counts.selections++;
      if (!isIn(range, whole) || !contains(range, offset)) broken.push(`selection at ${offset} of ${shown(range)}`);
      if (inner !== undefined && (!isIn(inner, range) || shown(inner) === shown(range))) broken.push(`selection of ${shown(inner)} grows to ${shown(range)}`);
      inner = range;
    }
    const definition = anchorDefinition(analysis, offset);
    if (definition !== null && (!contains(definition.origin, offset) || !isIn(definition.selection, definition.target) || !isIn(definition.target, whole))) {
      broken.push(`definition at ${offset}: ${JSON.stringify(definition)}`);
    }
    const named = modelNameAt(analysis, offset);
    if (named !== null && !isIn(named.range, whole)) broken.push(`model ${named.name} at ${shown(named.range)}`);
    broken.push(...brokenRenaming(analysis, offset));
  }
  return broken;
}

function brokenSymbol({ name, range, selectionRange, children }: SymbolInfo, parent: Range): string[] {
  const said = english(name);
  const right = isIn(range, parent) && isIn(selectionRange, range) && said.trim() !== '' && !/[\r\n]/.test(said);
  return [
    ...(right ? [] : [`symbol ${JSON.stringify(said)} at ${shown(range)} of ${shown(selectionRange)}`]),
    ...children.flatMap((child) => brokenSymbol(child, range)),
  ];
}

/** Under a new name everything is as it was: as many anchors, each with its own aliases. */
function brokenRenaming({ text, document, options }: DocumentAnalysis, offset: number): string[] {
  const place = anchorAt(document, offset);
  if (place === null) return [];
  const renaming = renameAnchor(document, place.anchor, 'renamed-0');
  if (!renaming.ok) return document.anchors.some(({ name }) => name === 'renamed-0') ? [] : [english(renaming.problem)];
  let renamed = text;
  for (const { range, newText } of renaming.edits.toSorted((a, b) => b.range.start - a.range.start)) {
    renamed = renamed.slice(0, range.start) + newText + renamed.slice(range.end);
  }
  const after = Snapshot.of(renamed, options).documents[0]?.analysis.document.anchors ?? [];
  const expected = document.anchors.map((anchor) => [anchor === place.anchor ? 'renamed-0' : anchor.name, anchor.aliases.length]);
  return JSON.stringify(after.map(({ name, aliases }) => [name, aliases.length])) === JSON.stringify(expected)
    ? []
    : [`renaming ${place.anchor.name} at ${offset}`];
}
