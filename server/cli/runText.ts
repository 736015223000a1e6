/** What became of a run, for people. */

import { costOf } from '../core/count/cost';
import { humanCount } from '../core/count/units';
import { duration, memory, shapeText, share } from '../core/editor/format';
import { english } from '../core/phrase';
import type { RunResult, RunSuccess } from '../runner/protocol';
import { shownPath } from './files';
import { architectureTitle } from './models';
import type { Paint } from './paint';
import { printable } from './paint';
import type { SourceModel } from './source';
import { table } from './table';

/** What became of one model. */
export type Outcome =
  | { readonly entry: SourceModel; readonly built: true; readonly result: RunResult }
  | { readonly entry: SourceModel; readonly built: false; readonly reason: string };

export interface RunTextOptions {
  readonly cwd: string;
  readonly paint: Paint;
  /** Whether to tell what each block took. */
  readonly blocks: boolean;
}

/** A block of lines with an empty line at its end. */
export function runText(outcome: Outcome, { cwd, paint, blocks }: RunTextOptions): string {
  const title = `${paint('bold', printable(outcome.entry.label))} · ${architectureTitle(outcome.entry.model.spec)}`;
  if (!outcome.built)
    return `${title}\n${paint('red', "✗ can't be built:")} ${printable(outcome.reason)}\n  vit-config check says where, and what would mend it\n\n`;
  const { result } = outcome;
  if (!result.ok) {
    const peak = result.peakRssBytes === null ? '' : ` (peak memory ${memory(result.peakRssBytes)})`;
    return `${title}\n${paint('red', '✗ failed:')} ${printable(english(result.failure.message))}${peak}\n\n`;
  }
  return `${title}\n${paint('green', '✓ ran')} in ${duration(result.timings.forwardMs)}\n${[...details(result, cwd), ...(blocks ? ['', ...blockTable(outcome.entry, result, paint)] : [])].join('\n')}\n\n`;
}

const number = (value: number) => (Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential(2) : value.toFixed(4));

function details(result: RunSuccess, cwd: string): string[] {
  const { buildMs, sessionMs, forwardMs } = result.timings;
  const rows = [
    ...result.outputs.map(({ name, shape, finite, mean, std, savedTo }, i) => {
      const saved = savedTo === undefined ? '' : `, saved to ${shownPath(cwd, savedTo)}`;
      const values = `mean ${number(mean)}, deviation ${number(std)}${finite ? ', all finite' : ', not all finite'}`;
      return [i > 0 ? '' : result.outputs.length === 1 ? 'output' : 'outputs', `${name} ${shapeText(shape)}: ${values}${saved}`];
    }),
    ...(result.similarity === undefined ? [] : [['similarity', `${number(result.similarity)}, cosine of the image's and the text's embedding`]]),
    ['time', `${duration(buildMs)} writing the ONNX graph, ${duration(sessionMs)} loading it, ${duration(forwardMs)} forward pass`],
    ['memory', `${memory(result.peakRssBytes)} at its peak`],
    ['weights', `${english(result.weights)}: this checks shapes and numbers, not accuracy`],
  ];
  return table(
    rows.map(([key = '', value = '']) => [`  ${key}`, value]),
    ['left', 'left'],
  );
}

/** Time and MACs of each round of each section. The blocks of a result are those of the graph, in its order. */
function blockTable({ model }: SourceModel, { blocks, timings }: RunSuccess, paint: Paint): string[] {
  const sections = model.graph.ok ? model.graph.graph.sections : [];
  const macs = sections.flatMap(({ ops, repeat }) => Array.from({ length: repeat }, () => costOf([{ ops, repeat: 1 }]).macs));
  const ms = (value: number) => value.toFixed(2);
  const rows = blocks.map(({ label, ms: taken }, i) => [`  ${printable(label)}`, ms(taken), share(taken, timings.forwardMs), humanCount(macs[i] ?? 0)]);
  return table([['  block', 'ms', '', 'MACs'], ...rows], ['left', 'right', 'right', 'right'], (cell, row) => (row === 0 ? paint('dim', cell) : cell));
}
