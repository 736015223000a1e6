/** Code actions as an editor asks for them: fixes, all fixes, ignoring; and what is not published beside other servers. */
import { expect, test } from 'vitest';
import { type CodeAction, type Diagnostic, TextDocumentEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { B16, BROKEN, edited, positionOf, servers, URI } from './fixtures';
import { type ClientOptions, PULL, PUSH, type TestClient } from './testClient';

const start = servers();
const JSON_URI = 'file:///project/plain.vit.json';
const JSON_TEXT =
  '{\n  "model_name": "my-vit",\n  "patches": {"size": [16, 16]},\n  "hidden_size": 768,\n  "transformer": {"mlp_dim": 3072, "num_heads": 10, "num_layers": 12}\n}\n';
/** Three slips, each with one safe fix. */
const SLIPS = edited(edited(edited(B16, '768', '"768"'), '3072', '3072.0'), 'classifier', 'clasifier');

async function opened(text: string, options: ClientOptions = {}, uri = URI, languageId = 'yaml'): Promise<{ client: TestClient; published: Diagnostic[] }> {
  const client = await start(options);
  await client.open(uri, text, languageId, 7);
  return { client, published: options.capabilities === PULL ? [] : await client.diagnostics(uri, 7) };
}

function actionsAt(client: TestClient, text: string, needle: string, context: object = { diagnostics: [] }, uri = URI): Promise<CodeAction[]> {
  const position = positionOf(text, needle);
  return client.request('textDocument/codeAction', { textDocument: { uri }, range: { start: position, end: position }, context });
}

/** The text with an action's edit, which says the version it is for. */
function changed(text: string, action: CodeAction | undefined, uri = URI): string {
  const [change, ...more] = action?.edit?.documentChanges ?? [];
  if (change === undefined || !TextDocumentEdit.is(change) || more.length > 0) throw new Error(`no versioned edit: ${JSON.stringify(action)}`);
  expect(change.textDocument).toEqual({ uri, version: 7 });
  return TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 7, text), change.edits as never);
}

test('what is promised', async () => {
  const client = await start();
  expect(client.capabilities.codeActionProvider).toEqual({ codeActionKinds: ['quickfix', 'source.fixAll.vitConfig'] });
});

