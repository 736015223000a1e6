import { expect, test } from 'vitest';
import { runPlan } from '../../../server/onnx';
import { availableBytes, estimateRunBytes } from '../../../server/runner/memory';
import { graphOf } from '../onnx/specs';

const MIB = 2 ** 20;

/** What is available where these files, and no others, are to be read. */
function check(files: Record<string, string>, expected: number): void {
  expect(availableBytes((path) => files[path] ?? null, 'linux')).toBe(expected);
}

const machine = { '/proc/meminfo': 'MemTotal: 9000 kB\nMemAvailable:    8192 kB\nBuffers: 5 kB\n' };

test('a machine without containers', () => {
  check(machine, 8 * MIB);
  check({ ...machine, '/proc/self/cgroup': '0::/user.slice\n' }, 8 * MIB);
});

test('control groups version 2: the limit of any ancestor less what is used, caches not counted', () => {
  const cgroup = { ...machine, '/proc/self/cgroup': '0::/pod/run\n' };
  const limited = { ...cgroup, '/sys/fs/cgroup/pod/memory.max': `${5 * MIB}\n`, '/sys/fs/cgroup/pod/memory.current': `${4 * MIB}\n` };
  check(limited, MIB);
  check({ ...limited, '/sys/fs/cgroup/pod/memory.stat': `anon 1\ninactive_file ${2 * MIB}\n` }, 3 * MIB);
  check({ ...cgroup, '/sys/fs/cgroup/pod/memory.max': 'max\n', '/sys/fs/cgroup/pod/memory.current': '1\n' }, 8 * MIB);
  check({ ...cgroup, '/sys/fs/cgroup/memory.max': `${6 * MIB}`, '/sys/fs/cgroup/memory.current': '0' }, 6 * MIB);
});

test('control groups version 1', () => {
  check(
    {
      ...machine,
      '/proc/self/cgroup': '12:cpu,cpuacct:/a\n4:memory:/docker/abc\n0::/\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${7 * MIB}`,
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${6 * MIB}`,
      '/sys/fs/cgroup/memory/memory.stat': `cache 9\ntotal_inactive_file ${4 * MIB}\n`,
    },
    5 * MIB,
  );
});

test('this machine', () => {
  expect(availableBytes()).toBeGreaterThan(10 * MIB);
  expect(availableBytes(undefined, 'darwin')).toBeGreaterThan(0);
  expect(availableBytes(undefined, 'win32')).toBeGreaterThan(0);
});

test('the estimate grows with tokens and with the largest parameter, not with depth', () => {
  const estimate = (layers: number, image: number, mlp: number) =>
    estimateRunBytes(
      runPlan(
        graphOf({
          patches: { size: [16, 16] },
          hidden_size: 384,
          transformer: { mlp_dim: mlp, num_heads: 6, num_layers: layers },
          classifier: 'token',
          image_size: [image, image],
        }),
      ),
    );
  expect(estimate(50, 224, 1536)).toBe(estimate(2, 224, 1536));
  expect(estimate(2, 1024, 1536)).toBeGreaterThan(estimate(2, 224, 1536) + 50 * MIB);
  expect(estimate(2, 224, 153600) - estimate(2, 224, 1536)).toBeGreaterThan(384 * (153600 - 1536) * 4);
});
