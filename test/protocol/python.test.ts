/** Python configs, as a client sees them: each function a config of its own, and modules that make others. */
import { expect, test } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  Hover,
  InlayHint,
  LocationLink,
  SymbolInformation,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FakeRunner, SUCCESS } from './fakeRunner';
import { covered, edited } from './fixtures';
import { PULL, PUSH, type TestClient } from './testClient';
import { Asker, codes, filesChanged, observed, off, PULL_WATCHED, silence, sweep, type TestFolder, workshop } from './workspaceFixtures';

const { folder, start } = workshop();
const settings = off;

const MODELS = `"""Models."""
import ml_collections


def get_small_config():
  """A small one."""
  config = ml_collections.ConfigDict()
  config.model_name = 'small'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 384
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 1536
  config.transformer.num_heads = 6
  config.transformer.num_layers = 12
  config.classifier = 'token'
  config.representation_size = None
  return config


def get_coarse_config():
  """Of fewer tokens."""
  config = get_small_config()
  config.model_name = 'coarse'
  config.patches.size = (32, 32)
  return config


def get_helper(name):
  return name.lower()
`;

const TRAIN = `import ml_collections
from project.configs import models


def get_config():
  config = ml_collections.ConfigDict()
  config.model = models.get_small_config()
  config.dataset = 'cifar10'
  config.batch = 512
  config.total_steps = 10_000
  config.warmup_steps = 500
  config.pp = ml_collections.ConfigDict()
  config.pp.train = 'train[:98%]'
  config.pp.test = 'test'
  config.pp.crop = 224
  return config
`;

/** More heads than divide the width, in the function that goes on from another. */
const HEADS = edited(MODELS, '  config.patches.size = (32, 32)\n', '  config.patches.size = (32, 32)\n  config.transformer.num_heads = 10\n');
/** The same in the base. */
const BASE_HEADS = edited(MODELS, 'num_heads = 6', 'num_heads = 10');

/** As in a project: not a word of a config in it. */
const ORDINARY = `import os\n\n\nclass Patches:\n  size = (16, 16)\n  hidden_size = 384\n\n\ndef main(config):\n  return os.path.join(config.model_name, 'num_heads')\n`;

