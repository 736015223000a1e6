/** How much memory a run will need, and how much there is. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Shape } from '../core/model/graph';
import type { RunPlan } from '../onnx/plan';
import { elements } from '../onnx/shapes';
import type { RunWeights } from './protocol';

const MIB = 2 ** 20;
/** Node, ONNX Runtime and the image library loaded, the table of random numbers drawn, an image of a few megapixels decoded. */
const BASE_BYTES = 150 * MIB;
/** The runtime's allocator takes memory from the system in pieces of doubling size and keeps what a section gave back. */
const ALLOCATOR_FACTOR = 2.6;

/** Of the items that go through a model side by side, so that their weights are read once for all. More gain little. */
const CHUNK_ITEMS = 32;
/** What they may hold together between the sections. */
const CHUNK_BYTES = 128 * MIB;

/** What a run of `plan` takes at most, in bytes, `chunk` items at a time: of every model measured more than its peak, and less than three times that. */
export function estimateRunBytes(plan: RunPlan, weights: RunWeights['kind'] = 'random', chunk = 1): number {
  const inputs = plan.inputs.reduce((sum, input) => sum + elements(input.shape) * 4, 0);
  const sections = plan.sections.map((section) => section.activationBytes);
  const parameters = weights === 'random' ? plan.largestParameter * 4 : checkpointBytes(plan);
  return Math.ceil(BASE_BYTES + parameters + 2 * inputs + ALLOCATOR_FACTOR * Math.max(0, ...sections) + (chunk - 1) * itemBytes(plan));
}

/** Weights of rounds that have run, until the garbage collector is made to look for them. */
const GARBAGE_BYTES = 128 * MIB;

/** A round's weights, those of rounds before it that still lie about, and a copy of the largest one for what is resampled. */
function checkpointBytes(plan: RunPlan): number {
  const sections = plan.sections.map(({ weights, repeat }) => ({ repeat, round: weights.reduce((sum, { shape }) => sum + elements(shape) * 4, 0) }));
  const all = sections.reduce((sum, { round, repeat }) => sum + round * repeat, 0);
  const largest = Math.max(0, ...sections.map(({ round }) => round));
  return largest + Math.min(all - largest, GARBAGE_BYTES) + plan.largestParameter * 4;
}

/** How many of `items` go through the model side by side where `available` bytes are. */
export function chunkSize(plan: RunPlan, items: number, available: number): number {
  const fitting = Math.floor(Math.min(CHUNK_BYTES, available / 8) / itemBytes(plan));
  return Math.max(1, Math.min(CHUNK_ITEMS, items, fitting));
}

/** Bytes that an item holds between the sections: its inputs, decoded for the next chunk too, and the values that cross from one into another. */
function itemBytes(plan: RunPlan): number {
  const bytes = (shape: Shape) => elements(shape) * 4;
  const lastReader = new Map<string, number>();
  plan.sections.forEach(({ reads }, index) => {
    for (const name of reads) lastReader.set(name, index);
  });
  const live = new Map<string, number>();
  let most = 0;
  for (const [index, { writes, repeat }] of plan.sections.entries()) {
    for (const { name, shape } of writes) live.set(name, bytes(shape) * (repeat > 1 ? 2 : 1));
    most = Math.max(
      most,
      [...live.values()].reduce((sum, size) => sum + size, 0),
    );
    for (const name of live.keys()) if ((lastReader.get(name) ?? Number.POSITIVE_INFINITY) <= index) live.delete(name);
  }
  return 2 * plan.inputs.reduce((sum, { shape }) => sum + bytes(shape), 0) + most;
}

/** The text of a file, null for one that isn't there: not every system has them all. */
export type ReadText = (path: string) => string | null;

/** Bytes this process's children can still take, as far as the system says: of the machine, and of the container it runs in. */
export function availableBytes(read: ReadText = readText, platform: NodeJS.Platform = process.platform): number {
  return platform === 'linux' ? Math.min(linuxBytes(read), containerBytes(read)) : otherBytes(platform);
}

function linuxBytes(read: ReadText): number {
  const match = /^MemAvailable:\s+(\d+) kB$/m.exec(read('/proc/meminfo') ?? '');
  return match === null ? os.freemem() : Number(match[1]) * 1024;
}

/** macOS counts as free only what nothing uses, not even as a cache: there a share of the whole says more. */
function otherBytes(platform: NodeJS.Platform): number {
  return platform === 'darwin' ? os.totalmem() * 0.75 : os.freemem();
}

/** Limit less use, of control groups version 2 and 1; file caches don't count as use. */
function containerBytes(read: ReadText): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === '' && path !== '') {
      for (const group of ancestors('/sys/fs/cgroup', path)) {
        least = Math.min(least, room(read, `${group}/memory.max`, `${group}/memory.current`, `${group}/memory.stat`, 'inactive_file'));
      }
    } else if (controllers.split(',').includes('memory')) {
      for (const group of ancestors('/sys/fs/cgroup/memory', path)) {
        least = Math.min(least, room(read, `${group}/memory.limit_in_bytes`, `${group}/memory.usage_in_bytes`, `${group}/memory.stat`, 'total_inactive_file'));
      }
    }
  }
  return least;
}

/** A limit of any ancestor holds too; inside a container the path may be one of outside, where the root is what counts. */
function ancestors(root: string, path: string): string[] {
  const groups = [root];
  for (const part of path.split('/').filter((name) => name !== '')) groups.push(`${groups[groups.length - 1]}/${part}`);
  return groups;
}

function room(read: ReadText, limitFile: string, usageFile: string, statFile: string, cacheKey: string): number {
  const limit = Number.parseInt(read(limitFile) ?? '', 10);
  const usage = Number.parseInt(read(usageFile) ?? '', 10);
  if (!Number.isFinite(limit) || !Number.isFinite(usage)) return Number.POSITIVE_INFINITY;
  const cache = Number(new RegExp(`^${cacheKey} (\\d+)$`, 'm').exec(read(statFile) ?? '')?.[1] ?? 0);
  return Math.max(0, limit - usage + cache);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
