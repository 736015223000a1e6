/** What became of a run, for people. */
import { duration, memory, shapeText } from '../core/editor/format';
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

/** A block of lines with an empty line at its end. */
export function runText(outcome: Outcome, cwd: string, paint: Paint): string {
  const title = `${paint('bold', printable(outcome.entry.label))} · ${architectureTitle(outcome.entry.model.spec)}`;
  if (!outcome.built)
    return `${title}\n${paint('red', "✗ can't be built:")} ${printable(outcome.reason)}\n  vit-config check says where, and what would mend it\n\n`;
  const { result } = outcome;
  if (!result.ok) {
    const peak = result.peakRssBytes === null ? '' : ` (peak memory ${memory(result.peakRssBytes)})`;
    return `${title}\n${paint('red', '✗ failed:')} ${printable(result.failure.message)}${peak}\n\n`;
  }
  return `${title}\n${paint('green', '✓ ran')} in ${duration(result.timings.forwardMs)}\n${details(result, cwd).join('\n')}\n\n`;
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
    ['weights', `${result.weights}: this checks shapes and numbers, not accuracy`],
  ];
  return table(
    rows.map(([key = '', value = '']) => [`  ${key}`, value]),
    ['left', 'left'],
  );
}