const CONFIGS = 'project/configs';
const project = (files: Readonly<Record<string, string>> = { 'models.py': MODELS, 'train.py': TRAIN }): TestFolder =>
  folder(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${CONFIGS}/${name}`, text])));
const uriIn = (root: TestFolder, name: string): string => root.uriOf(`${CONFIGS}/${name}`);

const openPython = (client: TestClient, uri: string, text: string): Promise<void> => client.open(uri, text, 'python');
const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
const lensesOf = (client: TestClient, uri: string) => client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });

/** What a request at the nth `needle` of a text says, `into` characters into it. */
function place(uri: string, text: string, needle: string, { nth = 0, into = 1 } = {}) {
  let offset = -1;
  for (let i = 0; i <= nth; i++) offset = text.indexOf(needle, offset + 1);
  if (offset < 0) throw new Error(`the text has no ${needle}`);
  return { textDocument: { uri }, position: TextDocument.create(uri, '', 0, text).positionAt(offset + into) };
}

test('a file of many functions: a lens over each that makes a model, and nothing over others', async () => {
  const root = project();
  const client = await start([root], { settings });
  const uri = uriIn(root, 'models.py');
  await openPython(client, uri, MODELS);
  expect(await client.diagnostics(uri, 1)).toEqual([]);
  const lenses = await lensesOf(client, uri);
  const runs = lenses.filter(({ command }) => command?.command === 'vitConfig.run');
  expect(runs.map(({ range, command }) => [covered(MODELS, range), /[\d.]+ M/.exec(command?.title ?? '')?.[0]])).toEqual([
    ['get_small_config', '22.1 M'],
    ['get_coarse_config', '22.9 M'],
  ]);
  const [small, coarse] = runs.map(({ command }) => (command?.arguments?.[0] as { id: string }).id);
  expect(small).not.toBe(coarse);
});

test('what is wrong in a function is said there, with the other place where that was written', async () => {
  const root = project();
  const client = await start([root], { settings });
  const uri = uriIn(root, 'models.py');
  await openPython(client, uri, HEADS);
  const [found, ...more] = await client.diagnostics(uri, 1);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ code: 'heads-divide-width', severity: 1, source: 'vit-config' });
  expect(found?.range.start.line).toBe(HEADS.split('\n').findIndex((line) => line.includes('num_heads = 10')));
  const related = found?.relatedInformation ?? [];
  expect(related.map(({ location }) => location.uri)).toEqual([uri]);
  expect(HEADS.split('\n')[related[0]?.location.range.start.line ?? 0]).toContain('hidden_size = 384');

  const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: found?.range,
    context: { diagnostics: [found] },
  });
  const [best] = actions;
  expect(best?.title).toMatch(/^num_heads: 6 /);
  const [change] = best?.edit?.documentChanges as { textDocument: { uri: string; version: number }; edits: { range: typeof whole; newText: string }[] }[];
  expect(change?.textDocument).toEqual({ uri, version: 1 });
  const fixed = TextDocument.applyEdits(TextDocument.create(uri, 'python', 1, HEADS), change?.edits ?? []);
  expect(fixed).toBe(edited(HEADS, 'num_heads = 10', 'num_heads = 6'));
  await client.change(uri, 2, { text: fixed });
  expect(await client.diagnostics(uri, 2)).toEqual([]);
});

test('hover, hints and completion in the function that they are asked in', async () => {
  const root = project();
  const client = await start([root], { settings });
  const uri = uriIn(root, 'models.py');
  await openPython(client, uri, MODELS);
  await client.diagnostics(uri, 1);
  const hover = async (needle: string, more = {}) => {
    const answer = await client.request<Hover | null>('textDocument/hover', place(uri, MODELS, needle, more));
    return answer === null ? null : (answer.contents as { value: string }).value;
  };
  expect(await hover('get_small_config')).toContain('22.1 M');
  expect(await hover('get_coarse_config')).toContain('22.9 M');
  expect(await hover('mlp_dim')).toContain('14.2 M of 22.1 M');
  for (const elsewhere of ['"""Models', 'import', 'get_helper', 'name.lower']) expect(await hover(elsewhere)).toBe(null);

  const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range: whole });
  expect(hints.map(({ position, label }) => [MODELS.split('\n')[position.line]?.trim(), label])).toEqual([
    ["config.patches = ml_collections.ConfigDict({'size': (16, 16)})", expect.stringContaining('197 tokens')],
    ['config.transformer.num_heads = 6', expect.stringContaining('64')],
    ['config.patches.size = (32, 32)', expect.stringContaining('50 tokens')],
  ]);

  const typed = edited(MODELS, "  config.model_name = 'coarse'\n", "  config.model_name = 'coarse'\n  config.transformer.\n");
  await client.change(uri, 2, { text: typed });
  await client.diagnostics(uri, 2);
  const context = { triggerKind: 2, triggerCharacter: '.' };
  const { items } = await client.request<CompletionList>('textDocument/completion', { ...place(uri, typed, 'transformer.\n', { into: 12 }), context });
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['dropout_rate', 'num_layers']));
  // Behind a dot of anything else there is nothing of ours, nor behind a dot that was not typed in a config.
  for (const needle of ['name.lower', 'ml_collections.']) {
    const dot = place(uri, typed, needle, { into: needle.indexOf('.') + 1 });
    expect((await client.request<CompletionList>('textDocument/completion', { ...dot, context })).items).toEqual([]);
  }
});

test('a function that is read with several arguments: a lens for each, and all else once', async () => {
  const root = project();
  const client = await start([root], { settings });
  const uri = uriIn(root, 'train.py');
  const text = edited(
    edited(HEADS, 'def get_coarse_config():', '# vit-config: args=a\n# vit-config: args=b\ndef get_coarse_config(arg):'),
    "'coarse'",
    "'coarse_' + arg",
  );
  await openPython(client, uri, text);
  const [found, ...more] = await client.diagnostics(uri, 1);
  expect([found?.code, more]).toEqual(['heads-divide-width', []]);
  const titles = (await lensesOf(client, uri)).filter(({ range }) => covered(text, range) === 'get_coarse_config').map(({ command }) => command?.title ?? '');
  expect(titles.filter((title) => title.includes('heads')).length).toBe(2);
  const context = { diagnostics: [found] };
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', { textDocument: { uri }, range: found?.range, context });
  expect(new Set(actions.map(({ title }) => title)).size).toBe(actions.length);
  const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range: whole });
  expect(new Set(hints.map(({ position }) => JSON.stringify(position))).size).toBe(hints.length);
});

test('symbols: one for each model', async () => {
  const root = project();
  const client = await start([root], { settings });
  const uri = uriIn(root, 'models.py');
  await openPython(client, uri, MODELS);
  await client.diagnostics(uri, 1);
  const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
  expect(symbols.map(({ range, selectionRange }) => [covered(MODELS, selectionRange), covered(MODELS, range).slice(0, 9)])).toEqual([
    ['get_small_config', 'def get_s'],
    ['get_coarse_config', 'def get_c'],
  ]);
  const named = await client.request<SymbolInformation[]>('workspace/symbol', { query: 'coarse' });
  expect(named.map(({ location }) => covered(MODELS, location.range))).toEqual(['get_coarse_config']);
});

test('a definition in the same file, and in a module that is not open', async () => {
  const root = project();
  const client = await start([root], { settings });
  const [models, train] = [uriIn(root, 'models.py'), uriIn(root, 'train.py')];
  const definition = (uri: string, text: string, needle: string, more = {}) =>
    client.request<LocationLink[]>('textDocument/definition', place(uri, text, needle, more));
  await openPython(client, models, MODELS);
  await client.diagnostics(models, 1);
  const [own] = await definition(models, MODELS, 'get_small_config()', { nth: 1 });
  expect([own?.targetUri, covered(MODELS, own?.targetSelectionRange ?? whole)]).toEqual([models, 'get_small_config']);
  await client.close(models);

  await openPython(client, train, TRAIN);
  await client.diagnostics(train, 1);
  const [there] = await definition(train, TRAIN, 'get_small_config');
  expect(there?.targetUri).toBe(models);
  expect(MODELS.split('\n')[there?.targetSelectionRange.start.line ?? 0]).toMatch(/get_small_config|config/);
  // What is imported without a place in the config is the business of the editor's Python tools.
  expect(await definition(train, TRAIN, 'ml_collections')).toEqual([]);
});

test('an edit in a module that is not saved is seen in what is made of it, and so is what becomes of its file', async () => {
  const root = project();
  const client = await start([root], { settings });
  const [models, train] = [uriIn(root, 'models.py'), uriIn(root, 'train.py')];
  await openPython(client, train, TRAIN);
  expect(await client.diagnostics(train, 1)).toEqual([]);
  expect((await lensesOf(client, train)).some(({ command }) => /21\.7 M/.test(command?.title ?? ''))).toBe(true);
  await openPython(client, models, MODELS);
  expect(await client.diagnostics(models, 1)).toEqual([]);

  await client.change(models, 2, { text: BASE_HEADS });
  expect((await client.diagnostics(models, 2)).map(({ code }) => code)).toContain('heads-divide-width');
  const [found] = await client.diagnostics(train, 1);
  expect(found?.code).toBe('heads-divide-width');
  expect(covered(TRAIN, found?.range ?? whole)).toContain('get_small_config');
  const related = (found?.relatedInformation ?? []).map(({ location: { uri, range } }) => [uri, covered(BASE_HEADS, range)]);
  expect(related.length).toBeGreaterThan(0);
  for (const [uri] of related) expect(uri).toBe(models);
  await client.until(() => client.refreshes.has('workspace/codeLens/refresh') && client.refreshes.has('workspace/inlayHint/refresh'), 'asked for lenses again');

  // Closed without being saved: the file counts.
  await client.close(models);
  expect(await client.diagnostics(train, 1)).toEqual([]);
  await client.diagnostics(models);
  await client.until(() => client.registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles'), 'watching');
  root.write({ [`${CONFIGS}/models.py`]: BASE_HEADS });
  await filesChanged(client, [models, 'changed']);
  expect(await codes(client, train, 1)).toEqual(['heads-divide-width']);
  root.remove(`${CONFIGS}/models.py`);
  await filesChanged(client, [models, 'deleted']);
  expect(await codes(client, train, 1)).toEqual([]);
  expect((await lensesOf(client, train)).some(({ command }) => /21\.7 M/.test(command?.title ?? ''))).toBe(false);
  root.write({ [`${CONFIGS}/models.py`]: BASE_HEADS });
  await filesChanged(client, [models, 'created']);
  expect(await codes(client, train, 1)).toEqual(['heads-divide-width']);
});

test('a client that watches nothing: a later edit notices', async () => {
  const root = project();
  const client = await start([root], { settings, capabilities: PUSH });
  const [models, train] = [uriIn(root, 'models.py'), uriIn(root, 'train.py')];
  await openPython(client, train, TRAIN);
  expect(await client.diagnostics(train, 1)).toEqual([]);
  root.write({ [`${CONFIGS}/models.py`]: BASE_HEADS });
  await silence(1100);
  await client.change(train, 2, { text: `${TRAIN}\n` });
  const said = await client.diagnostics(train, 2);
  expect((said.length > 0 ? said : await client.diagnostics(train, 2)).map(({ code }) => code)).toEqual(['heads-divide-width']);
  expect(models).toContain('models.py');
});

test('a client that pulls is asked to pull again when a module was edited', async () => {
  const root = project();
  const client = await start([root], { settings, capabilities: PULL });
  const [models, train] = [uriIn(root, 'models.py'), uriIn(root, 'train.py')];
  const pull = (uri: string, previousResultId?: string) =>
    client.request<{ kind: string; resultId: string; items?: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
  await openPython(client, train, TRAIN);
  await openPython(client, models, MODELS);
  const before = await pull(train);
  expect(before.items).toEqual([]);
  await client.change(models, 2, { text: BASE_HEADS });
  await client.until(() => client.refreshes.has('workspace/diagnostic/refresh'), 'asked to pull again');
  const after = await pull(train, before.resultId);
  expect([after.kind, after.items?.map(({ code }) => code)]).toEqual(['full', ['heads-divide-width']]);
});

test('a training that is open but not seen, which the client does not pull by itself', async () => {
  const root = project();
  const client = await start([root], { capabilities: PULL_WATCHED });
  const [models, train] = [uriIn(root, 'models.py'), uriIn(root, 'train.py')];
  await openPython(client, train, TRAIN);
  await client.request('textDocument/diagnostic', { textDocument: { uri: train } });
  await openPython(client, models, MODELS);
  const asker = new Asker(client, 'all');
  await client.change(models, 2, { text: BASE_HEADS });
  await client.until(() => asker.codes(train)?.length === 1, 'told of the finding');
  await client.change(models, 3, { text: MODELS });
  await client.until(() => asker.codes(train)?.length === 0, 'told that it is gone');
});

test('a run belongs to the function that it was started from, even where two make the same', async () => {
  const runner = new FakeRunner();
  const root = project();
  const client = await start([root], { settings }, { startRun: runner.startRun });
  const uri = uriIn(root, 'models.py');
  const twins = edited(MODELS, '  config.patches.size = (32, 32)\n', '');
  await openPython(client, uri, twins);
  await client.diagnostics(uri, 1);
  const second = (await lensesOf(client, uri)).find(
    ({ range, command }) => covered(twins, range) === 'get_coarse_config' && command?.command === 'vitConfig.run',
  );
  await client.execute('vitConfig.run', second?.command?.arguments?.[0]);
  await client.until(() => runner.runs.length === 1, 'the run has begun');
  const titles = async (name: string) =>
    (await lensesOf(client, uri)).filter(({ range }) => covered(twins, range) === name).map(({ command }) => command?.title ?? '');
  expect((await titles('get_coarse_config')).join()).toMatch(/running|building/);
  expect((await titles('get_small_config')).join()).not.toMatch(/running|building/);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect((await titles('get_coarse_config')).join()).toContain('✓ ran');
  expect((await titles('get_small_config')).join()).not.toContain('✓ ran');
});

test('Python that is no config gets nothing at all', async () => {
  const root = project({ 'ordinary.py': ORDINARY });
  const { disk, reads } = observed();
  const client = await start([root], { settings, capabilities: PUSH }, { disk });
  const uri = uriIn(root, 'ordinary.py');
  for (const [name, text] of [
    ['ordinary.py', ORDINARY],
    ['flax.py', `import ml_collections\n\n\ndef train(config: ml_collections.ConfigDict):\n  return config.hidden_size\n`],
    [
      'other.py',
      `from ml_collections import ConfigDict\n\n\ndef get_config():\n  config = ConfigDict()\n  config.name = 'x'\n  config.layers = 3\n  return config\n`,
    ],
    ['stub.pyi', MODELS],
    ['note.ipynb', MODELS],
  ] as const) {
    const other = uriIn(root, name);
    await openPython(client, other, text);
    const at = { textDocument: { uri: other }, position: { line: 4, character: 10 } };
    expect(await lensesOf(client, other)).toEqual([]);
    expect(await client.request('textDocument/hover', at)).toBe(null);
    expect(await client.request('textDocument/inlayHint', { textDocument: { uri: other }, range: whole })).toEqual([]);
    expect(await client.request('textDocument/documentSymbol', { textDocument: { uri: other } })).toEqual([]);
    expect(await client.request('textDocument/foldingRange', { textDocument: { uri: other } })).toBe(null);
    expect(await client.request('textDocument/selectionRange', { textDocument: { uri: other }, positions: [at.position] })).toBe(null);
    expect(await client.request('textDocument/documentLink', { textDocument: { uri: other } })).toEqual([]);
    expect(await client.request('textDocument/definition', at)).toEqual([]);
    expect(await client.request('textDocument/documentHighlight', at)).toBe(null);
    expect(await client.request('textDocument/codeAction', { textDocument: { uri: other }, range: whole, context: { diagnostics: [] } })).toEqual([]);
    for (const context of [{ triggerKind: 1 }, { triggerKind: 2, triggerCharacter: '.' }, { triggerKind: 2, triggerCharacter: ' ' }])
      expect((await client.request<CompletionList>('textDocument/completion', { ...at, context })).items).toEqual([]);
    expect(await client.request('vitConfig/status', { uri: other })).toEqual({ dialect: null, form: null, evidence: [], models: [] });
    await client.change(other, 2, { text: `# edited\n${text}` });
    await client.close(other);
  }
  await client.settle();
  await silence(50);
  expect(reads.filter((path) => !path.endsWith('.py'))).toEqual([]);
  expect(uri).toContain('ordinary');
});

