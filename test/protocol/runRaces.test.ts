import { expect, test } from 'vitest';
import { failure, SUCCESS } from './fakeRunner';
import { B16, edited, URI } from './fixtures';
import { click, lenses, OTHER, runners, titles } from './runFixtures';

const { opened } = runners();

test('two runs queue: the second starts when the first child is gone', async () => {
  const { client, runner } = await opened(`${B16}---\n${OTHER}`);
  await click(client, 'vitConfig.run', 0);
  await click(client, 'vitConfig.run', 0);
  expect(runner.runs).toHaveLength(1);
  expect(await titles(client)).toContain('waiting (2nd) · 44.0 M · 8.84 GMACs');
  runner.run(0).resolve(SUCCESS);
  await client.until(() => runner.runs.length === 2, 'second run started');
  runner.run(1).resolve(SUCCESS);
  await client.progress();
  await client.progress();
  expect((await titles(client)).filter((title) => title?.startsWith('✓'))).toHaveLength(2);
  await client.until(async () => (await titles(client)).length === 4, 'both lenses');
});

test('race: the same config clicked twice runs once', async () => {
  const { client, runner } = await opened();
  const [lens] = await lenses(client);
  const [a, b] = await Promise.all([1, 2].map(() => client.execute('vitConfig.run', lens?.command?.arguments?.[0])));
  expect(a).toEqual(b);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect(runner.runs).toHaveLength(1);
});

test('race: cancelled while it waits, it never starts', async () => {
  const { client, runner } = await opened(`${B16}---\n${OTHER}`);
  await click(client, 'vitConfig.run', 0);
  await click(client, 'vitConfig.run', 0);
  await click(client, 'vitConfig.cancelRun', 1);
  expect((await client.progress()).length).toBeGreaterThan(0);
  runner.run(0).resolve(SUCCESS);
  await client.until(async () => (await titles(client)).some((title) => title?.startsWith('✓')), 'the first has run');
  expect(runner.runs).toHaveLength(1);
  await client.progress();
});

test('race: the file is closed during its run', async () => {
  const { client, runner } = await opened();
  await click(client);
  await client.close(URI);
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  expect(runner.run(0).cancelled).toBe(true);
  expect(await lenses(client)).toEqual([]);
});

test('race: edited during the run and back, the result still holds', async () => {
  const { client, runner } = await opened();
  await click(client);
  await client.change(URI, 2, { text: OTHER });
  await client.diagnostics(URI, 2);
  expect(await titles(client)).toEqual(['▷ Run on sample image · 44.0 M · 8.84 GMACs']);
  await client.change(URI, 3, { text: B16 });
  await client.diagnostics(URI, 3);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect(await titles(client)).toHaveLength(2);
});

test('race: edited during the run, its result is of no config that is there', async () => {
  const { client, runner } = await opened();
  await click(client);
  await client.change(URI, 2, { text: OTHER });
  await client.settle();
  runner.run(0).resolve(failure('runtime', 'of a config that is gone'));
  await client.progress();
  expect(await titles(client)).toEqual(['▷ Run on sample image · 44.0 M · 8.84 GMACs']);
  expect(await client.diagnostics(URI, 2)).toEqual([]);
});

test('race: edited and run again, the stale run is called off and the new one follows', async () => {
  const { client, runner } = await opened();
  await click(client);
  await client.change(URI, 2, { text: OTHER });
  await client.diagnostics(URI, 2);
  await click(client);
  expect(runner.run(0).cancelled).toBe(true);
  await client.until(() => runner.runs.length === 2, 'the new run started');
  runner.run(1).resolve(SUCCESS);
  await client.progress();
  await client.progress();
  expect(await titles(client)).toContain('✓ ran in 61 ms · [1, 1000] · 134 MB');
});

test('race: a lens clicked after an edit above it runs the model it stood on', async () => {
  const { client, runner } = await opened(`${B16}---\n${OTHER}`);
  const clicked = (await lenses(client))[1]?.command?.arguments?.[0];
  await client.change(URI, 2, { text: `${B16}---\n${edited(B16, '3072', '1024')}---\n${OTHER}` });
  await client.diagnostics(URI, 2);
  await client.execute('vitConfig.run', clicked);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect((await titles(client)).slice(-2)).toEqual(['▷ Run on sample image · 44.0 M · 8.84 GMACs', '✓ ran in 61 ms · [1, 1000] · 134 MB']);
});

test('race: progress that comes after the end is not shown', async () => {
  const { client, runner } = await opened();
  await click(client);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  runner.run(0).progress({ phase: 'running', label: 'late', done: 1, total: 2 });
  expect(await titles(client)).toContain('✓ ran in 61 ms · [1, 1000] · 134 MB');
});

test('race: the server is shut down during a run, and the child goes with it', async () => {
  const { client, runner } = await opened();
  await click(client);
  await client.request('shutdown', null);
  expect(runner.run(0).cancelled).toBe(true);
  await client.progress();
});
