/** What is in a checkpoint, as a text to read. */
import { humanBytes, humanCount } from '../count/units';
import { type Phrase, phrase, type Say } from '../phrase';
import type { CheckpointHeader, CheckpointRead } from './header';
import { inferConfig } from './infer';

/** A heading, and a line for each tensor in the file's order: its name, type and shape. Of a file that can't be read, why not. */
export function describeCheckpoint(read: CheckpointRead, say: Say): string {
  if (!read.ok) return `${say`${read.fileName} can't be read. ${read.problem}`}\n`;
  const { header, fileName } = read;
  const rows = header.tensors.map(({ name, dtype, shape }) => [oneLine(name), oneLine(dtype), `[${shape.join(', ')}]`] as const);
  const [names, types] = [0, 1].map((column) => Math.min(80, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))) as [number, number];
  const values = header.tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  return [
    say`${fileName}: ${header.tensors.length} tensors, ${humanCount(values)} values, ${humanBytes(header.bytes)} (${header.format})`,
    say(modelOf(header)),
    '',
    ...rows.map(([name, dtype, shape]) => `${name.padEnd(names)}  ${dtype.padEnd(types)}  ${shape}`),
    '',
  ].join('\n');
}

function modelOf(header: CheckpointHeader): Phrase {
  const inferred = inferConfig(header);
  if (!inferred.ok) return inferred.reason;
  return inferred.modelName === null ? phrase`No released model has these numbers.` : phrase`The numbers are those of ${inferred.modelName}.`;
}

/** Names of a broken file may be anything. */
const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd');
