import type { ModelAnalysis } from '../analysis';
import { humanMacs, humanParameters } from '../count/units';
import { signedBareMacs, signedParameters } from './format';
import { nameOf } from './modelHover';
import type { Cost } from './saved';

/** `86.6 M · 17.6 GMACs`; where it cost something else before, with the change: `86.6 M (+12.4 M) · 17.6 GMACs (+2.44 G)`. */
export function costText(cost: Cost, before: Cost | null = null): string {
  const changed = (key: keyof Cost, signed: (difference: number) => string) =>
    before === null || before[key] === cost[key] ? '' : ` (${signed(cost[key] - before[key])})`;
  return `${humanParameters(cost.parameters)}${changed('parameters', signedParameters)} · ${humanMacs(cost.macs)}${changed('macs', signedBareMacs)}`;
}

/** `ViT-B_16 · 86.6 M · 17.6 GMACs · 197 tokens`, or why it can't be built. */
export function modelLine({ spec, graph, figures }: ModelAnalysis): string {
  const name = nameOf(spec);
  if (!graph.ok || figures === null) return `${name} can't be built: ${graph.ok ? '' : (graph.problems[0]?.message ?? '')}`;
  const { textTokens } = graph.graph;
  const tokens = `${figures.tokens} token${figures.tokens === 1 ? '' : 's'}`;
  return `${name} · ${costText(figures)} · ${tokens}${textTokens === null ? '' : `, ${textTokens} of text`}`;
}
