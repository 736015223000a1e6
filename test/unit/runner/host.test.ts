/** What the host makes of a child that does not do as it should: small programs stand in for the real one. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { english } from '../../../server/core/phrase';
import { causeOfDeath } from '../../../server/runner/death';
import { startRun } from '../../../server/runner/host';
import type { RunFailure, RunProgress, RunResult } from '../../../server/runner/protocol';
import { type InEnglish, inEnglish } from '../../english';
import type { Config } from '../onnx/specs';
import { graphOf } from '../onnx/specs';

const SMALL: Config = {
  patches: { size: [8, 8] },
  hidden_size: 24,
  transformer: { mlp_dim: 48, num_heads: 2, num_layers: 2 },
  classifier: 'token',
  image_size: [16, 16],
  num_classes: 3,
};
const folder = mkdtempSync(join(tmpdir(), 'vit-config-host-'));
afterAll(() => rmSync(folder, { recursive: true }));

let programs = 0;
function start(program: string, config: Config = SMALL, onProgress: (progress: RunProgress) => void = () => undefined) {
  const runnerPath = join(folder, `program${programs++}.cjs`);
  writeFileSync(runnerPath, program);
  return startRun({ graph: graphOf(config), image: 'image.png', runnerPath }, onProgress);
}

async function failure(result: Promise<RunResult>): Promise<InEnglish<RunFailure>> {
  const done = await result;
  if (done.ok) throw new Error('the run succeeded');
  return inEnglish(done.failure);
}

const withSignals = describe.skipIf(process.platform === 'win32');

withSignals('a child that a signal ended', () => {
  const check = (signal: string, message: RegExp) =>
    test(signal, async () => {
      expect(await failure(start(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000)`).result)).toMatchObject({
        kind: 'died',
        message: expect.stringMatching(message),
      });
    });
  check('SIGKILL', /killed \(SIGKILL\), most likely for lack of memory/);
  check('SIGSEGV', /crashed in native code \(SIGSEGV\)/);
  check('SIGABRT', /crashed in native code \(SIGABRT\)/);
  check('SIGTERM', /ended by SIGTERM/);
});

test('a child that ends by itself, with its last words', async () => {
  expect(await failure(start('console.error("Error: no luck\\n    at somewhere"); process.exit(3)').result)).toEqual({
    kind: 'died',
    message: 'The child process ended before it had a result: it ended with exit code 3. It said: Error: no luck',
  });
});

test('a child that throws while it loads', async () => {
  expect((await failure(start('throw new TypeError("broken build")').result)).message).toContain('TypeError: broken build');
});

test('a signal as a shell writes it, and as Windows writes it', () => {
  expect(english(causeOfDeath(137, null, ''))).toMatch(process.platform === 'win32' ? /exit code 137|SIGKILL/ : /SIGKILL.*memory/);
  expect(english(causeOfDeath(139, null, ''))).toMatch(/SIGSEGV/);
  expect(english(causeOfDeath(3221225477, null, ''))).toMatch(/native code \(access violation\)/);
  expect(english(causeOfDeath(1, null, ''))).toMatch(/exit code 1$/);
});

test('a child that writes to its standard output disturbs nobody, and one that answers is heard', async () => {
  const progress: RunProgress[] = [];
  const program = `
    console.log('noise');
    process.once('message', (request) => {
      process.send({ type: 'progress', progress: { phase: 'running', label: 'a', done: 0, total: request.plan.sections.length } });
      process.send({ type: 'result', result: { ok: false, failure: { kind: 'image', message: request.items[0].image }, peakRssBytes: 7 } });
      process.send({ type: 'progress', progress: { phase: 'running', label: 'late', done: 9, total: 9 } });
    });`;
  const result = await start(program, SMALL, (state) => progress.push(state)).result;
  expect(result).toEqual({ ok: false, failure: { kind: 'image', message: 'image.png' }, peakRssBytes: 7 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(progress.map(({ phase, label }) => `${phase} ${label}`)).toEqual(['building ', 'running a']);
});

test('the child gets a small environment of its own', async () => {
  process.env.VIT_CONFIG_SECRET = 'secret';
  process.env.NODE_OPTIONS ??= '';
  const program = `process.once('message', () => process.send({ type: 'result', result: { ok: false, failure: { kind: 'image', message: Object.keys(process.env).join() } } }))`;
  const { message } = await failure(start(program).result);
  expect(message).not.toMatch(/VIT_CONFIG_SECRET|NODE_OPTIONS/);
  expect(message).toMatch(/path/i);
});

describe('cancel', () => {
  test('ends a child that would go on for ever', async () => {
    const run = start('setInterval(() => {}, 1000)');
    await new Promise((resolve) => setTimeout(resolve, 200));
    run.cancel();
    expect(await failure(run.result)).toEqual({ kind: 'cancelled', message: 'The run was cancelled.' });
  });

  test('before the child exists', async () => {
    const progress: RunProgress[] = [];
    const run = start('process.exit(0)', SMALL, (state) => progress.push(state));
    run.cancel();
    expect((await failure(run.result)).kind).toBe('cancelled');
    expect(progress).toEqual([]);
  });

  test('after the result changes nothing', async () => {
    const run = start('process.exit(0)');
    const first = await run.result;
    run.cancel();
    expect(await run.result).toBe(first);
  });
});

test('without a runner', async () => {
  const run = startRun({ graph: graphOf(SMALL), image: 'x', runnerPath: join(folder, 'missing.js') }, () => undefined);
  expect(await failure(run.result)).toMatchObject({ kind: 'environment', message: expect.stringContaining('missing.js') });
});

test('what can not fit is refused with the figure, and no child is started', async () => {
  const huge: Config = { ...SMALL, hidden_size: 2_000_000, transformer: { mlp_dim: 8_000_000, num_heads: 2, num_layers: 2 } } as Config;
  const refused = await failure(start('process.exit(1)', huge).result);
  expect(refused.kind).toBe('memory');
  // One kernel of 2 million x 8 million values of 4 bytes.
  expect(Number(/needs about ([\d.]+) GiB of memory, and [\d.]+ [GM]iB are available/.exec(refused.message)?.[1])).toBeCloseTo((2e6 * 8e6 * 4) / 2 ** 30, -2);
});
