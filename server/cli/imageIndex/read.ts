import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { CheckpointError } from '../../checkpoint';
import { NPY_PREFIX, npyHeaderLength, readNpyHeader } from '../../checkpoint/npy';
import { codeOf, decode } from '../../files';
import type { Host } from '../host';
import { DamagedIndex, FEATURES_FILE, type ImageIndex, INDEX_FILE, parseIndex } from './format';

export interface OpenIndex {
  readonly index: ImageIndex;
  /** A row of `dimensions` values for each image. */
  readonly features: Float32Array;
}

/** Of a few hundred bytes an image, these are more images than anybody has. */
const MOST_JSON = 1 << 30;

/** Null where there is no index. Throws DamagedIndex, or what the file system says. */
export async function openIndex(host: Pick<Host, 'read'>, directory: string): Promise<OpenIndex | null> {
  const text = await readIfThere(host, join(directory, INDEX_FILE), MOST_JSON);
  if (text === null) return null;
  const decoded = decode(text);
  if (!decoded.ok) throw new DamagedIndex(`is damaged: ${INDEX_FILE} ${decoded.reason}`);
  const index = parseIndex(decoded.text);
  const rows = index.images.length * index.dimensions * 4;
  const bytes = await readIfThere(host, join(directory, FEATURES_FILE), rows + LONGEST_HEADER);
  if (bytes === null) throw new DamagedIndex(`is damaged: ${FEATURES_FILE} is missing`);
  return { index, features: featuresOf(bytes, index) };
}

const LONGEST_HEADER = 64 << 10;

async function readIfThere(host: Pick<Host, 'read'>, path: string, limit: number): Promise<Uint8Array | null> {
  try {
    return await host.read(path, limit);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Throws DamagedIndex where the array is not the one that the index was written with. */
function featuresOf(file: Uint8Array, { images, dimensions, sha256 }: ImageIndex): Float32Array {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const { shape, start } = headerOf(bytes);
  if (shape.join() !== `${images.length},${dimensions}`) {
    throw new DamagedIndex(`is damaged: ${FEATURES_FILE} has the shape [${shape.join(', ')}], and ${INDEX_FILE} wants [${images.length}, ${dimensions}]`);
  }
  const rows = bytes.subarray(start);
  const wanted = images.length * dimensions * 4;
  if (rows.length !== wanted) throw new DamagedIndex(`is damaged: ${FEATURES_FILE} has ${rows.length} bytes of values, not ${wanted}`);
  if (createHash('sha256').update(rows).digest('hex') !== sha256) {
    throw new DamagedIndex(`is damaged: the values in ${FEATURES_FILE} are not those that ${INDEX_FILE} was written with`);
  }
  // A view where that can be: there may be gigabytes. Whatever runs models has the lowest byte first.
  const aligned = rows.byteOffset % 4 === 0 ? rows : new Uint8Array(rows);
  return new Float32Array(aligned.buffer, aligned.byteOffset, images.length * dimensions);
}

function headerOf(bytes: Buffer): { readonly shape: readonly number[]; readonly start: number } {
  try {
    const start = npyHeaderLength(bytes.subarray(0, NPY_PREFIX));
    const { encoding, fortran, shape } = readNpyHeader(bytes.subarray(0, start));
    if (encoding.dtype === 'float32' && !encoding.bigEndian && !fortran) return { shape, start };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new DamagedIndex(`is damaged: ${FEATURES_FILE}: ${error.message}`);
  }
  throw new DamagedIndex(`is damaged: ${FEATURES_FILE} is not of float32 in row-major order`);
}
