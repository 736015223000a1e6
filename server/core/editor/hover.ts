import type { DocumentAnalysis, ModelAnalysis } from '../analysis';
import { fieldDocs } from '../dialects/schemaDocs';
import type { Say } from '../phrase';
import type { Entry } from '../syntax/tree';
import { contains, type Range } from '../text';
import { fileText, fitText, holdsText, keyDifference } from './checkpointText';
import { fieldParagraphs } from './fieldHover';
import { code, plain } from './format';
import { modelHover } from './modelHover';
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
 * null where there is nothing to say. `runOf` gives the last run of a model's very config.
 */
export function hover(analysis: DocumentAnalysis, offset: number, runOf: (model: ModelAnalysis) => RunState | null, say: Say): HoverInfo | null {
  if (analysis.recognition === null) return null;
  const found = modelAt(analysis, offset);
  if (found !== null) return { ...found, markdown: modelHover(found.model, runOf(found.model), say) };
  const place = placeAt(analysis, offset);
  if (place === null) return null;

  const { entry, path } = place;
  const markdown = fieldDocs(analysis.document, analysis.recognition, path)?.markdown ?? null;
  const description = markdown === null ? null : say(markdown);
  const paragraphs = analysis.models.flatMap((candidate) => [
    ...checkpointParagraphs(candidate, path, say),
    ...fieldParagraphs(candidate, path, entry.value.range, say),
  ]);
  if (description === null && paragraphs.length === 0) return null;
  const value = entry.value.kind === 'mapping' ? null : analysis.text.slice(entry.value.range.start, entry.value.range.end);
  const title = `**${code(value === null ? entry.key : `${entry.key}: ${value}`)}**`;
  return { range: entry.range, model: null, markdown: [title, ...(description === null ? [] : [description]), ...paragraphs].join('\n\n') };
}
