import { describe, expect, test } from 'vitest';
import type {
  ClientCapabilities,
  CompletionClientCapabilities,
  CompletionItem,
  CompletionList,
  InsertReplaceEdit,
  MarkupContent,
  TextEdit,
} from 'vscode-languageserver/node';
import { InsertTextFormat, InsertTextMode } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { B16, covered, edited, servers, URI } from './fixtures';
import { PUSH, type TestClient } from './testClient';

const start = servers();

const able = (completion: CompletionClientCapabilities): ClientCapabilities => ({ ...PUSH, textDocument: { ...PUSH.textDocument, completion } });

/** As VS Code says it. */
const VSCODE = able({
  contextSupport: true,
  insertTextMode: InsertTextMode.adjustIndentation,
  completionItem: {
    snippetSupport: true,
    documentationFormat: ['markdown', 'plaintext'],
    insertReplaceSupport: true,
    labelDetailsSupport: true,
    insertTextModeSupport: { valueSet: [InsertTextMode.asIs, InsertTextMode.adjustIndentation] },
    resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
  },
});
/** As an editor says it that only knows the least of the protocol. */
const PLAIN = able({});

interface Asked {
  readonly client: TestClient;
  readonly text: string;
  readonly list: CompletionList;
}

/** Opens the text and asks at `$0`; `sign` is what was typed to ask. */
async function ask(fixture: string, capabilities: ClientCapabilities, sign?: string, uri = URI): Promise<Asked> {
  const text = fixture.replace('$0', '');
  const client = await start({ capabilities });
  await client.open(uri, text, uri.endsWith('.json') ? 'json' : 'yaml');
  await client.diagnostics(uri, 1);
  const position = TextDocument.create(uri, 'yaml', 1, text).positionAt(fixture.indexOf('$0'));
  const context = sign === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: sign };
  return { client, text, list: await client.request<CompletionList>('textDocument/completion', { textDocument: { uri }, position, context }) };
}

function itemOf({ list }: Asked, label: string): CompletionItem {
  const item = list.items.find((candidate) => candidate.label === label);
  if (item === undefined) throw new Error(`there is no ${label} among ${list.items.map((candidate) => candidate.label).join(', ')}`);
  return item;
}

/** What a client makes of it that replaces what is typed and knows no snippets. */
function accepted(asked: Asked, label: string): string {
  const { textEdit, additionalTextEdits = [] } = itemOf(asked, label);
  if (textEdit === undefined) throw new Error('no edit');
  const edit: TextEdit = 'range' in textEdit ? textEdit : { range: textEdit.replace, newText: textEdit.newText };
  return TextDocument.applyEdits(TextDocument.create(URI, 'yaml', 1, asked.text), [...additionalTextEdits, edit]);
}

const resolve = (client: TestClient, item: CompletionItem) => client.request<CompletionItem>('completionItem/resolve', item);

test('capabilities: few signs, and items that tell more when asked', async () => {
  const client = await start();
  expect(client.capabilities.completionProvider).toEqual({
    triggerCharacters: [':', ' ', '"', '[', '.', "'", '(', '/'],
    resolveProvider: true,
    completionItem: { labelDetailsSupport: true },
  });
});

test('an item as VS Code takes it', async () => {
  const asked = await ask(edited(B16, '  mlp_dim: 3072', '  ml$0'), VSCODE);
  expect(asked.list.isIncomplete).toBe(false);
  expect(itemOf(asked, 'mlp_dim')).toEqual({
    label: 'mlp_dim',
    kind: 10,
    detail: 'a whole number · required',
    labelDetails: { description: 'a whole number · required' },
    sortText: '!000',
    filterText: 'mlp_dim',
    insertTextFormat: InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { newText: 'mlp_dim: ${1:3072}', range: { start: { line: 5, character: 2 }, end: { line: 5, character: 4 } } },
    data: { uri: URI, version: 1, offset: asked.text.indexOf('ml\n') + 2 },
  });
});

