import { basename, join } from 'node:path';
import type { CheckpointHeader, CheckpointRead } from '../core/checkpoint/header';
import { phrase } from '../core/phrase';
import type { DiskInfo } from '../disk';
import { Bytes } from './bytes';
import { type CheckpointFiles, machineFiles, type OpenFile } from './files';
import { kindOf } from './kind';
import type { Layout } from './layout';
import { readNpz } from './npz';
import { CheckpointError } from './problem';
import { readSafetensors } from './safetensors';

/** A checkpoint file that is open, and where everything is in it. */
export interface OpenLayout {
  readonly file: OpenFile;
  readonly info: DiskInfo;
  readonly bytes: Bytes;
  readonly layout: Layout;
}

/** Reads the header of a checkpoint file, never its values. Never rejects: what can't be read is an answer. */
export async function readHeader(path: string, files: CheckpointFiles = machineFiles): Promise<CheckpointRead> {
  return (await readStamped(path, files)).read;
}

export interface Stamped {
  readonly read: CheckpointRead;
  /** Of the file that was read; null where another time may bring another answer though the file is the same. */
  readonly stamp: string | null;
}

export async function readStamped(path: string, files: CheckpointFiles): Promise<Stamped> {
  const fileName = basename(path);
  let stamp: string | null = null;
  try {
    const opened = await openLayout(path, files, (info) => {
      stamp = stampFor(info);
    });
    await opened.file.close();
    return { read: { ok: true, fileName, header: headerOf(opened) }, stamp };
  } catch (error) {
    const { kind, said, lasting } = asProblem(error);
    return { read: { ok: false, fileName, kind, problem: said }, stamp: lasting ? stamp : null };
  }
}

/** By which a file is seen to be unchanged; null for none. */
export async function stampOf(path: string, files: CheckpointFiles): Promise<string | null> {
  try {
    return stampFor(await files.stat(path));
  } catch (error) {
    asProblem(error);
    return null;
  }
}

const stampFor = ({ kind, bytes, modified }: DiskInfo) => `${kind} ${bytes} ${modified}`;

export function headerOf({ layout, info }: OpenLayout): CheckpointHeader {
  return { format: layout.format, tensors: layout.tensors.map(({ name, shape, dtype }) => ({ name, shape, dtype })), bytes: info.bytes };
}

/** The caller closes the file. Rejects with CheckpointError or one of Node's; then the file is closed. */
export async function openLayout(path: string, files: CheckpointFiles, onOpen?: (info: DiskInfo) => void): Promise<OpenLayout> {
  // Before it is opened: opening a device may do something.
  await assertFile(path, await files.stat(path), files);
  const file = await files.open(path);
  try {
    const info = await file.stat();
    await assertFile(path, info, files);
    onOpen?.(info);
    const bytes = new Bytes(file, info.bytes);
    const { format, beginning } = await kindOf(bytes);
    return { file, info, bytes, layout: format === 'npz' ? await readNpz(bytes) : await readSafetensors(bytes, beginning) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function assertFile(path: string, { kind }: DiskInfo, files: CheckpointFiles): Promise<void> {
  if (kind === 'file') return;
  if (kind === 'other') throw new CheckpointError(phrase`It is not a file but a device, pipe or socket.`, 'unreadable', false);
  const isOrbax = await Promise.any(ORBAX.map((name) => files.stat(join(path, name)))).then(
    () => true,
    () => false,
  );
  throw new CheckpointError(
    isOrbax
      ? phrase`It is a directory as Orbax and TensorStore write it; only .npz and .safetensors files are read.`
      : phrase`It is a directory; a checkpoint is a .npz or .safetensors file.`,
    'unreadable',
    false,
  );
}

/** One of these is in a checkpoint that is a directory. */
const ORBAX = ['manifest.ocdbt', '_METADATA', '_CHECKPOINT_METADATA'];

/** Any error of reading a checkpoint, as one that is told. */
export function asProblem(error: unknown): CheckpointError {
  if (error instanceof CheckpointError) return error;
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CheckpointError(phrase`There is no such file.`, 'missing', false);
    case 'EACCES':
    case 'EPERM':
      return new CheckpointError(phrase`There is no permission to read it.`, 'unreadable', false);
    default:
      // What no error of the system is, is a mistake of ours.
      if (code === undefined) throw error;
      return new CheckpointError(phrase`Reading it failed (${code}).`, 'unreadable', false);
  }
}
