/** What a field is, what it decides in this config, and what a step of it would cost. */
import { ModelAnalysis } from '../analysis';
import { macsOf, parametersOf } from '../count/cost';
import type { Figures } from '../count/figures';
import { humanMacs, humanParameters } from '../count/units';
import { withValue } from '../dialects/fields';
import type { Graph } from '../model/graph';
import { type Phrase, phrase, type Say } from '../phrase';
import type { Range } from '../text';
import { type FieldFact, factsOf, type Step } from './fieldFacts';
import { bareMacs, code, inPython, plain, share, signedBareMacs, signedParameters, table } from './format';
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

/** `all 86.6 M parameters`, `56.7 M of 86.6 M parameters (65 %)`. */
function ofParameters(part: number, whole: number): Phrase {
  if (part === whole) return phrase`all ${humanParameters(whole)} parameters`;
  return phrase`${humanParameters(part)} of ${humanParameters(whole)} parameters (${share(part, whole)})`;
}

function ofCompute(part: number, whole: number): Phrase {
  if (part === whole) return phrase`all ${humanMacs(whole)}`;
  return phrase`${humanMacs(part)} of ${humanMacs(whole)} (${share(part, whole)})`;
}

function decision(key: string, fact: FieldFact | undefined, graph: Graph, figures: Figures): Phrase | null {
  const sums = decidedBy(key, graph);
  const parameters = sums.parameters > 0 ? ofParameters(sums.parameters, figures.parameters) : null;
  const compute = sums.macs > 0 ? ofCompute(sums.macs, figures.macs) : null;
  if (fact?.role === 'split') return parameters === null ? null : phrase`Divides ${parameters} and changes none of them`;
  if (fact?.role === 'tokens' || fact?.role === 'text-tokens') {
    const tokens = fact.role === 'tokens' ? tokensText(graph.image.grid, graph.image.tokens) : phrase`${graph.textTokens ?? 0} tokens of text`;
    return parameters === null ? phrase`Decides ${tokens}, by which compute goes` : phrase`Decides ${parameters} and ${tokens}, by which compute goes`;
  }
  if (parameters !== null && compute !== null) return phrase`Decides ${parameters} and ${compute}`;
  const either = parameters ?? compute;
  return either === null ? null : phrase`Decides ${either}`;
}

/** A value in the words of the config's own syntax. */
function inSyntax({ spec }: ModelAnalysis, said: Phrase): Phrase {
  return spec.python === undefined ? said : inPython(said);
}

function stepRow(fact: FieldFact, step: Step, model: ModelAnalysis, figures: Figures, say: Say): string[] {
  const spec = step.along.reduce((moved, { field, value }) => withValue(moved, field, value), withValue(model.spec, fact.field, step.value));
  const stepped = new ModelAnalysis(spec);
  const label = plain(say(inSyntax(model, step.label)));
  const there = stepped.figures;
  if (there === null) {
    const problem = stepped.graph.ok ? undefined : stepped.graph.problems[0];
    return [label, problem === undefined ? say`can't be built` : plain(say(problem.message)), '', '', ''];
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

function steps(fact: FieldFact, name: string, model: ModelAnalysis, figures: Figures, say: Say): string | null {
  const { field } = fact;
  if (!field.known || fact.steps.length === 0) return null;
  const here = [
    `**${plain(say(inSyntax(model, phrase`${fact.show(field.value)}`)))}**`,
    `**${humanParameters(figures.parameters)}**`,
    '',
    `**${bareMacs(figures.macs)}**`,
    '',
  ];
  const below = fact.steps.filter((step) => rank(step.value) < rank(field.value));
  const above = fact.steps.filter((step) => !below.includes(step));
  const rows = [...below.map((step) => stepRow(fact, step, model, figures, say)), here, ...above.map((step) => stepRow(fact, step, model, figures, say))];
  return table([code(name), say`Parameters`, '', 'MACs', ''], rows, 'rrrrr');
}

/** The fact about the key at `path`, or about what is derived from its value (pp.crop gives the image size). */
function factAt(model: ModelAnalysis, path: string, value: Range): FieldFact | undefined {
  const facts = factsOf(model.spec.architecture);
  const derived = ({ field }: FieldFact) =>
    field.known && field.source === 'derived' && field.range !== null && field.range.start === value.start && field.range.end === value.end;
  return facts.find(({ field }) => field.key === path) ?? facts.find(derived);
}

/** The parts of the hover of the key at `path` that come from the model; none where the key decides no shape. */
export function fieldParagraphs(model: ModelAnalysis, path: string, value: Range, say: Say): string[] {
  const { graph, figures } = model;
  if (!graph.ok || figures === null) return [];
  const fact = factAt(model, path, value);
  const key = fact?.field.key ?? path;
  const decides = decision(key, fact, graph.graph, figures);
  const relation = fact?.relation ?? null;
  const clause = decides !== null && relation !== null ? phrase`${decides}; ${relation}` : (decides ?? relation);
  const costs = fact === undefined ? null : steps(fact, key.slice(key.lastIndexOf('.') + 1), model, figures, say);
  return [...(clause === null ? [] : [say`${clause}.`]), ...(costs === null ? [] : [costs])];
}