test('an item as a client takes it that knows the least', async () => {
  const asked = await ask(edited(B16, 'transformer:', 'tr$0:'), PLAIN);
  const item = itemOf(asked, 'transformer');
  expect(Object.keys(item).sort()).toEqual(['data', 'detail', 'filterText', 'insertTextFormat', 'kind', 'label', 'sortText', 'textEdit']);
  expect(item.insertTextFormat).toBe(InsertTextFormat.PlainText);
  expect(accepted(asked, 'transformer')).toBe(B16);
});

test('the list is in order, whatever sorts it', async () => {
  const { list } = await ask(edited(B16, 'num_heads: 12', 'num_heads: $0'), VSCODE);
  const sorted = [...list.items, { label: '$schema', sortText: '$schema' }].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  expect(sorted.map(({ label }) => label).slice(0, 3)).toEqual(['12', '16', '8']);
  expect(sorted.at(-1)?.label).toBe('$schema');
  expect(list.items.map(({ preselect }) => preselect).filter(Boolean)).toEqual([]);
});

test('in the middle of a key both may be replaced, its half and all of it', async () => {
  const asked = await ask(edited(B16, 'hidden_size', 'hid$0den_size'), VSCODE);
  const { insert, replace, newText } = itemOf(asked, 'hidden_size').textEdit as InsertReplaceEdit;
  expect([covered(asked.text, insert), covered(asked.text, replace), newText]).toEqual(['hid', 'hidden_size', 'hidden_size']);
});

describe('several lines', () => {
  const fixture = 'base_lr: 0.1\nmodel:\n  hidden_size: 768\n  $0';
  const full = 'transformer:\n    mlp_dim: ${1:3072}\n    num_heads: ${2:12}';
  const relative = 'transformer:\n  mlp_dim: ${1:3072}\n  num_heads: ${2:12}';
  const textOf = async (completion: CompletionClientCapabilities) => itemOf(await ask(fixture, able(completion)), 'transformer').textEdit?.newText;

  test('are fully indented where the client leaves them alone', async () => {
    const completionItem = { snippetSupport: true, insertTextModeSupport: { valueSet: [InsertTextMode.asIs] } };
    expect(await textOf({ completionItem })).toContain(full);
    expect(await textOf({ completionItem: { snippetSupport: true }, insertTextMode: InsertTextMode.asIs })).toContain(full);
  });
  test('are indented by the client where it does so, as with snippets it does', async () => {
    expect(await textOf({ completionItem: { snippetSupport: true }, insertTextMode: InsertTextMode.adjustIndentation })).toContain(relative);
    expect(await textOf({ completionItem: { snippetSupport: true } })).toContain(relative);
  });
  test('of plain text are as they are', async () => {
    expect(await textOf({})).toContain('transformer:\n    mlp_dim: 3072\n');
    expect(await textOf({ insertTextMode: InsertTextMode.adjustIndentation })).toContain('transformer:\n  mlp_dim: 3072\n');
  });
});

test('whole models into a new file, as plain text', async () => {
  const uri = 'file:///project/new.vit.json';
  const asked = await ask('$0', VSCODE, undefined, uri);
  const item = itemOf(asked, 'r50-vit-b16');
  expect(item).toMatchObject({ kind: 15, insertTextFormat: InsertTextFormat.PlainText, detail: 'R50+ViT-B_16 · 98.7 M · 21.5 GMACs' });
  expect(JSON.parse(accepted(asked, 'r50-vit-b16'))).toMatchObject({ model_name: 'R50+ViT-B_16', resnet: { num_layers: [3, 4, 9] } });
});

test('a comma that is missing in the line above', async () => {
  const uri = 'file:///project/b16.vit.json';
  const asked = await ask('{\n  "hidden_size": 768\n  "cla$0"\n}\n', PLAIN, undefined, uri);
  expect(accepted(asked, 'classifier')).toBe('{\n  "hidden_size": 768,\n  "classifier": "token"\n}\n');
});

test('in the second of several documents, behind an emoji, with CRLF', async () => {
  const text = `# 😀\n${B16}---\n# 😀\n${edited(B16, 'num_heads: 12', 'num_heads: $0')}`.replaceAll('\n', '\r\n');
  const asked = await ask(text, VSCODE);
  const result = accepted(asked, '12');
  expect(result).toBe(text.replace('$0', '12'));
  const { documentation } = await resolve(asked.client, itemOf(asked, '8'));
  expect((documentation as MarkupContent).value).toContain('86.6 M parameters');
});

