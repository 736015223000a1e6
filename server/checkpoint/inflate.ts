/** Inflating a member of a zip file piece by piece. */
import type { Buffer } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { constants, createInflateRaw, inflateRawSync } from 'node:zlib';
import { phrase } from '../core/phrase';
import type { Bytes, Range } from './bytes';
import { CheckpointError } from './problem';

const PIECE = 128 << 10;

/** What the deflated data of a range holds; whoever reads it stops when there is too much. Throws CheckpointError if it is damaged. */
export async function* inflated(bytes: Bytes, range: Range): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: PIECE });
  // What goes wrong with the source reaches the loop below through `inflate`.
  pipeline(Readable.from(pieces(bytes, range)), inflate, () => undefined);
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch (error) {
    throw damaged(error);
  }
}

/** What the first bytes of deflated data hold. `range` is small: a byte may become a thousand. Throws CheckpointError if they are damaged. */
export function inflatedBeginning(deflated: Buffer): Buffer {
  try {
    return inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1024 });
  } catch (error) {
    throw damaged(error);
  }
}

async function* pieces(bytes: Bytes, { position, length }: Range): AsyncGenerator<Buffer> {
  for (let done = 0; done < length; done += PIECE) yield await bytes.read(position + done, Math.min(PIECE, length - done));
}

function damaged(error: unknown): unknown {
  const isOfZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  return isOfZlib ? new CheckpointError(phrase`Its deflated data is damaged: ${error.message}.`) : error;
}
