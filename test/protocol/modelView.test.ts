import { expect, test } from 'vitest';
import type { CodeLens, Hover, MarkupContent } from 'vscode-languageserver/node';
import { verbatim } from '../../server/core/phrase';
import { CHANGED_NOTIFICATION, type FileStatus, MODEL_REQUEST, type ModelParams, type ModelView, type PartView, STATUS_REQUEST } from '../../server/protocol';
import { FakeRunner, failure, SUCCESS } from './fakeRunner';
import { B16, BROKEN, covered, edited, positionOf, servers, URI } from './fixtures';
import { click, OTHER } from './runFixtures';
import { type ClientOptions, PULL, type TestClient } from './testClient';

const start = servers();

/** What our own client says at `initialize`. */
const VIEWS = { trusted: true, views: true, commands: ['vitConfig.showModel'] };

/** A file that is open and settled, on a client that shows models. It pulls diagnostics, so that nothing else comes unasked. */
async function opened(text: string, options: ClientOptions = {}): Promise<{ client: TestClient; runner: FakeRunner }> {
  const runner = new FakeRunner();
  const client = await start({ capabilities: PULL, initializationOptions: VIEWS, ...options }, runner);
  await client.open(URI, text);
  await client.next(CHANGED_NOTIFICATION);
  return { client, runner };
}

const modelAt = (client: TestClient, more: Omit<ModelParams, 'uri'> = {}) => client.request<ModelView | null>(MODEL_REQUEST, { uri: URI, ...more });
const statusOf = (client: TestClient, uri = URI) => client.request<FileStatus>(STATUS_REQUEST, { uri });

async function viewOf(client: TestClient, more: Omit<ModelParams, 'uri'> = {}): Promise<ModelView> {
  const view = await modelAt(client, more);
  if (view === null) throw new Error('there is no model');
  return view;
}

function partOf({ built }: ModelView, id: string): PartView {
  const part = built?.towers.flatMap(({ parts }) => parts).find((candidate) => candidate.id === id);
  if (part === undefined) throw new Error(`there is no part ${id}`);
  return part;
}

const change = (client: TestClient, version: number, text: string) => client.change(URI, version, { text });

test('a model, whole', async () => {
  const { client } = await opened(B16);
  const view = await viewOf(client);
  expect(view).toMatchObject({ uri: URI, version: 1, name: 'plain-B16', kind: 'Vision Transformer', problems: [], run: null, mayRun: true });
  expect(view.models).toEqual([{ id: view.id, name: 'plain-B16', range: view.anchor }]);
  expect(covered(B16, view.anchor)).toBe('model_name');
  expect(view.built).toMatchObject({ parameters: 86_567_656, outputs: [{ name: 'logits', shape: [1, 1000] }], joint: null });
  expect(view.built?.towers.map(({ name, input }) => ({ name, input }))).toEqual([{ name: '', input: { name: 'images', shape: [1, 224, 224, 3] } }]);
  expect(view.built?.image).toMatchObject({ path: '/samples/images/sample.png', size: [224, 224], grid: [14, 14], lostPixels: [0, 0], tokens: 197 });
  const encoder = partOf(view, 'blocks');
  expect(encoder).toMatchObject({ title: 'Encoder', detail: '12 heads of 64, MLP 3072', repeat: 12, outputShape: [1, 197, 768], blockMs: null });
  expect(encoder.places.map(({ key, range }) => `${key} at ${covered(B16, range)}`)).toEqual([
    'transformer.num_layers at num_layers: 12',
    'transformer.num_heads at num_heads: 12',
    'transformer.mlp_dim at mlp_dim: 3072',
    'hidden_size at hidden_size: 768',
  ]);
});

test('it follows the edits', async () => {
  const { client } = await opened(B16);
  const layers = async () => {
    const view = await viewOf(client);
    return { version: view.version, repeat: partOf(view, 'blocks').repeat, parameters: view.built?.parameters };
  };
  const before = await layers();
  const at = positionOf(B16, '12\n  attention');
  // A digit typed, as an editor sends it.
  await client.change(URI, 2, { range: { start: at, end: { ...at, character: at.character + 1 } }, text: '2' });
  const after = await layers();
  expect([before, after]).toMatchObject([
    { version: 1, repeat: 12 },
    { version: 2, repeat: 22 },
  ]);
  expect(after.parameters).toBe((before.parameters ?? 0) + 10 * 7_087_872);
});