describe('resolve', () => {
  const fixture = edited(B16, '  mlp_dim: 3072', '  $0');

  test('tells what the key would decide here', async () => {
    const asked = await ask(fixture, VSCODE);
    const item = itemOf(asked, 'mlp_dim');
    const resolved = await resolve(asked.client, item);
    const { documentation, ...rest } = resolved;
    expect(rest).toEqual(item);
    expect(documentation).toMatchObject({ kind: 'markdown' });
    expect((documentation as MarkupContent).value).toContain('Decides 56.7 M of 86.6 M parameters (65 %)');
  });
  test('in plain text for a client without Markdown', async () => {
    const asked = await ask('$0', PLAIN);
    const { documentation } = await resolve(asked.client, itemOf(asked, 'vit-b16'));
    expect(documentation).toMatchObject({ kind: 'plaintext' });
    expect((documentation as MarkupContent).value).toMatch(/^86\.6 M parameters, 17\.6 GMACs, 197 tokens\.\n\nmodel_name: ViT-B_16\n/);
    expect((documentation as MarkupContent).value).not.toMatch(/[*`]/);
  });
  test('of a document that has changed since, or is closed: the item as it was', async () => {
    const asked = await ask(fixture, VSCODE);
    const item = itemOf(asked, 'mlp_dim');
    await asked.client.change(URI, 2, { text: B16 });
    expect(await resolve(asked.client, item)).toEqual(item);
    await asked.client.diagnostics(URI, 2);
    await asked.client.close(URI);
    expect(await resolve(asked.client, item)).toEqual(item);
  });
  test('of an item that is none of ours: the item as it was', async () => {
    const { client } = await ask(fixture, VSCODE);
    for (const item of [
      { label: 'x' },
      { label: 'mlp_dim', data: null },
      { label: 'mlp_dim', data: { uri: URI, version: 1 } },
      { label: 'none', kind: 10, data: { uri: URI, version: 1, offset: 0 } },
    ]) {
      expect(await resolve(client, item as CompletionItem)).toEqual(item);
    }
  });
});

describe('a sign that was typed', () => {
  const offered = async (fixture: string, sign: string, uri = URI) => (await ask(fixture, VSCODE, sign, uri)).list.items.length > 0;
  test('asks where something begins', async () => {
    expect(await offered(edited(B16, 'num_heads: 12', 'num_heads: $0'), ' ')).toBe(true);
    expect(await offered('{"hidden_size": 768, "$0"}', '"', 'file:///project/b16.vit.json')).toBe(true);
  });
  test('is nothing but a sign elsewhere', async () => {
    expect(await offered(`# a comment $0\n${B16}`, ' ')).toBe(false);
    expect(await offered(edited(B16, 'num_heads: 12', 'num_heads: 12 $0'), ' ')).toBe(false);
    expect(await offered(edited(B16, 'num_heads: 12', 'num_heads:$0'), ':')).toBe(false);
  });
});

test('nothing of a file that is not ours, or not open, or for a place that is nowhere', async () => {
  const client = await start({ capabilities: VSCODE });
  const uri = 'file:///project/pod.yaml';
  await client.open(uri, 'apiVersion: v1\n');
  const at = (textDocument: { uri: string }, position: object) => client.request<CompletionList>('textDocument/completion', { textDocument, position });
  expect(await at({ uri }, { line: 0, character: 0 })).toEqual({ isIncomplete: false, items: [] });
  expect(await at({ uri: 'file:///none.vit.yaml' }, { line: 0, character: 0 })).toEqual({ isIncomplete: false, items: [] });
  await client.open(URI, B16);
  expect(await client.diagnostics(URI)).toEqual([]);
  for (const position of [
    { line: 99, character: 9 },
    { line: -1, character: -1 },
    { line: 0.5, character: 2 ** 40 },
  ]) {
    expect((await at({ uri: URI }, position)).isIncomplete).toBe(false);
  }
});
