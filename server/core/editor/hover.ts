import type { DocumentAnalysis, ModelAnalysis } from '../analysis';
import { fieldDocs } from '../dialects/schemaDocs';
import type { Say } from '../phrase';
import type { Entry } from '../syntax/tree';
import { contains, type Range } from '../text';
import { fileText, fitText, holdsText, keyDifference } from './checkpointText';
import { fieldParagraphs } from './fieldHover';
import { code, plain } from './format';
import { modelHover } from './modelHover';
import { readAt } from './python/chain';
import { assignmentText, isOwn, ownKeyAt, wholeRange } from './python/entries';
import { broughtBy, callAt, overriddenBy } from './python/inherited';
import type { RunState } from './run';

export interface HoverInfo {
  readonly range: Range;
  /** The model whose hover it is; null for that of a key. */
  readonly model: ModelAnalysis | null;
  readonly markdown: string;
}

interface Place {
  /** Dotted path from the root. */
  readonly path: string;
  readonly entry: Entry;
}

/** The innermost key whose name or scalar or list value is at the offset. */
function placeAt(analysis: DocumentAnalysis, offset: number): Place | null {
  let node = analysis.document.root;
  let path = '';
  let found: Place | null = null;
  while (node?.kind === 'mapping') {
    const entry: Entry | undefined = node.entries.find((candidate) => candidate.merged === undefined && contains(candidate.range, offset));
    if (entry === undefined) break;
    path = path === '' ? entry.key : `${path}.${entry.key}`;
    found = { path, entry };
    if (contains(entry.keyRange, offset)) break;
    node = entry.value;
  }
  // Between the keys of a mapping's value there is nothing to explain.
  if (found === null || (!contains(found.entry.keyRange, offset) && found.entry.value.kind === 'mapping')) return null;
  return found;
}

/** The model whose first key or name is at the offset, and which of them it is. */
function modelAt(analysis: DocumentAnalysis, offset: number): { model: ModelAnalysis; range: Range } | null {
  for (const model of analysis.models) {
    const { anchor, name } = model.spec;
    const range = [anchor, name.known ? name.range : null].find((place) => place !== null && contains(place, offset));
    if (range) return { model, range };
  }
  return null;
}

/** On the key that names the checkpoint: what the file holds and whether it fits. On a key that differs: the checkpoint's value. */
function checkpointParagraphs({ spec, checkpoint, comparison }: ModelAnalysis, path: string, say: Say): string[] {
  if (comparison === null) return checkpoint !== null && !checkpoint.ok && spec.checkpoint?.key === path ? [say(checkpoint.problem)] : [];
  const differs = keyDifference(comparison, path);
  if (spec.checkpoint?.key !== path) return differs === null ? [] : [say(differs)];
  const holds = holdsText(comparison);
  return [`**${plain(comparison.fileName)}** · ${say(fileText(comparison))}`, ...(holds === null ? [] : [say(holds)]), say(fitText(spec, comparison))];
}

/**
 * On the model's first key or its name: what it costs. On a key: what it is, what it decides here, what a step of it would cost.
 * In Python also on a call that something of the config came in by: the model, or what the call brought.
 * null where there is nothing to say. `runOf` gives the last run of a model's very config.
 */
export function hover(analysis: DocumentAnalysis, offset: number, runOf: (model: ModelAnalysis) => RunState | null, say: Say): HoverInfo | null {
  if (analysis.recognition === null) return null;
  const { document, text } = analysis;
  const found = modelAt(analysis, offset);
  if (found !== null) return { ...found, markdown: modelHover(found.model, runOf(found.model), say) };
  if (document.python === undefined) {
    const place = placeAt(analysis, offset);
    if (place === null) return null;
    const { path, entry } = place;
    const value = entry.value.kind === 'mapping' ? null : text.slice(entry.value.range.start, entry.value.range.end);
    return keyHover(analysis, path, entry, { range: entry.range, title: value === null ? entry.key : `${entry.key}: ${value}`, also: [] }, say);
  }
  const key = ownKeyAt(document.root, text, offset);
  const read = key === null || key.range === key.entry.value.range ? readAt(document, offset) : null;
  if (read !== null) return keyHover(analysis, read.path, read.entry, { range: read.range, title: assignmentText(read.entry, text), also: [] }, say);
  if (key === null) return callHover(analysis, offset, runOf, say);
  const { path, entry } = key;
  const whole = wholeRange(entry);
  const range = isOwn(entry) && contains(whole, offset) ? whole : key.range;
  const unknown = entry.value.kind === 'unknown' ? [say`Its value is not known: ${entry.value.reason}.`] : [];
  return keyHover(analysis, path, entry, { range, title: assignmentText(entry, text), also: [...overriddenBy(entry, say), ...unknown] }, say);
}

interface KeyWords {
  readonly range: Range;
  readonly title: string;
  /** Paragraphs right below the title. */
  readonly also: readonly string[];
}

function keyHover(analysis: DocumentAnalysis, path: string, { value }: Entry, { range, title, also }: KeyWords, say: Say): HoverInfo | null {
  if (analysis.recognition === null) return null;
  const markdown = fieldDocs(analysis.document, analysis.recognition, path)?.markdown ?? null;
  const description = markdown === null ? null : say(markdown);
  const paragraphs = analysis.models.flatMap((candidate) => [
    ...checkpointParagraphs(candidate, path, say),
    ...fieldParagraphs(candidate, path, value.range, say),
  ]);
  if (description === null && paragraphs.length === 0 && also.length === 0) return null;
  return { range, model: null, markdown: [`**${code(title)}**`, ...also, ...(description === null ? [] : [description]), ...paragraphs].join('\n\n') };
}

/** The model that a call brought something of; else what it brought. */
function callHover(analysis: DocumentAnalysis, offset: number, runOf: (model: ModelAnalysis) => RunState | null, say: Say): HoverInfo | null {
  const call = callAt(analysis.document, offset);
  if (call === null) return null;
  const { range, entries } = call;
  const model = analysis.models.find(({ spec }) => (spec.prefix === '' ? spec.training === null : entries.some(({ path }) => path.startsWith(spec.prefix))));
  if (model !== undefined) return { range, model, markdown: modelHover(model, runOf(model), say) };
  const brought = broughtBy(call, say);
  return brought.length === 0 ? null : { range, model: null, markdown: brought.join('\n\n') };
}