test("a model that can't be built says why and where", async () => {
  const { client } = await opened(BROKEN);
  const view = await viewOf(client);
  expect(view.built).toBeNull();
  expect(view.problems.map(({ message, places }) => [message, ...places.map(({ range }) => covered(BROKEN, range))])).toEqual([
    ["hidden_size 768 can't be divided among 10 heads (num_heads): 10 x 76 leaves 8.", 'num_heads: 10', 'hidden_size: 768'],
  ]);
  await change(client, 2, B16);
  expect((await viewOf(client)).problems).toEqual([]);
});

test('of several models that of the id, else the nearest to the position, else the first', async () => {
  const text = `# 😀\n${B16}---\r\n${edited(OTHER, 'plain-B16', 'other')}\n# far below\n---\n# nothing\n`;
  const { client } = await opened(text);
  const first = await viewOf(client);
  expect(first.models.map(({ name, range }) => `${name} at ${covered(text, range)}`)).toEqual(['plain-B16 at model_name', 'other at model_name']);
  const second = await viewOf(client, { position: positionOf(text, 'num_heads: 12\n  num_layers: 6') });
  expect(second.name).toBe('other');
  expect(partOf(second, 'blocks').places.map(({ range }) => [range.start.line, covered(text, range)])).toContainEqual([21, 'num_layers: 6']);
  // An id that is no more leads to the position, too.
  for (const position of ['# far below', '# nothing']) {
    expect((await viewOf(client, { id: 'gone', position: positionOf(text, position) })).name, position).toBe('other');
  }
  expect((await viewOf(client, { position: { line: 0, character: 0 } })).name).toBe('plain-B16');
  expect((await viewOf(client, { id: second.id, position: { line: 0, character: 0 } })).name).toBe('other');
  expect((await viewOf(client, { id: 'gone' })).name).toBe('plain-B16');
});

test('the two towers of LiT', async () => {
  const text = `out_dim: [null, 768]
image: {patches: {size: [16, 16]}, hidden_size: 768, transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}, classifier: token}
text_model: text_transformer
text: {width: 768, num_layers: 6, mlp_dim: 3072, num_heads: 12, vocab_size: 32000}
pp: {tokenizer_name: sentencepiece, size: 224, max_len: 16}
`;
  const { client } = await opened(text);
  const view = await viewOf(client, { position: positionOf(text, 'vocab_size') });
  expect(view.built?.towers.map(({ name, input, parts }) => [name, input.name, parts.at(-1)?.title])).toEqual([
    ['image', 'images', 'L2 norm'],
    ['text', 'tokens', 'L2 norm'],
  ]);
  expect(view.built?.joint).toMatchObject({ title: 'Similarity', parameters: 1 });
  expect(covered(text, partOf(view, 'txt/blocks').places[0]?.range ?? view.anchor)).toBe('num_layers: 6');
});

test('what is not ours has no model, and says so', async () => {
  const { client } = await opened(B16);
  const elsewhere = 'file:///project/compose.yaml';
  await client.open(elsewhere, 'services: {}\n');
  for (const uri of [elsewhere, 'file:///nowhere.vit.yaml']) {
    expect(await client.request(MODEL_REQUEST, { uri })).toBeNull();
    expect(await statusOf(client, uri)).toEqual({ dialect: null, form: null, evidence: [], models: [] });
  }
  expect(await client.request(MODEL_REQUEST, null)).toBeNull();
});

