import { expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { B16, BROKEN, covered, edited, positionOf, servers, URI } from './fixtures';
import { PULL, PUSH } from './testClient';

const start = servers();

/** `code at text` of each. */
const brief = (text: string, diagnostics: Diagnostic[]) => diagnostics.map(({ code, range }) => `${code} at ${covered(text, range)}`);

test('a good config has none, and is told so', async () => {
  const client = await start();
  await client.open(URI, B16);
  expect(await client.diagnostics(URI, 1)).toEqual([]);
});

test('a broken one has them on opening, with the other key it is about', async () => {
  const client = await start();
  await client.open(URI, BROKEN);
  const diagnostics = await client.diagnostics(URI, 1);
  expect(brief(BROKEN, diagnostics)).toEqual(['heads-divide-width at 10']);
  const [diagnostic] = diagnostics;
  expect(diagnostic?.source).toBe('vit-config');
  expect(diagnostic?.severity).toBe(1);
  expect(diagnostic?.codeDescription?.href).toBe('file:///docs/diagnostics.md#heads-divide-width');
  expect(diagnostic?.relatedInformation?.map(({ location }) => covered(BROKEN, location.range))).toContain('768');
});

test('a client without related places and pages gets none', async () => {
  const client = await start({ capabilities: { ...PUSH, textDocument: { ...PUSH.textDocument, publishDiagnostics: {} } } });
  await client.open(URI, BROKEN);
  const [diagnostic] = await client.diagnostics(URI, 1);
  expect(diagnostic).not.toHaveProperty('relatedInformation');
  expect(diagnostic).not.toHaveProperty('codeDescription');
});

test('typing: the version that is open last is the one that is answered', async () => {
  const client = await start({}, { debounceMs: 100 });
  await client.open(URI, B16);
  await client.diagnostics(URI, 1);
  const at = positionOf(B16, '12\n  num_layers');
  const put = (version: number, newText: string) =>
    client.change(URI, version, { range: { start: at, end: { line: at.line, character: at.character + 2 } }, text: newText });
  await put(2, '11');
  await put(3, '10');
  await put(4, '16');
  await put(5, '10');
  expect(brief(BROKEN, await client.diagnostics(URI))).toEqual(['heads-divide-width at 10']);
});

test('several changes in one message apply one after the other', async () => {
  const client = await start();
  await client.open(URI, '');
  await client.diagnostics(URI, 1);
  const begin = { line: 0, character: 0 };
  await client.change(
    URI,
    2,
    { text: B16 },
    { range: { start: begin, end: begin }, text: '# 😀\n' },
    { range: { start: { line: 7, character: 13 }, end: { line: 7, character: 15 } }, text: '10' },
  );
  expect(brief(`# 😀\n${BROKEN}`, await client.diagnostics(URI, 2))).toEqual(['heads-divide-width at 10']);
});

test('version race: closed while a publish is due, nothing comes after', async () => {
  const client = await start({}, { debounceMs: 100 });
  await client.open(URI, BROKEN);
  await client.diagnostics(URI, 1);
  await client.change(URI, 2, { text: B16 });
  await client.close(URI);
  expect(await client.diagnostics(URI)).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 250));
});

test('version race: closed and opened again, the new text is answered under its own version', async () => {
  const client = await start({}, { debounceMs: 100 });
  await client.open(URI, B16);
  await client.diagnostics(URI, 1);
  await client.change(URI, 2, { text: edited(B16, '768', '769') });
  await client.close(URI);
  await client.open(URI, BROKEN, 'yaml', 1);
  expect(brief(BROKEN, await client.diagnostics(URI, 1))).toEqual(['heads-divide-width at 10']);
});

test('version race: settings that come late do not bring back a closed file', async () => {
  const client = await start();
  await client.open(URI, BROKEN);
  await client.close(URI);
  await client.settle();
});

test('UTF-16: columns behind an emoji', async () => {
  const text = edited(B16, 'transformer:\n  mlp_dim: 3072\n  num_heads: 12', 'transformer: {"mlp_dim": 3072, # 😀😀\n  num_heads: 10').replace(
    'num_layers: 12\n  attention_dropout_rate: 0.0\n  dropout_rate: 0.0\n',
    'num_layers: 12}\n',
  );
  const oneLine = `{"😀": 0, "hidden_size": 768, "patches": {"size": [16, 16]}, "transformer": {"mlp_dim": 3072, "num_heads": 10, "num_layers": 12}, "classifier": "token"}`;
  expect(text).toContain('😀');
  const client = await start();
  await client.open('file:///project/one.vit.json', oneLine, 'json');
  expect(brief(oneLine, await client.diagnostics('file:///project/one.vit.json'))).toEqual(['unknown-key at "😀"', 'heads-divide-width at 10']);
});

