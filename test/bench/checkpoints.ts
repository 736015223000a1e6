/** Reading the headers of checkpoints: 300 tensors, in files however large. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointHeaders, readHeader } from '../../server/checkpoint';
import { humanBytes } from '../../server/core/count/units';
import { type FileTensor, npzPieces, safetensorsPieces, vitTensors, writePieces } from '../unit/checkpoint/files';
import { bar, line, median, ms, section, times } from './measure';

const ROUNDS = 50;
/** By the issue. */
const LIMIT_MS = 10;

const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const filled = (tensors: readonly FileTensor[]) =>
  tensors.map((tensor) => ({ ...tensor, values: Float32Array.from({ length: size(tensor.shape) }, Math.random) }));

export async function checkpoints(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'vit-config-bench-'));
  try {
    const tensors = vitTensors(19, 2048, 8192, 16);
    const large = [...tensors, { name: 'filler', shape: [2 ** 30] }, { name: 'last', shape: [2] }].slice(-300);
    const files = [
      { name: 'npz, stored', pieces: npzPieces(large) },
      { name: 'npz, deflated', pieces: npzPieces(filled(vitTensors(19, 64, 256, 4).slice(-300)), { deflated: true }) },
      { name: 'safetensors', pieces: safetensorsPieces(large) },
    ];
    section('Headers of checkpoints, 300 tensors');
    for (const { name, pieces } of files) {
      const path = join(directory, name);
      await writePieces(path, pieces);
      const read = await readHeader(path);
      if (!read.ok || read.header.tensors.length !== 300) throw new Error(`${name} can't be read`);
      const taken = median(await times(ROUNDS, () => readHeader(path)));
      line(`${name}, ${humanBytes(pieces.size)}`, ms(taken), bar(Number(taken.toFixed(1)), LIMIT_MS, 'ms'));
    }
    const headers = new CheckpointHeaders();
    const known = join(directory, 'npz, stored');
    await headers.read(known);
    line('one that is known and unchanged', ms(median(await times(ROUNDS, () => headers.read(known)))));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