test('fixes in their order, the first preferred, then ignoring; all of the version they are for', async () => {
  const { client } = await opened(BROKEN);
  const actions = await actionsAt(client, BROKEN, '10');
  expect(actions.map(({ title, kind, isPreferred }) => [title.replace(/ \(.*/, ''), kind, isPreferred])).toEqual([
    ['num_heads: 12', 'quickfix', true],
    ['num_heads: 16', 'quickfix', false],
    ['num_heads: 8', 'quickfix', false],
    ['hidden_size: 770', 'quickfix', false],
    ['Ignore heads-divide-width here', 'quickfix', undefined],
  ]);
  expect(changed(BROKEN, actions[0])).toBe(B16);
  const ignored = changed(BROKEN, actions.at(-1));
  expect(ignored).toBe(edited(BROKEN, 'num_heads: 10', 'num_heads: 10 # vit-config: ignore=heads-divide-width'));
  await client.change(URI, 8, { text: ignored });
  expect(await client.diagnostics(URI, 8)).toEqual([]);
});

test("actions carry the client's own diagnostics", async () => {
  const { client, published } = await opened(BROKEN);
  const known = published.map((diagnostic) => ({ ...diagnostic, data: 'the very one' }));
  const other = { ...known[0], source: 'other', code: undefined };
  const actions = await actionsAt(client, BROKEN, '10', { diagnostics: [other, ...known] });
  for (const { diagnostics } of actions) expect(diagnostics).toEqual(known);
  const [first] = await actionsAt(client, BROKEN, '10');
  expect(first?.diagnostics?.[0]).toMatchObject({ code: 'heads-divide-width', source: 'vit-config', range: known[0]?.range });
});

test('clients that do not version edits get plain changes', async () => {
  const { client } = await opened(BROKEN, { capabilities: { ...PUSH, workspace: {} } });
  const [first] = await actionsAt(client, BROKEN, '10');
  expect(first?.edit?.documentChanges).toBeUndefined();
  expect(first?.edit?.changes?.[URI]).toHaveLength(1);
});

test('clients that know commands only get none', async () => {
  const { client } = await opened(BROKEN, { capabilities: { ...PUSH, textDocument: { ...PUSH.textDocument, codeAction: {} } } });
  expect(await actionsAt(client, BROKEN, '10')).toEqual([]);
});

test('fix all: as a source action, and in the menu of a finding that it mends, too', async () => {
  const { client } = await opened(SLIPS);
  for (const only of [['source.fixAll.vitConfig'], ['source.fixAll'], ['source']]) {
    const actions = await actionsAt(client, SLIPS, 'model_name', { diagnostics: [], only });
    expect(actions.map(({ title, kind }) => [title, kind])).toEqual([['Fix all safely fixable problems (3)', 'source.fixAll.vitConfig']]);
    expect(changed(SLIPS, actions[0])).toBe(B16);
  }
  const menu = await actionsAt(client, SLIPS, '"768"', { diagnostics: [], only: ['quickfix'] });
  expect(menu.map(({ title }) => title)).toEqual(['hidden_size: 768', 'Fix all 3 safely fixable problems in this file', 'Ignore wrong-type here']);
  expect(changed(SLIPS, menu[1])).toBe(B16);
  expect(menu.map(({ kind }) => kind)).toEqual(['quickfix', 'quickfix', 'quickfix']);
});

test('fix all is not offered unasked, nor where there is nothing, nor for what it leaves', async () => {
  const { client } = await opened(BROKEN);
  expect(await actionsAt(client, BROKEN, '10', { diagnostics: [], only: ['source.fixAll'] })).toEqual([]);
  expect(await actionsAt(client, BROKEN, '10', { diagnostics: [], only: ['refactor'] })).toEqual([]);
  expect((await actionsAt(client, BROKEN, '10')).filter(({ title }) => /^Fix all/.test(title))).toEqual([]);
});

test('in JSON a code is ignored by the settings, through a command of the client that has one', async () => {
  const with_ = await opened(JSON_TEXT, { initializationOptions: { commands: ['vitConfig.ignoreCode'] } }, JSON_URI, 'json');
  const action = (await actionsAt(with_.client, JSON_TEXT, '10', undefined, JSON_URI)).at(-1);
  expect(action).toMatchObject({
    title: 'Ignore heads-divide-width everywhere (setting)',
    kind: 'quickfix',
    diagnostics: [{ code: 'heads-divide-width' }],
    command: { command: 'vitConfig.ignoreCode', arguments: [{ uri: JSON_URI, code: 'heads-divide-width' }] },
  });
  expect(action?.edit).toBeUndefined();
  const without = await opened(JSON_TEXT, {}, JSON_URI, 'json');
  expect((await actionsAt(without.client, JSON_TEXT, '10', undefined, JSON_URI)).filter(({ title }) => /^Ignore/.test(title))).toEqual([]);
});

const DOUBLED = JSON_TEXT.replace('768,', '768,, // wide').replace('10', '12');
const codesOf = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

test('beside another JSON server only what is ours is said, and everything is fixed', async () => {
  const alone = await opened(DOUBLED, {}, JSON_URI, 'json');
  expect(codesOf(alone.published)).toEqual(['syntax', 'json-comment']);
  const { client, published } = await opened(DOUBLED, { initializationOptions: { otherServers: { json: true } } }, JSON_URI, 'json');
  // Behind the first fault nothing is certain.
  expect(codesOf(published)).toEqual(['json-comment']);
  const at = positionOf(DOUBLED, ', // wide');
  const theirs: Diagnostic = { range: { start: at, end: { ...at, character: at.character + 1 } }, message: 'Property expected', source: 'json' };
  const [first] = await actionsAt(client, DOUBLED, ', // wide', { diagnostics: [theirs] }, JSON_URI);
  expect(first).toMatchObject({ title: 'Delete the comma', isPreferred: true, diagnostics: [theirs] });
});

test.each([
  ['json', { json: true }, []],
  ['json', { yaml: true }, ['duplicate-key', 'json-trailing-comma', 'json-comment']],
  ['jsonc', { json: true }, ['json-trailing-comma', 'json-comment']],
  ['plaintext', { json: true, yaml: true }, ['duplicate-key', 'json-trailing-comma', 'json-comment']],
])('in the language %s beside %j our own to say are %j', async (languageId, otherServers, ours) => {
  const text = '{\n  "model_name": "ViT-B_16",\n  "model_name": "ViT-B_16", // twice\n}\n';
  const { published } = await opened(text, { initializationOptions: { otherServers } }, JSON_URI, languageId);
  expect(codesOf(published)).toEqual(ours);
});

test('other servers that come and go are heard of, by push and by pull', async () => {
  const text = `${B16}hidden_size: 768\n`;
  const { client, published } = await opened(text);
  expect(codesOf(published)).toEqual(['duplicate-key']);
  await client.notify('vitConfig/didChangeOtherServers', { json: false, yaml: true });
  expect(await client.diagnostics(URI, 7)).toEqual([]);
  await client.notify('vitConfig/didChangeOtherServers', {});
  expect(codesOf(await client.diagnostics(URI, 7))).toEqual(['duplicate-key']);

  const pulling = (await opened(text, { capabilities: PULL, initializationOptions: { otherServers: { yaml: true } } })).client;
  const pull = (previousResultId?: string) =>
    pulling.request<{ kind: string; resultId: string; items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: URI }, previousResultId });
  const first = await pull();
  expect(first.items).toEqual([]);
  await pulling.notify('vitConfig/didChangeOtherServers', null);
  await pulling.until(() => (pulling.refreshes.get('workspace/diagnostic/refresh') ?? 0) > 0, 'asked to pull again');
  expect(codesOf((await pull(first.resultId)).items)).toEqual(['duplicate-key']);
});
