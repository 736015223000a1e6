/** What an item is and what it would decide, told of the config that it would make. */
import { DocumentAnalysis, type ModelAnalysis } from '../../analysis';
import { humanMacs, humanParameters } from '../../count/units';
import type { FieldDocs } from '../../dialects/schemaDocs';
import { configText, valueAsText } from '../../dialects/visionTransformer/text';
import { isMapping, type PlainMapping, plainValue } from '../../edit';
import { valueAt } from '../../syntax/tree';
import type { TextEdit } from '../../text';
import { fieldParagraphs } from '../fieldHover';
import { code, plain, signedMacs, signedParameters } from '../format';
import { modelHover } from '../modelHover';
import { applied } from './apply';
import type { Candidate } from './candidate';
import type { Place, Surroundings } from './surroundings';

/** A key: its description, its default, its values, and what it would decide with the value it is written with. */
export function describeKey(around: Surroundings, { full }: Place, docs: FieldDocs, edits: readonly TextEdit[]): string {
  const fallback = docs.default === undefined ? undefined : plainValue(docs.default);
  const after = analysed(around, edits);
  const node = valueAt(after.document.root, full);
  const [model] = after.models;
  const decides = model === undefined || node === undefined ? [] : fieldParagraphs(model, full, node.range);
  const value = node?.kind === 'scalar' || node?.kind === 'sequence' ? after.text.slice(node.range.start, node.range.end) : '';
  return [
    docs.markdown,
    ...(docs.values.length === 0 ? [] : [docs.values.map(({ value: allowed, description }) => `- ${code(allowed)}: ${description}`).join('\n')]),
    ...(fallback === undefined || isMapping(fallback) ? [] : [`Default: ${code(valueAsText(fallback, docs.key, around.syntax))}.`]),
    ...(decides.length === 0 ? [] : [`With ${code(`${docs.key}: ${value}`)} here:`, ...decides]),
    ...(node?.kind === 'mapping' && model !== undefined ? [costAfter(around, model)] : []),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** A value: what it means, and what the model would cost with it. */
export function describeValue(around: Surroundings, place: Place, { note, value }: Candidate, edits: readonly TextEdit[]): string {
  const upstream = place.path.endsWith('model_name') && typeof value === 'string' ? around.upstream.model(value) : undefined;
  if (upstream !== undefined) return modelHover(upstream, null);
  const [model] = analysed(around, edits).models;
  // Against a value that is only half-typed there is no telling what changes.
  const { token, cursor } = around.site;
  const halfTyped = cursor === token.end && valueAsText(value, place.path, around.syntax).startsWith(around.analysis.text.slice(token.start, token.end));
  return [note ?? '', model === undefined ? '' : halfTyped ? costOf(model, null) : costAfter(around, model)]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** A whole config: its text, and what it costs. */
export function describeConfig(around: Surroundings, config: PlainMapping): string {
  const { syntax } = around;
  const text = configText(config, { syntax, step: around.step });
  const [model] = new DocumentAnalysis(text, { fileName: `whole.vit.${syntax}`, syntax, ignore: [] }).models;
  return [...(model === undefined ? [] : [costOf(model, null)]), `\`\`\`${syntax}\n${text}\`\`\``].join('\n\n');
}

function analysed({ analysis }: Surroundings, edits: readonly TextEdit[]): DocumentAnalysis {
  return new DocumentAnalysis(applied(analysis.text, edits), analysis.options);
}

function costAfter({ analysis }: Surroundings, model: ModelAnalysis): string {
  return costOf(model, analysis.models[0] ?? null);
}

/** `86.6 M parameters (+7.09 M), 17.6 GMACs (+1.45 GMACs), 197 tokens.`; why there is no model where it can't be built. */
function costOf({ graph, figures }: ModelAnalysis, before: ModelAnalysis | null): string {
  if (!graph.ok || figures === null) {
    const problem = graph.ok ? undefined : graph.problems.find((found) => found.code !== 'unknown-field');
    return problem === undefined ? '' : plain(problem.message);
  }
  const was = before?.figures ?? null;
  const change = (difference: number, signed: (value: number) => string) => (was === null ? '' : ` (${signed(difference)})`);
  const parameters = `${humanParameters(figures.parameters)} parameters${change(figures.parameters - (was?.parameters ?? 0), signedParameters)}`;
  const macs = `${humanMacs(figures.macs)}${change(figures.macs - (was?.macs ?? 0), signedMacs)}`;
  return `**${parameters}**, **${macs}**, ${figures.tokens} tokens.`;
}