test('a status in one line', async () => {
  const text = `${B16}---\n${BROKEN}`;
  const { client, runner } = await opened(text);
  const status = await statusOf(client);
  expect(status).toMatchObject({ dialect: 'google-research/vision_transformer', form: 'model' });
  expect(status.evidence[0]).toEqual({ reason: 'the file name ends in .vit.yaml', range: null });
  expect(new Set(status.evidence.map(({ reason }) => reason)).size).toBe(status.evidence.length);
  expect(status.models.map(({ line, range, run }) => [line, range.start.line, run])).toEqual([
    ['plain-B16 · 86.6 M · 17.6 GMACs · 197 tokens', 0, null],
    ["plain-B16 can't be built: hidden_size 768 can't be divided among 10 heads (num_heads): 10 x 76 leaves 8.", 13, null],
  ]);
  await click(client);
  await client.next(CHANGED_NOTIFICATION);
  runner.run(0).resolve(failure('runtime', 'MatMul dimension mismatch.'));
  await client.progress();
  await client.next(CHANGED_NOTIFICATION);
  const [model] = (await statusOf(client)).models;
  expect(model?.run).toMatchObject({ state: 'failed', title: '✗ MatMul dimension mismatch.', forwardMs: null });
});

test('a training config, by its name alone', async () => {
  const text = 'dataset: cifar10\nbase_lr: 0.03\ntotal_steps: 100\nmodel_name: ViT-B_16\n';
  const { client } = await opened(text);
  expect(await statusOf(client)).toMatchObject({ form: 'training', models: [{ name: 'ViT-B_16' }] });
  const view = await viewOf(client);
  expect(partOf(view, 'blocks').places.map(({ key, range }) => `${key}: ${covered(text, range)}`)).toEqual(['model_name: model_name: ViT-B_16']);
  expect(partOf(view, 'head').places.map(({ key }) => key)).toContain('dataset');
});

