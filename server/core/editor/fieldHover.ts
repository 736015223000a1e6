/** What a field is, what it decides in this config, and what a step of it would cost. */
import { ModelAnalysis } from '../analysis';
import { macsOf, parametersOf } from '../count/cost';
import type { Figures } from '../count/figures';
import { humanMacs, humanParameters } from '../count/units';
import { withValue } from '../dialects/fields';
import type { Graph } from '../model/graph';
import type { Range } from '../text';
import { type FieldFact, factsOf, type Step } from './fieldFacts';
import { bareMacs, code, plain, share, signedBareMacs, signedParameters, table } from './format';
import { tokensText } from './inlayHints';

/** The cost of the operations whose shape the key decided. */
function decidedBy(key: string, graph: Graph): { parameters: number; macs: number } {
  const sums = { parameters: 0, macs: 0 };
  for (const { ops, repeat } of graph.sections) {
    for (const op of ops) {
      if (!op.keys.includes(key)) continue;
      sums.parameters += parametersOf(op) * repeat;
      sums.macs += macsOf(op) * repeat;
    }
  }
  return sums;
}

/** `56.7 M of 86.6 M parameters (65 %)`, `all 86.6 M parameters`. */
function partOf(part: number, whole: number, human: (n: number) => string, what: string): string {
  return part === whole ? `all ${human(whole)}${what}` : `${human(part)} of ${human(whole)}${what} (${share(part, whole)})`;
}

function decision(key: string, fact: FieldFact | undefined, graph: Graph, figures: Figures): string | null {
  const { parameters, macs } = decidedBy(key, graph);
  const mine = partOf(parameters, figures.parameters, humanParameters, ' parameters');
  if (fact?.role === 'split') return parameters > 0 ? `Divides ${mine} and changes none of them` : null;
  if (fact?.role === 'tokens' || fact?.role === 'text-tokens') {
    const tokens = fact.role === 'tokens' ? tokensText(graph.image.grid, graph.image.tokens) : `${graph.textTokens} tokens of text`;
    return `Decides ${parameters > 0 ? `${mine} and ` : ''}${tokens}, by which compute goes`;
  }
  const said: string[] = [];
  if (parameters > 0) said.push(mine);
  if (macs > 0) said.push(partOf(macs, figures.macs, humanMacs, ''));
  return said.length === 0 ? null : `Decides ${said.join(' and ')}`;
}

function stepRow(fact: FieldFact, step: Step, model: ModelAnalysis, figures: Figures): string[] {
  const spec = step.along.reduce((moved, { field, value }) => withValue(moved, field, value), withValue(model.spec, fact.field, step.value));
  const stepped = new ModelAnalysis(spec);
  const label = plain(step.label);
  const there = stepped.figures;
  if (there === null) {
    const problem = stepped.graph.ok ? undefined : stepped.graph.problems[0];
    return [label, problem === undefined ? "can't be built" : plain(problem.message), '', '', ''];
  }
  return [
    label,
    humanParameters(there.parameters),
    signedParameters(there.parameters - figures.parameters),
    bareMacs(there.macs),
    signedBareMacs(there.macs - figures.macs),
  ];
}

/** By what steps are put in order: a number itself, the sum of a pair or list. */
function rank(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + rank(item), 0);
  return typeof value === 'number' ? value : 0;
}

function steps(fact: FieldFact, name: string, model: ModelAnalysis, figures: Figures): string | null {
  const { field } = fact;
  if (!field.known || fact.steps.length === 0) return null;
  const here = [`**${plain(fact.show(field.value))}**`, `**${humanParameters(figures.parameters)}**`, '', `**${bareMacs(figures.macs)}**`, ''];
  const below = fact.steps.filter((step) => rank(step.value) < rank(field.value));
  const above = fact.steps.filter((step) => !below.includes(step));
  const rows = [...below.map((step) => stepRow(fact, step, model, figures)), here, ...above.map((step) => stepRow(fact, step, model, figures))];
  return table([code(name), 'Parameters', '', 'MACs', ''], rows, 'rrrrr');
}

/** The fact about the key at `path`, or about what is derived from its value (pp.crop gives the image size). */
function factAt(model: ModelAnalysis, path: string, value: Range): FieldFact | undefined {
  const facts = factsOf(model.spec.architecture);
  const derived = ({ field }: FieldFact) =>
    field.known && field.source === 'derived' && field.range !== null && field.range.start === value.start && field.range.end === value.end;
  return facts.find(({ field }) => field.key === path) ?? facts.find(derived);
}

/** The parts of the hover of the key at `path` that come from the model; none where the key decides no shape. */
export function fieldParagraphs(model: ModelAnalysis, path: string, value: Range): string[] {
  const { graph, figures } = model;
  if (!graph.ok || figures === null) return [];
  const fact = factAt(model, path, value);
  const key = fact?.field.key ?? path;
  const sentence = [decision(key, fact, graph.graph, figures), fact?.relation ?? null].filter((part) => part !== null).join('; ');
  const costs = fact === undefined ? null : steps(fact, key.slice(key.lastIndexOf('.') + 1), model, figures);
  return [...(sentence === '' ? [] : [`${sentence}.`]), ...(costs === null ? [] : [costs])];
}
