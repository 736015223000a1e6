import type { ModelAnalysis } from '../analysis';
import type { Figures } from '../count/figures';
import { humanMacs, humanParameters } from '../count/units';
import { nameOf } from './modelHover';

/** `86.6 M · 17.6 GMACs`. */
export function costText({ parameters, macs }: Pick<Figures, 'parameters' | 'macs'>): string {
  return `${humanParameters(parameters)} · ${humanMacs(macs)}`;
}

/** `ViT-B_16 · 86.6 M · 17.6 GMACs · 197 tokens`, or why it can't be built. */
export function modelLine({ spec, graph, figures }: ModelAnalysis): string {
  const name = nameOf(spec);
  if (!graph.ok || figures === null) return `${name} can't be built: ${graph.ok ? '' : (graph.problems[0]?.message ?? '')}`;
  const { textTokens } = graph.graph;
  const tokens = `${figures.tokens} token${figures.tokens === 1 ? '' : 's'}`;
  return `${name} · ${costText(figures)} · ${tokens}${textTokens === null ? '' : `, ${textTokens} of text`}`;
}
