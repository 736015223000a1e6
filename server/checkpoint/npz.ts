/** NumPy's .npz: a zip file of .npy files. */
import { Buffer } from 'node:buffer';
import { phrase } from '../core/phrase';
import type { Bytes, Range } from './bytes';
import { crc32 } from './checksum';
import { inflated, inflatedBeginning } from './inflate';
import { assertBytes, assertDistinct, type Layout, type PlacedTensor } from './layout';
import { NPY_PREFIX, npyHeaderLength, readNpyHeader } from './npy';
import { CheckpointError, count, ofTensor, overlap, shown } from './problem';
import { beginningOf, localHeaderLength, type Member, readDirectory } from './zip';

const SUFFIX = '.npy';
/** NumPy's header has 128 bytes for any usual shape; deflated, the codes for random values come before it. */
const USUAL_HEADER = 640;

/** Throws CheckpointError. */
export async function readNpz(bytes: Bytes): Promise<Layout> {
  const directory = await readDirectory(bytes);
  const arrays = arraysOf(directory.members);
  assertDistinct(arrays.map(nameOf));
  const beginnings = await bytes.readAll(arrays.map((member) => beginningOf(member, USUAL_HEADER, directory.position)));
  const tensors: PlacedTensor[] = [];
  for (const [i, member] of arrays.entries()) {
    tensors.push(await ofTensor(nameOf(member), () => placed(bytes, member, beginnings[i] as Buffer)));
  }
  assertApart(arrays, tensors);
  return { format: 'npz', tensors };
}

const nameOf = ({ name }: Member) => name.slice(0, -SUFFIX.length);

function arraysOf(members: readonly Member[]): readonly Member[] {
  const arrays = members.filter(({ name }) => name.endsWith(SUFFIX));
  if (arrays.length > 0 || members.length === 0) return arrays;
  if (members.some(({ name }) => /(^|\/)data\.pkl$/.test(name))) {
    throw new CheckpointError(
      phrase`It is a checkpoint of PyTorch: pickled Python objects, which are never loaded, as they could run any code. Save its tensors as .safetensors or .npz.`,
    );
  }
  throw new CheckpointError(
    phrase`It is a zip file without arrays (.npy): it holds \`${shown(members[0]?.name ?? '')}\` and ${count(members.length - 1)} more.`,
  );
}

async function placed(bytes: Bytes, member: Member, beginning: Buffer): Promise<PlacedTensor> {
  const local = localHeaderLength(member, beginning);
  const data = { position: member.position + local, length: member.packed };
  // The part of its data that has been read: another member's may follow.
  const head = await headOf(bytes, member.deflated, data, beginning.subarray(local, local + member.packed));
  const { encoding, fortran, shape } = readNpyHeader(head);
  const length = member.bytes - head.length;
  assertBytes(shape, encoding, length);
  return {
    name: nameOf(member),
    shape,
    dtype: encoding.dtype,
    encoding,
    fortran,
    position: data.position + (member.deflated ? 0 : head.length),
    bytes: length,
    deflated: member.deflated ? { bytes: member.packed, head: head.length } : null,
    checksum: crc32 === null ? null : { whole: member.checksum, head: crc32(head) },
  };
}

/** The .npy header of a member whose data begins with `known`. */
async function headOf(bytes: Bytes, deflated: boolean, data: Range, known: Buffer): Promise<Buffer> {
  let beginning = deflated ? inflatedBeginning(known) : known;
  if (beginning.length < NPY_PREFIX && known.length < data.length) beginning = await firstOf(bytes, deflated, data, NPY_PREFIX);
  const length = npyHeaderLength(beginning);
  if (beginning.length < length) beginning = await firstOf(bytes, deflated, data, length);
  if (beginning.length < length) throw new CheckpointError(phrase`Its .npy header takes ${count(length)} bytes; only ${count(beginning.length)} are there.`);
  return beginning.subarray(0, length);
}

/** The first bytes of a member's data, or all there are if they are fewer. */
async function firstOf(bytes: Bytes, deflated: boolean, data: Range, length: number): Promise<Buffer> {
  if (!deflated) return bytes.read(data.position, Math.min(length, data.length));
  const pieces: Buffer[] = [];
  let have = 0;
  for await (const piece of inflated(bytes, data)) {
    pieces.push(piece);
    have += piece.length;
    if (have >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** Throws CheckpointError if a member's data reaches into the next member. */
function assertApart(arrays: readonly Member[], tensors: readonly PlacedTensor[]): void {
  const order = arrays.map((_, i) => i).sort((a, b) => (arrays[a]?.position ?? 0) - (arrays[b]?.position ?? 0));
  for (const [at, i] of order.entries()) {
    const tensor = tensors[i] as PlacedTensor;
    const next = arrays[order[at + 1] ?? -1];
    const end = tensor.position + (tensor.deflated?.bytes ?? tensor.bytes);
    if (next !== undefined && end > next.position) throw overlap(tensor.name, nameOf(next));
  }
}
