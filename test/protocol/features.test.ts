import { expect, test } from 'vitest';
import type { CodeAction, CodeLens, Hover, InlayHint, MarkupContent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { B16, BROKEN, covered, edited, positionOf, servers, URI } from './fixtures';
import { PUSH, TestClient } from './testClient';

const start = servers();
const textDocument = { uri: URI };
const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

async function opened(text: string, options = {}): Promise<TestClient> {
  const client = await start(options);
  await client.open(URI, text);
  await client.diagnostics(URI, 1);
  return client;
}

async function hoverAt(client: TestClient, position: object): Promise<Hover | null> {
  return client.request('textDocument/hover', { textDocument, position });
}

const valueOf = (hover: Hover | null) => (hover?.contents as MarkupContent | undefined)?.value ?? '';

test('hover on the model and on a field', async () => {
  const client = await opened(B16);
  const model = await hoverAt(client, { line: 0, character: 3 });
  expect(valueOf(model)).toContain('**86.6 M** (86,567,656)');
  expect(covered(B16, model?.range ?? everything)).toBe('model_name');
  const field = await hoverAt(client, positionOf(B16, 'mlp_dim'));
  expect(valueOf(field)).toContain('Decides 56.7 M of 86.6 M parameters (65 %)');
  expect(covered(B16, field?.range ?? everything)).toBe('mlp_dim: 3072');
});

test('hover without Markdown is plain and aligned', async () => {
  const client = await opened(B16, { capabilities: { ...PUSH, textDocument: { ...PUSH.textDocument, hover: {} } } });
  const hover = await hoverAt(client, { line: 0, character: 3 });
  expect((hover?.contents as MarkupContent).kind).toBe('plaintext');
  expect(valueOf(hover).split('\n\n')[0]).toBe('plain-B16 · Vision Transformer');
  expect(valueOf(hover)).toContain('\nParameters  86.6 M (86,567,656)\n');
  expect(valueOf(hover)).not.toMatch(/[*`|\\]/);
});

test('hover in the second of several documents, behind an emoji', async () => {
  const text = `# 😀\n${B16}--- # 😀\n{"😀": 1, hidden_size: 1024, patches: {size: [16, 16]}, transformer: {mlp_dim: 4096, num_heads: 16, num_layers: 24}, classifier: token}\n`;
  const client = await opened(text);
  const hover = await hoverAt(client, positionOf(text, 'mlp_dim: 4096'));
  expect(valueOf(hover)).toContain('`mlp_dim: 4096`');
  expect(covered(text, hover?.range ?? everything)).toBe('mlp_dim: 4096');
});

test('positions that are nowhere in the file are answered and harm nothing', async () => {
  const client = await opened(B16);
  for (const position of [
    { line: 99, character: 0 },
    { line: 0, character: 9999 },
    { line: -1, character: -1 },
    { line: 2 ** 40, character: 0.5 },
  ]) {
    const hover = await hoverAt(client, position);
    expect(hover === null || valueOf(hover) !== '').toBe(true);
  }
  expect(await client.request('textDocument/inlayHint', { textDocument, range: { start: { line: 9, character: 0 }, end: { line: 0, character: 0 } } })).toEqual(
    [],
  );
});

test('a request without a position is answered with nothing and logged', async () => {
  const client = await opened(B16);
  expect(await client.request('textDocument/hover', { textDocument })).toBeNull();
  expect((await client.next('window/logMessage')).message).toContain('textDocument/hover');
});

test('files that are not open have nothing; a change of one is logged', async () => {
  const client = await start();
  const elsewhere = { textDocument: { uri: 'file:///nowhere.vit.yaml' } };
  expect(await client.request('textDocument/hover', { ...elsewhere, position: { line: 0, character: 0 } })).toBeNull();
  expect(await client.request('textDocument/codeLens', elsewhere)).toEqual([]);
  expect(await client.request('textDocument/inlayHint', { ...elsewhere, range: everything })).toEqual([]);
  expect(await client.request('textDocument/codeAction', { ...elsewhere, range: everything, context: { diagnostics: [] } })).toEqual([]);
  await client.change('file:///nowhere.vit.yaml', 2, { text: 'x' });
  expect((await client.next('window/logMessage')).message).toContain('file:///nowhere.vit.yaml was changed but is not open');
  await client.close('file:///nowhere.vit.yaml');
});

test('URIs that are no URIs', async () => {
  const client = await start();
  for (const uri of ['', 'nonsense', 'file:///%E0%A4%A.vit.yaml', 'untitled:Untitled-1', 'a b:c']) {
    await client.open(uri, B16);
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.close(uri);
  }
});

test('lens', async () => {
  const client = await opened(`${B16}---\n${edited(B16, 'num_layers: 12', 'num_layers: 6')}`);
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument });
  expect(lenses.map(({ command, range }) => `${range.start.line} ${command?.title}`)).toEqual([
    '0 ▷ Run on sample image · 86.6 M · 17.6 GMACs',
    '13 ▷ Run on sample image · 44.0 M · 8.84 GMACs',
  ]);
});

test('lens and hints can be switched off', async () => {
  const client = await opened(B16, { settings: () => ({ codeLens: { enable: false }, inlayHints: { enable: false } }) });
  expect(await client.request('textDocument/codeLens', { textDocument })).toEqual([]);
  expect(await client.request('textDocument/inlayHint', { textDocument, range: everything })).toEqual([]);
});

test('inlay hints of a range', async () => {
  const client = await opened(B16);
  const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range: everything });
  expect(hints).toEqual([
    { position: { line: 2, character: 16 }, label: '14×14 + 1 = 197 tokens', paddingLeft: true },
    { position: { line: 6, character: 15 }, label: 'head width 64', paddingLeft: true },
  ]);
  const first = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
  expect(await client.request('textDocument/inlayHint', { textDocument, range: first })).toHaveLength(1);
});