test('half-typed text at any place: the models above it stay, and nothing is an error of the server', async () => {
  const root = project();
  const client = await start([root], { settings, capabilities: PULL });
  const uri = uriIn(root, 'models.py');
  await openPython(client, uri, MODELS);
  const end = MODELS.indexOf('def get_coarse_config');
  let version = 1;
  for (let at = 0; at <= MODELS.length; at += 37) {
    for (const typed of ['(', "'", '"""', 'config.', '\n  if', '[']) {
      const text = MODELS.slice(0, at) + typed + MODELS.slice(at);
      await client.change(uri, ++version, { text });
      const position = TextDocument.create(uri, '', 0, text).positionAt(at + typed.length);
      await client.request('textDocument/diagnostic', { textDocument: { uri } });
      await client.request('textDocument/hover', { textDocument: { uri }, position });
      await client.request('textDocument/completion', { textDocument: { uri }, position });
      const lenses = await lensesOf(client, uri);
      if (at > end) expect(lenses.map(({ command }) => command?.title).join(), `${typed} at ${at}`).toContain('22.1 M');
    }
  }
}, 60_000);

test('a file that is closed takes its diagnostics with it where the workspace is not swept', async () => {
  const root = project();
  const client = await start([root], { settings });
  const uri = uriIn(root, 'models.py');
  await openPython(client, uri, HEADS);
  expect(await codes(client, uri, 1)).toEqual(['heads-divide-width']);
  await client.close(uri);
  expect(await codes(client, uri)).toEqual([]);
});

