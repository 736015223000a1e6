/** What an item is and what it would decide, told of the config that it would make. */

import { DocumentAnalysis, type ModelAnalysis } from '../../analysis';
import { humanMacs, humanParameters } from '../../count/units';
import type { FieldDocs } from '../../dialects/schemaDocs';
import { configText, valueAsText } from '../../dialects/visionTransformer/text';
import { isMapping, type PlainMapping, plainValue } from '../../edit';
import { phrase, type Say } from '../../phrase';
import { valueAt } from '../../syntax/tree';
import type { TextEdit } from '../../text';
import { fieldParagraphs } from '../fieldHover';
import { code, plain, signedMacs, signedParameters } from '../format';
import { modelHover } from '../modelHover';
import type { Candidate } from './candidate';
import type { Place, Surroundings } from './surroundings';

/** A key: its description, its default, its values, and what it would decide with the value it is written with. */
export function describeKey(around: Surroundings, { full }: Place, docs: FieldDocs, edits: readonly TextEdit[], say: Say): string {
  const fallback = docs.default === undefined ? undefined : plainValue(docs.default);
  const after = analysed(around, edits);
  const node = valueAt(after.document.root, full);
  const [model] = after.models;
  const decides = model === undefined || node === undefined ? [] : fieldParagraphs(model, full, node.range, say);
  const value = node?.kind === 'scalar' || node?.kind === 'sequence' ? after.text.slice(node.range.start, node.range.end) : '';
  const equals = around.syntax === 'python' ? ' =' : ':';
  return [
    docs.markdown === null ? '' : say(docs.markdown),
    docs.values.map(({ value: allowed, description }) => (description === null ? `- ${code(allowed)}` : say`- ${code(allowed)}: ${description}`)).join('\n'),
    ...(fallback === undefined || isMapping(fallback) ? [] : [say`Default: ${code(valueAsText(fallback, docs.key, around.syntax))}.`]),
    ...(decides.length === 0 ? [] : [say`With ${code(`${docs.key}${equals} ${value}`)} here:`, ...decides]),
    ...(node?.kind === 'mapping' && model !== undefined ? [costAfter(around, model, say)] : []),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** A value: what it means, and what the model would cost with it. */
export function describeValue(around: Surroundings, place: Place, { note, value }: Candidate, edits: readonly TextEdit[], say: Say): string {
  const upstream = place.path.endsWith('model_name') && typeof value === 'string' ? around.upstream.model(value) : undefined;
  if (upstream !== undefined) return modelHover(upstream, null, say);
  const [model] = analysed(around, edits).models;
  // Against a value that is only half-typed there is no telling what changes.
  const { token, cursor } = around.site;
  const halfTyped = cursor === token.end && valueAsText(value, place.path, around.syntax).startsWith(around.analysis.text.slice(token.start, token.end));
  return [note === null ? '' : say(note), model === undefined ? '' : halfTyped ? costOf(model, null, say) : costAfter(around, model, say)]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** A whole config: its text (in Python as it is `written` at the site), and what it costs. */
export function describeConfig(around: Surroundings, config: PlainMapping, written: string, say: Say): string {
  const syntax = around.syntax === 'json' ? 'json' : 'yaml';
  const text = configText(config, { syntax, step: around.step });
  const [model] = new DocumentAnalysis(text, { fileName: `whole.vit.${syntax}`, syntax, ignore: [] }).models;
  const shown = around.syntax === 'python' ? `${written}\n` : text;
  return [...(model === undefined ? [] : [costOf(model, null, say)]), `\`\`\`${around.syntax}\n${shown}\`\`\``].join('\n\n');
}

function analysed({ analysis }: Surroundings, edits: readonly TextEdit[]): DocumentAnalysis {
  return analysis.edited(edits);
}

function costAfter({ analysis }: Surroundings, model: ModelAnalysis, say: Say): string {
  return costOf(model, analysis.models[0] ?? null, say);
}

/** `86.6 M parameters (+7.09 M), 17.6 GMACs (+1.45 GMACs), 197 tokens.`; why there is no model where it can't be built. */
function costOf({ graph, figures }: ModelAnalysis, before: ModelAnalysis | null, say: Say): string {
  if (!graph.ok || figures === null) {
    const problem = graph.ok ? undefined : graph.problems.find((found) => found.code !== 'unknown-field');
    return problem === undefined ? '' : plain(say(problem.message));
  }
  const was = before?.figures ?? null;
  const parameters = phrase`${humanParameters(figures.parameters)} parameters`;
  const macs = humanMacs(figures.macs);
  if (was === null) return say`**${parameters}**, **${macs}**, ${figures.tokens} tokens.`;
  const more = phrase`${parameters} (${signedParameters(figures.parameters - was.parameters)})`;
  const slower = phrase`${macs} (${signedMacs(figures.macs - was.macs)})`;
  return say`**${more}**, **${slower}**, ${figures.tokens} tokens.`;
}
