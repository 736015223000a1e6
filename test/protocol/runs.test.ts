import { expect, test } from 'vitest';
import { verbatim } from '../../server/core/phrase';
import { FakeRunner, failure, SUCCESS } from './fakeRunner';
import { B16, covered, edited, URI } from './fixtures';
import { click, OTHER, RUN, runners, titles } from './runFixtures';
import { PULL } from './testClient';

const { start, opened } = runners();

test('a click runs, with progress, and the lens says what came of it', async () => {
  const { client, runner } = await opened();
  expect(await click(client)).toEqual({ state: 'started', message: 'plain-B16 is running.' });
  expect(runner.run(0).image).toBe('/samples/images/sample.png');
  expect(await titles(client)).toEqual(['building… · 86.6 M · 17.6 GMACs', 'cancel']);

  runner.run(0).progress({ phase: 'running', label: 'Transformer/encoderblock_4', done: 5, total: 14 });
  expect(await titles(client)).toEqual(['running… 5 of 14 layers · 86.6 M · 17.6 GMACs', 'cancel']);

  runner.run(0).resolve(SUCCESS);
  const said = await client.progress();
  expect(said[0]).toEqual({ kind: 'begin', title: 'Run of plain-B16', cancellable: true, percentage: 0, message: 'building' });
  expect(said).toContainEqual({ kind: 'report', message: '5 of 14 layers · Transformer/encoderblock_4', percentage: 35 });
  expect(said.at(-1)).toEqual({ kind: 'end', message: '✓ ran in 61 ms · [1, 1000] · 134 MB' });
  expect(await titles(client)).toEqual([RUN, '✓ ran in 61 ms · [1, 1000] · 134 MB']);
  await client.until(() => client.refreshes.has('workspace/codeLens/refresh'), 'asked for lenses again');

  await click(client, 'vitConfig.showRun');
  expect((await client.next('window/showMessage')).message).toContain('logits [1, 1000], mean −0.0123, deviation 1.02');
});

test('a comment keeps the result, a number takes it back', async () => {
  const { client, runner } = await opened();
  await click(client);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  await client.change(URI, 2, { text: `# ours\n${B16}` });
  await client.diagnostics(URI, 2);
  expect(await titles(client)).toHaveLength(2);
  await client.change(URI, 3, { text: OTHER });
  await client.diagnostics(URI, 3);
  expect(await titles(client)).toHaveLength(1);
  await client.change(URI, 4, { text: B16 });
  await client.diagnostics(URI, 4);
  expect(await titles(client)).toEqual([RUN]);
});

test('an edit elsewhere in a file of several documents keeps the result', async () => {
  const { client, runner } = await opened(`${B16}---\n${OTHER}`);
  await click(client);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  await client.change(URI, 2, { text: `${B16}---\n${edited(OTHER, '3072', '2048')}` });
  await client.diagnostics(URI, 2);
  expect((await titles(client)).filter((title) => title?.startsWith('✓'))).toHaveLength(1);
});

test('a failure is a diagnostic on the keys that decided it, until the config changes', async () => {
  const { client, runner } = await opened();
  await click(client);
  runner.run(0).resolve(failure('runtime', 'MatMul dimension mismatch.', 'Transformer/encoderblock_3/MlpBlock_3/Dense_0'));
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: '✗ MatMul dimension mismatch.' });
  const [diagnostic, ...more] = await client.diagnostics(URI, 1);
  expect(more).toEqual([]);
  expect(diagnostic).toMatchObject({ code: 'run-failed', severity: 1, message: 'The run failed: MatMul dimension mismatch.' });
  const places = [diagnostic?.range, ...(diagnostic?.relatedInformation ?? []).map(({ location }) => location.range)];
  expect(places.map((range) => range && covered(B16, range))).toEqual(['768', '3072', '12']);
  expect(await titles(client)).toEqual([RUN, '✗ MatMul dimension mismatch.']);

  await client.change(URI, 2, { text: OTHER });
  expect(await client.diagnostics(URI, 2)).toEqual([]);
});

test('too little memory points at what needs it', async () => {
  const text = `${B16}image_size: 4096\n`;
  const { client, runner } = await opened(text);
  await click(client);
  runner.run(0).resolve(failure('memory', 'The run needs about 40 GiB of memory, and 4 GiB are available.'));
  await client.progress();
  const [diagnostic] = await client.diagnostics(URI, 1);
  const places = [diagnostic?.range, ...(diagnostic?.relatedInformation ?? []).map(({ location }) => location.range)];
  expect(places.map((range) => range && covered(text, range))).toEqual(['[16, 16]', '4096']);
});

test('a child that died is an answer, and the next run works', async () => {
  const { client, runner } = await opened();
  await click(client);
  runner.run(0).resolve(failure('died', 'The child process ended before it had a result: it was killed (SIGKILL), most likely for lack of memory.'));
  await client.progress();
  expect(await client.diagnostics(URI, 1)).toHaveLength(1);
  await click(client);
  expect(await client.diagnostics(URI, 1)).toEqual([]);
  runner.run(1).resolve(SUCCESS);
  await client.progress();
});

