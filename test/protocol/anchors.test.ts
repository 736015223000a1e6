import { expect, test } from 'vitest';
import type { DocumentHighlight, Location, LocationLink, Range, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { at, B16, covered, edited, positionOf, servers, URI } from './fixtures';
import { PUSH, type TestClient } from './testClient';

const start = servers();
const WITHOUT = { capabilities: { ...PUSH, textDocument: { hover: {} }, workspace: {} } };

/** Behind an emoji, with an anchor in each of two documents. */
const ANCHORED = `# 😀\nheads: &heads 12 # "😀" &heads\n${edited(B16, '12', '*heads')}--- # 😀\n${edited(edited(B16, '768', '&heads 768'), 'null', '*heads')}`;

async function opened(text: string, options = {}): Promise<TestClient> {
  const client = await start(options);
  await client.open(URI, text, 'yaml', 3);
  await client.diagnostics(URI, 3);
  return client;
}

test('from an alias to its anchor, and from the anchor to itself', async () => {
  const client = await opened(ANCHORED);
  const [first] = await client.request<LocationLink[]>('textDocument/definition', at(ANCHORED, '*heads'));
  expect(first).toMatchObject({ targetUri: URI, targetSelectionRange: { start: positionOf(ANCHORED, '&heads 12') } });
  expect(covered(ANCHORED, first?.targetRange as Range)).toBe('heads: &heads 12');
  expect(covered(ANCHORED, first?.originSelectionRange as Range)).toBe('*heads');
  const [second] = await client.request<LocationLink[]>('textDocument/definition', at(ANCHORED, '*heads', 1));
  expect(second?.targetSelectionRange.start).toEqual(positionOf(ANCHORED, '&heads 768'));
  const [itself] = await client.request<LocationLink[]>('textDocument/definition', at(ANCHORED, '&heads'));
  expect(itself?.targetSelectionRange).toEqual(first?.targetSelectionRange);
  expect(await client.request('textDocument/definition', at(ANCHORED, 'mlp_dim'))).toEqual([]);
});

test('a plain location for those who know no links', async () => {
  const client = await opened(ANCHORED, WITHOUT);
  const [location] = await client.request<Location[]>('textDocument/definition', at(ANCHORED, '*heads'));
  expect(location?.uri).toBe(URI);
  expect(covered(ANCHORED, location?.range as Range)).toBe('&heads');
});

test('references and highlights of an anchor, of its own document', async () => {
  const client = await opened(ANCHORED);
  for (const params of [at(ANCHORED, '&heads'), at(ANCHORED, '*heads')]) {
    const places = await client.request<Location[]>('textDocument/references', { ...params, context: { includeDeclaration: true } });
    expect(places.map(({ uri, range }) => [uri, covered(ANCHORED, range), range.start.line])).toEqual([
      [URI, '&heads', 1],
      [URI, '*heads', 8],
    ]);
    expect(await client.request('textDocument/references', { ...params, context: { includeDeclaration: false } })).toEqual(places.slice(1));
    const highlights = await client.request<DocumentHighlight[]>('textDocument/documentHighlight', params);
    expect(highlights).toEqual(places.map(({ range }, i) => ({ range, kind: i === 0 ? 3 : 2 })));
  }
  const elsewhere = at(ANCHORED, 'mlp_dim');
  expect(await client.request('textDocument/references', { ...elsewhere, context: { includeDeclaration: true } })).toBeNull();
  expect(await client.request('textDocument/documentHighlight', elsewhere)).toBeNull();
});

test('rename of an anchor, with the version it is for', async () => {
  const client = await opened(ANCHORED);
  const params = at(ANCHORED, '*heads', 1);
  const prepared = await client.request<{ range: Range; placeholder: string }>('textDocument/prepareRename', params);
  expect([covered(ANCHORED, prepared.range), prepared.placeholder]).toEqual(['heads', 'heads']);
  const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...params, newName: 'width' });
  const [change, ...more] = edit.documentChanges ?? [];
  expect(more).toEqual([]);
  if (change === undefined || !('edits' in change)) throw new Error('no versioned edit');
  expect(change.textDocument).toEqual({ uri: URI, version: 3 });
  const renamed = TextDocument.applyEdits(TextDocument.create(URI, 'yaml', 3, ANCHORED), change.edits as never);
  expect(renamed).toBe(ANCHORED.replace('&heads 768', '&width 768').replace(/\*heads(?=\n$)/, '*width'));
  await client.change(URI, 4, { text: renamed });
  expect((await client.diagnostics(URI, 4)).map(({ code }) => code)).toEqual(['unknown-key']);
});

test('a name that can be none is refused in words, and nothing is logged', async () => {
  const client = await opened(ANCHORED);
  const params = at(ANCHORED, '*heads');
  await expect(client.request('textDocument/rename', { ...params, newName: 'a b' })).rejects.toMatchObject({
    code: -32803,
    message: expect.stringMatching(/PyYAML.*"a b"/),
  });
  await expect(client.request('textDocument/rename', { ...at(ANCHORED, 'mlp_dim'), newName: 'x' })).rejects.toThrow(/Only an anchor/);
  expect(await client.request('textDocument/prepareRename', at(ANCHORED, 'mlp_dim'))).toBeNull();
});

test('without versions and preparation, as older clients have it', async () => {
  const client = await opened(ANCHORED, WITHOUT);
  expect(client.capabilities.renameProvider).toBe(true);
  const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at(ANCHORED, '*heads'), newName: 'n' });
  expect(edit.changes?.[URI]?.map(({ range, newText }) => [covered(ANCHORED, range), newText])).toEqual([
    ['heads', 'n'],
    ['heads', 'n'],
  ]);
});