test('CRLF: lines and columns are those of the editor', async () => {
  const text = BROKEN.replaceAll('\n', '\r\n');
  const client = await start();
  await client.open(URI, text);
  const diagnostics = await client.diagnostics(URI, 1);
  expect(brief(text, diagnostics)).toEqual(['heads-divide-width at 10']);
  expect(diagnostics[0]?.range.start).toEqual({ line: 6, character: 13 });
});

test('several documents: findings stand in their own', async () => {
  const text = `${B16}---\n${BROKEN}`;
  const client = await start();
  await client.open(URI, text);
  const [diagnostic, ...more] = await client.diagnostics(URI, 1);
  expect(more).toEqual([]);
  expect(diagnostic?.range.start.line).toBe(B16.split('\n').length + 6);
});

test('nothing is said of a file that is not ours, not even that it has nothing', async () => {
  const client = await start();
  const compose = 'file:///project/compose.yaml';
  await client.open(compose, 'services:\n  web: {image: nginx}\n');
  await client.change(compose, 2, { text: 'services:\n  web: {image: caddy}\n' });
  await new Promise((resolve) => setTimeout(resolve, 40));
  const position = { line: 0, character: 2 };
  const textDocument = { uri: compose };
  expect(await client.request('textDocument/hover', { textDocument, position })).toBeNull();
  expect(await client.request('textDocument/codeLens', { textDocument })).toEqual([]);
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  expect(await client.request('textDocument/inlayHint', { textDocument, range })).toEqual([]);
  expect(await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } })).toEqual([]);
});

test('a file that stops being ours is wiped clean', async () => {
  const client = await start();
  const uri = 'file:///project/model.yaml';
  await client.open(uri, BROKEN);
  expect(await client.diagnostics(uri, 1)).toHaveLength(1);
  await client.change(uri, 2, { text: 'services: {}\n' });
  expect(await client.diagnostics(uri, 2)).toEqual([]);
});

test('settings: a code that is ignored, and no longer', async () => {
  const client = await start({ settings: () => ({ diagnostics: { ignore: ['heads-divide-width'] } }) });
  await client.open(URI, BROKEN);
  expect(await client.diagnostics(URI, 1)).toEqual([]);
  client.settings = () => ({ diagnostics: { ignore: [] } });
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  expect(await client.diagnostics(URI, 1)).toHaveLength(1);
});

test('settings: each folder has its own', async () => {
  const client = await start({ settings: (uri) => (uri.includes('/a/') ? { diagnostics: { ignore: ['heads-divide-width'] } } : null) });
  await client.open('file:///a/x.vit.yaml', BROKEN);
  await client.open('file:///b/x.vit.yaml', BROKEN);
  expect(await client.diagnostics('file:///a/x.vit.yaml')).toEqual([]);
  expect(await client.diagnostics('file:///b/x.vit.yaml')).toHaveLength(1);
});

test("settings: of a client that can't be asked, what it sends", async () => {
  const settings = { diagnostics: { ignore: ['heads-divide-width'] } };
  const client = await start({ capabilities: {}, initializationOptions: { settings } });
  await client.open(URI, BROKEN);
  expect(await client.diagnostics(URI)).toEqual([]);
  await client.notify('workspace/didChangeConfiguration', { settings: { vitConfig: { diagnostics: { ignore: 'nonsense' } } } });
  expect(await client.diagnostics(URI)).toHaveLength(1);
});

test('settings: of a client that is asked and does not know the section, what it sent at the start', async () => {
  const client = await start({ settings: () => null, initializationOptions: { settings: { diagnostics: { ignore: ['heads-divide-width'] } } } });
  await client.open(URI, BROKEN);
  expect(await client.diagnostics(URI)).toEqual([]);
});

test('settings: an answer that never comes does not keep diagnostics back', async () => {
  const client = await start({ settings: () => new Promise(() => undefined) });
  await client.open(URI, BROKEN);
  expect(await client.diagnostics(URI, 1)).toHaveLength(1);
});

test('pulled: nothing is pushed, and what has not changed is not sent again', async () => {
  const client = await start({ capabilities: PULL });
  expect(client.capabilities.diagnosticProvider).toBeDefined();
  await client.open(URI, BROKEN);
  const pull = (previousResultId?: string) =>
    client.request<{ kind: string; resultId: string; items?: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: URI }, previousResultId });
  const first = await pull();
  expect(brief(BROKEN, first.items ?? [])).toEqual(['heads-divide-width at 10']);
  expect(await pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  await client.change(URI, 2, { text: B16 });
  expect(await pull(first.resultId)).toMatchObject({ kind: 'full', items: [] });
  client.settings = () => ({ diagnostics: { ignore: [] } });
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.until(() => client.refreshes.has('workspace/diagnostic/refresh'), 'asked to pull again');
  await client.close(URI);
  expect(await pull()).toEqual({ kind: 'full', items: [] });
});
