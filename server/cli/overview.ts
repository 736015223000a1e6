/** What the models of a file cost, one a line: to compare them, and to see which to look at. */
import { humanCount, humanMacs } from '../core/count/units';
import { english } from '../core/phrase';
import { lacksOnlyUntold } from '../core/rules/ofGraph';
import type { Paint } from './paint';
import { printable } from './paint';
import type { SourceModel } from './source';
import { type Align, table } from './table';

/** A block of lines with an empty line at its end. */
export function overviewText(models: readonly SourceModel[], path: string, paint: Paint): string {
  // In a Python file a model is asked for by its function, whatever its name.
  const named = models.some(({ config }) => config !== null);
  const row = (config: string, cells: readonly string[]) => (named ? [`  ${config}`, ...cells] : [`  ${cells[0]}`, ...cells.slice(1)]);
  const rows = [
    row('config', ['model', 'parameters', 'compute', 'tokens', 'image']),
    ...models.map((entry) => row(printable(entry.config ?? ''), [printable(entry.name ?? (named ? '' : entry.label)), ...costOf(entry)])),
  ];
  const align: Align[] = [...(named ? (['left'] as const) : []), 'left', 'right', 'right', 'right', 'right'];
  const lines = table(rows, align, (cell, r) => (r === 0 ? paint('dim', cell) : cell));
  const reasons = models.flatMap(({ config, label, model }) => {
    if (model.graph.ok) return [];
    const why = lacksOnlyUntold(model) ? 'has no figures' : "can't be built";
    return [`  ${printable(config ?? label)} ${why}: ${printable(model.graph.problems.map(({ message }) => english(message)).join('; '))}`];
  });
  const title = `${paint('bold', printable(path))} · ${models.length} models, each for one image, forward`;
  const example = models[0]?.config ?? null;
  const hint = example === null ? '--model NAME shows one in full' : `--model ${example}, or ${path}:${example}, shows one in full`;
  return [title, '', ...lines, ...(reasons.length === 0 ? [] : ['', ...reasons]), '', paint('dim', printable(hint)), '', ''].join('\n');
}

function costOf({ model: { graph, figures } }: SourceModel): string[] {
  if (!graph.ok || figures === null) return ['-', '-', '-', ''];
  const { image, textTokens } = graph.graph;
  const tokens = `${humanCount(image.tokens)}${textTokens === null ? '' : ` + ${textTokens} text`}`;
  return [humanCount(figures.parameters), humanMacs(figures.macs), tokens, image.imageSize.join(' x ')];
}