test("an image that can't be read is nobody's key: it is told", async () => {
  const { client, runner } = await opened();
  await click(client);
  runner.run(0).resolve(failure('image', "The image can't be read."));
  await client.progress();
  expect(await client.next('window/showMessage')).toEqual({ type: 2, message: "plain-B16: ✗ The image can't be read." });
});

test('cancel from the lens', async () => {
  const { client, runner } = await opened();
  await click(client);
  expect(await click(client, 'vitConfig.cancelRun')).toEqual({ state: 'cancelled', message: 'The run was cancelled.' });
  expect(runner.run(0).cancelled).toBe(true);
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  expect(await titles(client)).toEqual([RUN]);
});

test('cancel from the progress', async () => {
  const { client, runner } = await opened();
  await click(client);
  const { token } = await client.next('$/progress', ({ value }) => (value as { kind: string }).kind === 'begin');
  await client.notify('window/workDoneProgress/cancel', { token });
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  expect(runner.run(0).cancelled).toBe(true);
});

test("a runner that can't be started is told", async () => {
  const client = await start({}, {});
  await client.open(URI, B16);
  await client.diagnostics(URI, 1);
  await click(client);
  expect((await client.next('window/showMessage')).message).toContain('this test did not expect a run');
  await client.ending();
});

test('a client with a progress token of its own is answered at the end, under that token', async () => {
  const { client, runner } = await opened();
  const answer = client.execute('vitConfig.run', { uri: URI }, { workDoneToken: 'mine' });
  await client.until(() => runner.runs.length === 1, 'started');
  runner.run(0).resolve(SUCCESS);
  expect(await answer).toMatchObject({ state: 'finished' });
  expect((await client.next('$/progress')).token).toBe('mine');
  await client.progress();
});

test('a client without progress and lenses is told the outcome', async () => {
  const runner = new FakeRunner();
  const client = await start({ capabilities: {} }, runner);
  await client.open(URI, B16);
  await client.diagnostics(URI);
  await client.execute('vitConfig.run', { uri: URI, position: { line: 3, character: 0 } });
  runner.run(0).resolve(SUCCESS);
  expect(await client.next('window/showMessage')).toMatchObject({ type: 3, message: expect.stringContaining('plain-B16 ran in 61 ms') });
  await client.ending();
});

test('without lenses in the editor the outcome is told, too', async () => {
  const { client, runner } = await opened(B16, { settings: () => ({ codeLens: { enable: false } }) });
  await client.execute('vitConfig.run', { uri: URI });
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect(await client.next('window/showMessage')).toMatchObject({ type: 3, message: expect.stringContaining('plain-B16 ran in 61 ms') });
});

test('a client that pulls is asked to pull the failure', async () => {
  const runner = new FakeRunner();
  const client = await start({ capabilities: PULL }, runner);
  await client.open(URI, B16);
  await click(client);
  runner.run(0).resolve(failure('result', 'The logits are not finite.'));
  await client.progress();
  await client.until(() => client.refreshes.has('workspace/diagnostic/refresh'), 'asked to pull again');
  const { items } = await client.request<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri: URI } });
  expect(items).toMatchObject([{ code: 'run-failed' }]);
});

test('a package without the runtime: everything but the run, and what to do about it', async () => {
  const cannotRun = 'This package comes without ONNX Runtime.';
  const client = await start({ initializationOptions: { trusted: false } }, { cannotRun: verbatim(cannotRun) });
  await client.open(URI, B16);
  await client.diagnostics(URI, 1);
  expect(await titles(client)).toEqual(['86.6 M · 17.6 GMACs · running needs the package for this platform']);
  expect(await click(client)).toEqual({ state: 'refused', message: cannotRun });
  expect(await client.next('window/showMessage')).toEqual({ type: 2, message: cannotRun });
});

test("what can't be run is refused with the reason", async () => {
  const { client } = await opened(edited(B16, 'hidden_size: 768\n', ''));
  for (const argument of [{ uri: URI }, { uri: 'file:///nowhere' }, {}, null, 7]) {
    expect(await client.execute('vitConfig.run', argument)).toMatchObject({ state: 'refused' });
    expect((await client.next('window/showMessage')).type).toBe(2);
  }
  expect(await client.execute('vitConfig.cancelRun', null)).toEqual({ state: 'refused', message: 'Nothing is running.' });
  expect(await client.execute('vitConfig.nonsense', null)).toMatchObject({ state: 'refused' });
  await client.next('window/showMessage');
});

test('why a file is recognised, and why not', async () => {
  const { client } = await opened();
  const answer = await client.execute<{ message: string; documents: { evidence: { reason: string }[] }[] }>('vitConfig.explainRecognition', { uri: URI });
  expect(answer.message).toContain('plain.vit.yaml is read as a vision_transformer model config: ');
  expect(answer.documents[0]?.evidence.length).toBeGreaterThan(1);
  expect(await client.next('window/showMessage')).toMatchObject({ type: 3, message: answer.message });
  await client.open('file:///project/compose.yaml', 'services: {}\n');
  await client.execute('vitConfig.explainRecognition', 'file:///project/compose.yaml');
  expect((await client.next('window/showMessage')).message).toContain('compose.yaml is not recognised');
});