test('a run is told as it goes, and each part gets its time', async () => {
  const { client, runner } = await opened(B16);
  await click(client);
  await client.next(CHANGED_NOTIFICATION);
  runner.run(0).progress({ phase: 'running', label: 'Transformer/encoderblock_4', done: 5, total: 15 });
  await client.next(CHANGED_NOTIFICATION);
  expect((await viewOf(client)).run).toMatchObject({ state: 'running', title: 'running… 5 of 15 layers', done: 5, total: 15, outputs: [], forwardMs: null });

  const blocks = Array.from({ length: 15 }, (_, i) => ({ label: `block ${i}`, ms: i }));
  runner.run(0).resolve({ ...SUCCESS, blocks } as typeof SUCCESS);
  await client.progress();
  await client.next(CHANGED_NOTIFICATION);
  const view = await viewOf(client);
  expect(view.run).toMatchObject({
    state: 'ok',
    title: '✓ ran in 61 ms · [1, 1000] · 134 MB',
    description: expect.stringContaining('plain-B16 ran in 61 ms'),
    buildMs: 2.4,
    sessionMs: 31,
    forwardMs: 61.2,
    peakRssBytes: 134_217_728,
    outputs: [{ name: 'logits', shape: [1, 1000], mean: -0.0123, std: 1.02 }],
    similarity: null,
    image: '/samples/images/sample.png',
  });
  expect(partOf(view, 'blocks').blockMs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect((await statusOf(client)).models[0]?.run).toEqual(view.run);

  // Another config has not run; this one, again, has, until it was gone.
  await change(client, 2, `# ours\n${B16}`);
  expect((await viewOf(client)).run?.state).toBe('ok');
  await change(client, 3, OTHER);
  expect((await viewOf(client)).run).toBeNull();
  expect(partOf(await viewOf(client), 'blocks').blockMs).toBeNull();
});

test('a run that reports often is told a few times a second, its end at once', async () => {
  const { client, runner } = await opened(B16);
  await click(client);
  await client.next(CHANGED_NOTIFICATION);
  let told = 0;
  client.connection.onNotification(CHANGED_NOTIFICATION, () => {
    told++;
  });
  const begun = performance.now();
  for (let done = 0; done < 100; done++) {
    runner.run(0).progress({ phase: 'running', label: 'a', done, total: 100 });
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  const before = told;
  expect(before).toBeLessThanOrEqual(2 + (performance.now() - begun) / 100);
  expect(before).toBeGreaterThan(0);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  await client.until(async () => told > before && (await viewOf(client)).run?.state === 'ok', 'told of the end');
});

test('a file that becomes a config, or ceases to be one, is told', async () => {
  const uri = 'file:///project/notes.yaml';
  const { client } = await opened(B16);
  await client.open(uri, 'services: {}\n');
  await client.change(uri, 2, { text: B16 });
  await client.next(CHANGED_NOTIFICATION, (params) => params.uri === uri);
  expect((await statusOf(client, uri)).dialect).not.toBeNull();
  // One more comment changes nothing that is not in the edit itself.
  await client.change(uri, 3, { text: `# ours\n${B16}` });
  await client.change(uri, 4, { text: 'services: {}\n' });
  await client.next(CHANGED_NOTIFICATION, (params) => params.uri === uri);
  expect((await statusOf(client, uri)).dialect).toBeNull();
});

test('settings and trust are told; without trust nothing may be run', async () => {
  let image = 'img/cat.jpg';
  const { client } = await opened(B16, { initializationOptions: { ...VIEWS, trusted: false }, settings: () => ({ run: { image } }) });
  const before = await viewOf(client);
  expect(before.mayRun).toBe(false);
  // The path of a workspace that is not trusted is not even told.
  expect(before.built?.image.path).toBe('/samples/images/sample.png');
  await client.notify('vitConfig/didGrantTrust', {});
  await client.next(CHANGED_NOTIFICATION);
  const trusted = await viewOf(client);
  expect(trusted.mayRun).toBe(true);
  expect(trusted.built?.image.path?.replaceAll('\\', '/')).toMatch(/\/project\/img\/cat\.jpg$/);
  image = '';
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.next(CHANGED_NOTIFICATION);
  expect((await viewOf(client)).built?.image.path).toBe('/samples/images/sample.png');
});

test('where the package came without the runtime, nothing may be run', async () => {
  const client = await start({ capabilities: PULL }, { cannotRun: verbatim('There is no runtime.') });
  await client.open(URI, B16);
  expect((await viewOf(client)).mayRun).toBe(false);
});

test('an image that no path leads to', async () => {
  const { client } = await opened(B16, { settings: () => ({ run: { image: 'cat.jpg' } }) });
  const uri = 'untitled:Untitled-1';
  await client.open(uri, B16);
  await client.next(CHANGED_NOTIFICATION, (params) => params.uri === uri);
  expect((await client.request<ModelView>(MODEL_REQUEST, { uri })).built?.image.path).toBeNull();
});

test('a client that shows no models is told nothing, and answered all the same', async () => {
  const runner = new FakeRunner();
  const client = await start({ capabilities: PULL }, runner);
  await client.open(URI, B16);
  await click(client);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect((await viewOf(client)).run?.state).toBe('ok');
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
  expect(lenses.map(({ command }) => command?.title)).not.toContain('show model');
  const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri: URI }, position: { line: 0, character: 0 } });
  expect((hover.contents as MarkupContent).value).not.toContain('command:');
});

test('a lens and the hover lead to the panel', async () => {
  const uri = 'file:///project/a (copy).vit.yaml';
  const { client } = await opened(B16);
  await client.open(uri, `# ours\n${B16}`);
  await client.next(CHANGED_NOTIFICATION, (params) => params.uri === uri);
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const lens = lenses.find(({ command }) => command?.title === 'show model')?.command;
  expect(lens?.command).toBe('vitConfig.showModel');
  const target = lens?.arguments?.[0] as ModelParams;
  expect(target).toMatchObject({ uri, position: { line: 1, character: 0 } });
  expect((await client.request<ModelView>(MODEL_REQUEST, target)).id).toBe(target.id);

  const hoverAt = async (line: number) =>
    ((await client.request<Hover>('textDocument/hover', { textDocument: { uri }, position: { line, character: 3 } })).contents as MarkupContent).value;
  const [, argument = ''] = /\n\n\[Show model\]\(command:vitConfig\.showModel\?([^()]+)\)$/.exec(await hoverAt(1)) ?? [];
  expect(JSON.parse(decodeURIComponent(argument))).toEqual([target]);
  expect(await hoverAt(4)).not.toContain('command:');
});