test('a workspace that is not trusted: all the reading', async () => {
  const root = project({ 'models.py': BASE_HEADS, 'train.py': TRAIN });
  const client = await start([root], { settings, initializationOptions: { trusted: false } });
  const uri = uriIn(root, 'train.py');
  await openPython(client, uri, TRAIN);
  expect(await codes(client, uri, 1)).toEqual(['heads-divide-width']);
});

test('the sweep finds Python configs by what is in them, and checks them again when a module has changed', async () => {
  const root = project({ 'models.py': BASE_HEADS, 'train.py': TRAIN, 'ordinary.py': ORDINARY });
  root.write({
    '.venv/lib/models.py': BASE_HEADS,
    'site-packages/models.py': BASE_HEADS,
    'node_modules/a/models.py': BASE_HEADS,
    '__pycache__/models.py': BASE_HEADS,
  });
  const client = await start([root]);
  const [models, train] = [uriIn(root, 'models.py'), uriIn(root, 'train.py')];
  // What goes on from the function that is wrong is not wrong a second time.
  expect(await codes(client, models)).toEqual(['heads-divide-width']);
  expect(await codes(client, train)).toEqual(['heads-divide-width']);
  root.write({ [`${CONFIGS}/models.py`]: MODELS });
  await filesChanged(client, [models, 'changed']);
  expect(await codes(client, models)).toEqual([]);
  expect(await codes(client, train)).toEqual([]);

  // An open module is as its editor shows it.
  await openPython(client, models, MODELS);
  expect(await client.diagnostics(models, 1)).toEqual([]);
  await client.change(models, 2, { text: BASE_HEADS });
  expect(await codes(client, models, 2)).toEqual(['heads-divide-width']);
  expect(await codes(client, train)).toEqual(['heads-divide-width']);
  await client.close(models);
  expect(await codes(client, models)).toEqual([]);
  expect(await codes(client, train)).toEqual([]);
  expect((await sweep(client)).outcome).toMatchObject({ files: 3, configs: 2, errors: 0 });
  await client.workDone();
  await client.next('window/showMessage');
});

