/** What the log and the messages say of runs, and what can be cancelled by name. */
import { expect, test } from 'vitest';
import { logLine } from '../../server/lsp/log';
import { failure, SUCCESS } from './fakeRunner';
import { B16, edited, URI } from './fixtures';
import { click, lenses, OTHER, runners, titles } from './runFixtures';

const { opened } = runners();
const wordsOf = (line: string | undefined) => (line ?? '').replace(/ id=[0-9a-f]{16}/, '');

test('a line of the log is one line, whatever is in it', () => {
  const line = logLine('run end', {
    model: 'ViT B "16"\n\u2028',
    failed: true,
    ms: 61.24,
    parameters: 86_567_656,
    scope: undefined,
    peakRssBytes: null,
    image: 'C:\\a.png',
    empty: '',
  });
  expect(line).toBe('run end model="ViT B \\"16\\"\\n\\u2028" failed ms=61.2 parameters=86567656 image=C:\\a.png empty=""');
});

test('a run is a line where it begins and one where it ends', async () => {
  const { client, runner } = await opened();
  await click(client);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect(client.logged.map(wordsOf)).toEqual([
    `run start model=plain-B16 image=/samples/images/sample.png parameters=86567656 macs=17563828224 uri=${URI}`,
    'run end model=plain-B16 ok buildMs=2.4 sessionMs=31 forwardMs=61.2 peakRssBytes=134217728',
  ]);
});

test('a failure says its reason, a cancelled run that it was', async () => {
  const { client, runner } = await opened();
  await click(client);
  runner.run(0).resolve(failure('runtime', 'MatMul: "A" is\nnot "B".', 'Transformer/encoderblock_3'));
  await client.progress();
  await client.diagnostics(URI, 1);
  await click(client);
  await client.diagnostics(URI, 1);
  await click(client, 'vitConfig.cancelRun');
  await client.progress();
  expect(client.logged.filter((line) => line.includes(' end ')).map(wordsOf)).toEqual([
    'run end model=plain-B16 failed kind=runtime reason="MatMul: \\"A\\" is\\nnot \\"B\\"." scope=Transformer/encoderblock_3',
    'run end model=plain-B16 cancelled',
  ]);
});

test('a message of a failure leads to the log, for a client that can show it', async () => {
  const { client, runner } = await opened(B16, { initializationOptions: { commands: ['vitConfig.showLog'] } });
  client.choice = 'Show Log';
  await click(client);
  runner.run(0).resolve(failure('image', "The image can't be read."));
  await client.progress();
  expect(await client.next('window/showMessageRequest')).toEqual({
    type: 2,
    message: "plain-B16: ✗ The image can't be read.",
    actions: [{ title: 'Show Log' }],
  });
  expect(await client.next('vitConfig/execute')).toEqual({ command: 'vitConfig.showLog', arguments: [] });
  client.choice = null;
  await click(client, 'vitConfig.showRun');
  expect(await client.next('window/showMessageRequest')).toMatchObject({ type: 2, actions: [{ title: 'Show Log' }] });
  await client.settle();
});

test('several runs wait in a line, each in its place; what is under way is told and cancelled by name or as a whole', async () => {
  const third = edited(B16, 'num_layers: 12', 'num_layers: 3');
  const { client, runner } = await opened([B16, OTHER, third].join('---\n'));
  const running = () => client.request<{ name: string; title: string; target: object }[]>('vitConfig/running', null);
  expect(await running()).toEqual([]);
  for (let i = 0; i < 3; i++) await click(client);
  expect(runner.runs).toHaveLength(1);
  expect((await titles(client)).filter((title) => title !== 'cancel')).toEqual([
    'building… · 86.6 M · 17.6 GMACs',
    'waiting (2nd) · 44.0 M · 8.84 GMACs',
    'waiting (3rd) · 22.8 M · 4.48 GMACs',
  ]);
  const [, second] = await running();
  expect((await running()).map(({ title }) => title)).toEqual(['building…', 'waiting (2nd)', 'waiting (3rd)']);
  expect(await client.execute('vitConfig.cancelRun', second?.target)).toEqual({ state: 'cancelled', message: 'The run was cancelled.' });
  await client.progress();
  expect((await running()).map(({ title }) => title)).toEqual(['building…', 'waiting (2nd)']);
  expect(await client.execute('vitConfig.cancelRun', null)).toEqual({ state: 'cancelled', message: '2 were cancelled.' });
  await client.progress();
  await client.progress();
  expect(await running()).toEqual([]);
  expect(runner.runs).toHaveLength(1);
  expect((await lenses(client)).map(({ command }) => command?.command)).toEqual(['vitConfig.run', 'vitConfig.run', 'vitConfig.run']);
});

test('when the first is done, the next starts and the others move up', async () => {
  const { client, runner } = await opened([B16, OTHER, edited(B16, 'num_layers: 12', 'num_layers: 3')].join('---\n'));
  for (let i = 0; i < 3; i++) await click(client);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  await client.until(() => runner.runs.length === 2, 'the second started');
  expect(await titles(client)).toContain('waiting (2nd) · 22.8 M · 4.48 GMACs');
  await client.close(URI);
  await client.progress();
  await client.progress();
  expect(runner.run(1).cancelled).toBe(true);
  expect(runner.runs).toHaveLength(2);
});
