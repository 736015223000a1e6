import type { ModelAnalysis } from '../analysis';
import { humanMacs, humanParameters } from '../count/units';
import { type Phrase, phrase } from '../phrase';
import { lacksOnlyUntold } from '../rules/ofGraph';
import { signedBareMacs, signedParameters } from './format';
import { nameOf } from './modelHover';
import type { Cost } from './saved';

/** `86.6 M · 17.6 GMACs`; where it cost something else before, with the change: `86.6 M (+12.4 M) · 17.6 GMACs (+2.44 G)`. */
export function costText(cost: Cost, before: Cost | null = null): string {
  const changed = (key: keyof Cost, signed: (difference: number) => string) =>
    before === null || before[key] === cost[key] ? '' : ` (${signed(cost[key] - before[key])})`;
  return `${humanParameters(cost.parameters)}${changed('parameters', signedParameters)} · ${humanMacs(cost.macs)}${changed('macs', signedBareMacs)}`;
}

/** `ViT-B_16 · 86.6 M · 17.6 GMACs · 197 tokens`, or why it can't be built or counted. */
export function modelLine(model: ModelAnalysis): Phrase {
  const { spec, graph, figures } = model;
  const name = nameOf(spec);
  if (lacksOnlyUntold(model) && !graph.ok) return phrase`costs of ${name} not known: ${graph.problems[0]?.message ?? ''}`;
  if (!graph.ok) return phrase`${name} can't be built: ${graph.problems[0]?.message ?? ''}`;
  if (figures === null) return phrase`${name} can't be built`;
  const { textTokens } = graph.graph;
  const tokens = figures.tokens === 1 ? phrase`1 token` : phrase`${figures.tokens} tokens`;
  return phrase`${name} · ${costText(figures)} · ${textTokens === null ? tokens : phrase`${tokens}, ${textTokens} of text`}`;
}