test('closed configs in a client that pulls', async () => {
  const root = project({ 'models.py': BASE_HEADS, 'train.py': TRAIN });
  const client = await start([root], { capabilities: PULL_WATCHED });
  const asker = new Asker(client, 'all');
  await client.until(() => asker.codes(uriIn(root, 'train.py'))?.length === 1, 'told of the training');
  expect(asker.codes(uriIn(root, 'models.py'))).toEqual(['heads-divide-width']);
});

test('what Python has tools of its own for is registered for plain data only, by a client that can be told so', async () => {
  const root = project();
  const later = { dynamicRegistration: true };
  const { textDocument } = PUSH;
  const capabilities = {
    ...PUSH,
    textDocument: { ...textDocument, rename: { ...textDocument?.rename, ...later }, foldingRange: { ...later }, documentHighlight: later },
  };
  const client = await start([root], { settings, capabilities });
  const { renameProvider, foldingRangeProvider, documentHighlightProvider, referencesProvider, hoverProvider } = client.capabilities;
  expect([renameProvider, foldingRangeProvider, documentHighlightProvider]).toEqual([undefined, undefined, undefined]);
  expect([referencesProvider, hoverProvider]).toEqual([true, true]);
  await client.until(() => client.registrations.some(({ method }) => method === 'textDocument/rename'), 'registered');
  const registered = client.registrations.filter(({ method }) => method.startsWith('textDocument/'));
  expect(registered.map(({ method }) => method).sort()).toEqual(['textDocument/documentHighlight', 'textDocument/foldingRange', 'textDocument/rename']);
  for (const { registerOptions } of registered) {
    const { documentSelector } = registerOptions as { documentSelector: { language?: string }[] };
    expect(documentSelector.flatMap(({ language }) => language ?? [])).toEqual(['yaml', 'json', 'jsonc']);
  }
  expect(registered.find(({ method }) => method === 'textDocument/rename')?.registerOptions).toMatchObject({ prepareProvider: true });
});