test('a fix says its consequence, carries the version, and applied it mends the file', async () => {
  const client = await start();
  await client.open(URI, BROKEN, 'yaml', 7);
  await client.diagnostics(URI, 7);
  const at = positionOf(BROKEN, '10');
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', { textDocument, range: { start: at, end: at }, context: { diagnostics: [] } });
  const [first] = actions;
  expect(first).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'heads-divide-width' }] });
  const change = first?.edit?.documentChanges?.[0];
  if (change === undefined || !('edits' in change)) throw new Error('no versioned edit');
  expect(change.textDocument).toEqual({ uri: URI, version: 7 });
  const mended = TextDocument.applyEdits(TextDocument.create(URI, 'yaml', 7, BROKEN), change.edits as never);
  await client.change(URI, 8, { text: mended });
  expect(await client.diagnostics(URI, 8)).toEqual([]);
});

test('fixes in the second of several documents are placed in the file', async () => {
  const text = `${B16}---\n${BROKEN}`;
  const client = await opened(text, { capabilities: { ...PUSH, workspace: {} } });
  const at = positionOf(text, 'num_heads: 10');
  const range = { start: at, end: { line: at.line, character: at.character + 13 } };
  const [first] = await client.request<CodeAction[]>('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
  const [edit] = first?.edit?.changes?.[URI] ?? [];
  expect(edit?.range.start.line).toBeGreaterThan(12);
  expect(await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [], only: ['refactor'] } })).toEqual([]);
});

test('an unknown request is refused, and the server goes on', async () => {
  const client = await opened(B16);
  await expect(client.request('textDocument/nonsense', {})).rejects.toThrow(/Unhandled method/);
  expect(await hoverAt(client, { line: 0, character: 3 })).not.toBeNull();
});

test('cancelled before it was begun: answered as cancelled', async () => {
  const client = await opened(B16);
  const source = new (await import('vscode-languageserver/node')).CancellationTokenSource();
  const answer = client.connection.sendRequest('textDocument/hover', { textDocument, position: { line: 0, character: 3 } }, source.token);
  source.cancel();
  await expect(answer).rejects.toMatchObject({ code: -32800 });
});

test('a client that traces is told how long each answer took', async () => {
  const client = await opened(B16);
  await client.notify('$/setTrace', { value: 'messages' });
  await hoverAt(client, { line: 0, character: 3 });
  expect((await client.next('$/logTrace')).message).toMatch(/^textDocument\/hover took [\d.]+ ms$/);
  await client.notify('$/setTrace', { value: 'off' });
});

test('ended without a shutdown, the exit code says so', async () => {
  const client = await TestClient.inProcess();
  await client.notify('exit', null);
  expect(await client.ended()).toBe(1);
});
