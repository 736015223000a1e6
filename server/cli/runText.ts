/** What became of a run, for people. */

import { costOf } from '../core/count/cost';
import { humanCount } from '../core/count/units';
import { duration, memory, shapeText, share } from '../core/editor/format';
import { english } from '../core/phrase';
import type { RunResult, RunSuccess } from '../runner/protocol';
import type { Classes } from './classes';
import { shownPath } from './files';
import { architectureTitle } from './models';
import type { Paint } from './paint';
import { printable } from './paint';
import type { SourceModel } from './source';
import { table } from './table';
import type { ModelWeights } from './weights';

/** What became of one model. */
export type Outcome =
  | { readonly entry: SourceModel; readonly kind: 'run'; readonly result: RunResult; readonly weights: ModelWeights; readonly classes: Classes | null }
  | { readonly entry: SourceModel; readonly kind: 'misfit'; readonly fileName: string; readonly differences: readonly string[] }
  | { readonly entry: SourceModel; readonly kind: 'unbuilt'; readonly reason: string };

export interface RunTextOptions {
  readonly cwd: string;
  readonly paint: Paint;
  /** Whether to tell what each block took. */
  readonly blocks: boolean;
}

/** A block of lines with an empty line at its end. */
export function runText(outcome: Outcome, { cwd, paint, blocks }: RunTextOptions): string {
  const title = `${paint('bold', printable(outcome.entry.label))} · ${architectureTitle(outcome.entry.model.spec)}`;
  if (outcome.kind === 'unbuilt')
    return `${title}\n${paint('red', "✗ can't be built:")} ${printable(outcome.reason)}\n  vit-config check says where, and what would mend it\n\n`;
  if (outcome.kind === 'misfit') {
    const lines = outcome.differences.map((difference) => `  ${printable(difference)}`);
    const hint = `  vit-config check --weights says where, and what would mend it; vit-config infer writes the config that the file fits`;
    return `${title}\n${paint('red', `✗ ${printable(outcome.fileName)} does not fit:`)}\n${lines.join('\n')}\n${hint}\n\n`;
  }
  const { result } = outcome;
  if (!result.ok) {
    const peak = result.peakRssBytes === null ? '' : ` (peak memory ${memory(result.peakRssBytes)})`;
    return `${title}\n${paint('red', '✗ failed:')} ${printable(english(result.failure.message))}${peak}\n\n`;
  }
  return `${title}\n${paint('green', '✓ ran')} in ${duration(result.timings.forwardMs)}\n${[...details(outcome, result, cwd), ...(blocks ? ['', ...blockTable(outcome.entry, result, paint)] : [])].join('\n')}\n\n`;
}

const number = (value: number) => (Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential(2) : value.toFixed(4));

/** `61.3 %`; of what rounds to nothing, `< 0.1 %`. */
const percent = (probability: number) => (probability < 0.0005 ? '< 0.1 %' : `${(100 * probability).toFixed(1)} %`);

function details(outcome: Outcome & { kind: 'run' }, result: RunSuccess, cwd: string): string[] {
  const { weights, classes } = outcome;
  const { buildMs, sessionMs, readMs, forwardMs } = result.timings;
  const real = weights.kind === 'checkpoint';
  const reading = readMs === undefined ? '' : `${duration(readMs)} reading the weights, `;
  const rows = [
    ...keyed('classes', classRows(classes)),
    ...keyed('labels', (classes?.problems ?? []).map(printable)),
    ...result.outputs.map(({ name, shape, finite, mean, std, savedTo }, i) => {
      const saved = savedTo === undefined ? '' : `, saved to ${shownPath(cwd, savedTo)}`;
      const values = `mean ${number(mean)}, deviation ${number(std)}${finite ? ', all finite' : ', not all finite'}`;
      return [i > 0 ? '' : result.outputs.length === 1 ? 'output' : 'outputs', `${name} ${shapeText(shape)}: ${values}${saved}`];
    }),
    ...similarityRow(outcome, result),
    ['time', `${duration(buildMs)} writing the ONNX graph, ${duration(sessionMs)} loading it, ${reading}${duration(forwardMs)} forward pass`],
    ['memory', `${memory(result.peakRssBytes)} at its peak`],
    ...keyed(
      'weights',
      real ? [english(result.weights), ...weights.adaptations].map(printable) : [`${english(result.weights)}: this checks shapes and numbers, not accuracy`],
    ),
  ];
  return table(
    rows.map(([key = '', value = '']) => [`  ${key}`, value]),
    ['left', 'left'],
  );
}

function similarityRow({ entry, weights }: Outcome & { kind: 'run' }, { similarity }: RunSuccess): string[][] {
  if (similarity !== undefined) return [['similarity', `${number(similarity)}, cosine of the image's and the text's embedding`]];
  const comparable = weights.kind === 'checkpoint' && entry.model.spec.architecture.architecture === 'lit';
  return comparable ? [['similarity', 'none: there is no text; --text gives one, and vit-config classify compares with several']] : [];
}

/** The key beside the first of the lines. */
function keyed(key: string, lines: readonly string[]): string[][] {
  return lines.map((line, i) => [i === 0 ? key : '', line]);
}

function classRows(classes: Classes | null): string[] {
  if (classes === null) return [];
  if (classes.top === null) return classes.reason === null ? [] : [`none: ${classes.reason}`];
  const rows = classes.top.map(({ index, label, probability }) => [
    percent(probability),
    label === null ? `class ${index}` : `${printable(label)} (class ${index})`,
  ]);
  return table(rows, ['right', 'left']);
}

/** Time and MACs of each round of each section. The blocks of a result are those of the graph, in its order. */
function blockTable({ model }: SourceModel, { blocks, timings }: RunSuccess, paint: Paint): string[] {
  const sections = model.graph.ok ? model.graph.graph.sections : [];
  const macs = sections.flatMap(({ ops, repeat }) => Array.from({ length: repeat }, () => costOf([{ ops, repeat: 1 }]).macs));
  const ms = (value: number) => value.toFixed(2);
  const rows = blocks.map(({ label, ms: taken }, i) => [`  ${printable(label)}`, ms(taken), share(taken, timings.forwardMs), humanCount(macs[i] ?? 0)]);
  return table([['  block', 'ms', '', 'MACs'], ...rows], ['left', 'right', 'right', 'right'], (cell, row) => (row === 0 ? paint('dim', cell) : cell));
}
