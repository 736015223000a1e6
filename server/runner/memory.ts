/** How much memory a run will need, and how much there is. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { RunPlan } from '../onnx/plan';
import { elements } from '../onnx/shapes';

const MIB = 2 ** 20;
/** Node, ONNX Runtime and the image library loaded, the table of random numbers drawn, an image of a few megapixels decoded. */
const BASE_BYTES = 150 * MIB;
/** The runtime's allocator takes memory from the system in pieces of doubling size and keeps what a section gave back. */
const ALLOCATOR_FACTOR = 2.6;

/** What a run of `plan` takes at most, in bytes: of every model measured more than its peak, and less than three times that. */
export function estimateRunBytes(plan: RunPlan): number {
  const inputs = plan.inputs.reduce((sum, input) => sum + elements(input.shape) * 4, 0);
  const sections = plan.sections.map((section) => section.activationBytes);
  return Math.ceil(BASE_BYTES + plan.largestParameter * 4 + 2 * inputs + ALLOCATOR_FACTOR * Math.max(0, ...sections));
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
