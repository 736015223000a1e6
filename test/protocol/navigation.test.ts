import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { DocumentLink, DocumentSymbol, FoldingRange, LocationLink, Range, SelectionRange, SymbolInformation } from 'vscode-languageserver/node';
import { UPSTREAM_MODELS } from '../../server/core/dialects/visionTransformer/catalogue';
import { type Environment, environmentOf } from '../../server/lsp';
import { at, B16, covered, edited, servers, URI } from './fixtures';
import { PUSH, type TestClient } from './testClient';

const start = servers();
const textDocument = { uri: URI };
const WITHOUT = { capabilities: { ...PUSH, textDocument: { hover: {} }, workspace: {} } };

async function opened(text: string, options = {}, environment: Partial<Environment> = {}): Promise<TestClient> {
  const client = await start(options, environment);
  await client.open(URI, text, 'yaml', 3);
  await client.diagnostics(URI, 3);
  return client;
}

test('the outline, nested for those who can', async () => {
  const client = await opened(`${B16}---\n# nothing yet\n---\n${edited(B16, 'plain-B16', 'other')}`);
  const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
  expect(symbols.map(({ name, detail, kind, range, selectionRange }) => [name, detail, kind, range.start.line, selectionRange.start])).toEqual([
    ['plain-B16', '86.6 M · 17.6 GMACs', 5, 0, { line: 0, character: 12 }],
    ['other', '86.6 M · 17.6 GMACs', 5, 15, { line: 15, character: 12 }],
  ]);
  const transformer = symbols[0]?.children?.find(({ name }) => name === 'transformer');
  expect(transformer).toMatchObject({ kind: 19, detail: '85.1 M · 17.4 GMACs' });
  expect(transformer?.children?.[1]).toMatchObject({ name: 'num_heads', kind: 16, detail: '12 · head width 64' });
  expect(symbols[0]?.children?.at(-1)).toMatchObject({ name: 'representation_size', kind: 21 });
});

test('the outline, flat, in kinds of the first version', async () => {
  const client = await opened(B16, WITHOUT);
  const symbols = await client.request<SymbolInformation[]>('textDocument/documentSymbol', { textDocument });
  expect(symbols.map(({ name, kind, containerName }) => [name, kind, containerName]).slice(0, 4)).toEqual([
    ['plain-B16', 5, undefined],
    ['patches', 3, 'plain-B16'],
    ['size', 18, 'patches'],
    ['hidden_size', 16, 'plain-B16'],
  ]);
  expect(symbols.at(-1)).toMatchObject({ name: 'representation_size', kind: 14, location: { uri: URI } });
});

test('models of the open files by name', async () => {
  const client = await opened(B16);
  await client.open('untitled:Untitled-1', edited(B16, 'plain-B16', '😀 unsaved'));
  await client.open('file:///project/foreign.yaml', 'model_name: plainest\n');
  const named = async (query: string) => client.request<SymbolInformation[]>('workspace/symbol', { query });
  await client.diagnostics('untitled:Untitled-1');
  expect(await named('pb16')).toEqual([
    {
      name: 'plain-B16',
      kind: 5,
      location: { uri: URI, range: { start: { line: 0, character: 12 }, end: { line: 0, character: 21 } } },
      containerName: 'plain.vit.yaml',
    },
  ]);
  expect((await named('')).map(({ name, containerName }) => [name, containerName])).toEqual([
    ['plain-B16', 'plain.vit.yaml'],
    ['😀 unsaved', undefined],
  ]);
  expect(await named('resnet')).toEqual([]);
});

test('folding by lines, with the closing bracket in sight', async () => {
  const text = '{\n  "patches": {\n    "size": [16,\n      16] },\n  // a\n  // b\n  "x": 1\n}\n';
  const client = await start();
  const uri = 'file:///project/a.vit.json';
  await client.open(uri, text, 'json');
  await client.diagnostics(uri);
  expect(await client.request('textDocument/foldingRange', { textDocument: { uri } })).toEqual([
    { startLine: 0, endLine: 6 },
    { startLine: 1, endLine: 3 },
    { startLine: 2, endLine: 3 },
    { startLine: 4, endLine: 5, kind: 'comment' },
  ]);
});

test('folding to the column, for those who can', async () => {
  const client = await opened('patches: {\n  size: [8, 8]\n}\n', WITHOUT);
  expect(await client.request('textDocument/foldingRange', { textDocument })).toEqual([{ startLine: 0, startCharacter: 10, endLine: 2, endCharacter: 0 }]);
});

test('no more folds than a client takes: the longest', async () => {
  const client = await opened(B16, {
    capabilities: { ...PUSH, textDocument: { ...PUSH.textDocument, foldingRange: { lineFoldingOnly: true, rangeLimit: 1 } } },
  });
  expect(await client.request<FoldingRange[]>('textDocument/foldingRange', { textDocument })).toEqual([{ startLine: 4, endLine: 9 }]);
});

test('selections grow up to the file', async () => {
  const text = `${B16}---\n${B16}`;
  const client = await opened(text);
  const params = { textDocument, positions: [at(text, '3072', 1).position, { line: 0, character: 0 }] };
  const [inside, first] = await client.request<SelectionRange[]>('textDocument/selectionRange', params);
  const grown: string[] = [];
  for (let range = inside; range !== undefined; range = range.parent as SelectionRange) grown.push(covered(text, range.range));
  expect(grown).toEqual([
    '3072',
    'mlp_dim: 3072',
    'mlp_dim: 3072…  dropout_rate: 0.0',
    'transformer:…  dropout_rate: 0.0',
    'model_name: plain-B16…representation_size: null',
    '---…representation_size: null',
    'model_name: plain-B16…',
  ]);
  expect(covered(text, first?.range as Range)).toBe('model_name');
});

test('links to files that are there, relative to the config', async () => {
  const text = `${B16}checkpoint: 'w/my 😀.npz'\n---\n$schema: /schemas/vit.json\nmodel_name: ViT-B_16\n---\ncheckpoint: w/gone.npz\npatches: {}\n`;
  const asked: string[] = [];
  const isFile = async (path: string) => {
    asked.push(path);
    return !path.includes('gone');
  };
  const client = await opened(text, {}, { isFile });
  const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument });
  expect(asked).toEqual(['/project/w/my 😀.npz', '/schemas/vit.json', '/project/w/gone.npz']);
  expect(links.map(({ range, target, tooltip }) => [covered(text, range), target, tooltip])).toEqual([
    ['w/my 😀.npz', 'file:///project/w/my%20%F0%9F%98%80.npz', 'Open /project/w/my 😀.npz'],
    ['/schemas/vit.json', 'file:///schemas/vit.json', 'Open /schemas/vit.json'],
  ]);
});

test('links only where the config is a file on this machine', async () => {
  const client = await start({}, { isFile: async () => true });
  for (const uri of ['untitled:a.vit.yaml', 'vscode-vfs://github/a.vit.yaml', 'nonsense']) {
    await client.open(uri, `${B16}checkpoint: a.npz\n`);
    await client.diagnostics(uri);
    expect(await client.request('textDocument/documentLink', { textDocument: { uri } })).toEqual([]);
  }
});

const TRAINING = 'batch: 8\nmodel_name: "ViT-B_16"\n';
const SHIPPED = { path: '/tool/ViT-B_16.vit.yaml', text: `# upstream's\n${edited(B16, 'plain-B16', 'ViT-B_16')}` };

test("a model's name leads to its config: of the open files, else the one that comes along", async () => {
  const names: string[] = [];
  const sampleModel = async (name: string) => {
    names.push(name);
    return SHIPPED;
  };
  const client = await opened(TRAINING, {}, { sampleModel });
  const definition = () => client.request<LocationLink[]>('textDocument/definition', at(TRAINING, 'ViT-B_16'));
  const [sample, ...none] = await definition();
  expect(none).toEqual([]);
  expect(covered(TRAINING, sample?.originSelectionRange as Range)).toBe('ViT-B_16');
  expect(sample?.targetUri).toBe('file:///tool/ViT-B_16.vit.yaml');
  expect(covered(SHIPPED.text, sample?.targetSelectionRange as Range)).toBe('ViT-B_16');

  const uri = 'file:///project/mine.vit.yaml';
  const mine = edited(B16, 'plain-B16', 'ViT-B_16');
  await client.open(uri, mine);
  await client.diagnostics(uri);
  const [own, ...more] = await definition();
  expect(more).toEqual([]);
  expect([own?.targetUri, covered(mine, own?.targetSelectionRange as Range)]).toEqual([uri, 'ViT-B_16']);
  // From itself it leads on to upstream's.
  const [upstream] = await client.request<LocationLink[]>('textDocument/definition', { textDocument: { uri }, position: { line: 0, character: 14 } });
  expect(upstream?.targetUri).toBe('file:///tool/ViT-B_16.vit.yaml');
  expect(names).toEqual(['ViT-B_16', 'ViT-B_16']);
});

test('names that are not upstream’s are looked for in no folder', async () => {
  const client = await opened(
    edited(B16, 'plain-B16', '../../../etc/passwd'),
    {},
    {
      sampleModel: async () => {
        throw new Error('asked for');
      },
    },
  );
  expect(await client.request('textDocument/definition', { textDocument, position: { line: 0, character: 14 } })).toEqual([]);
});

test("all of upstream's models come along, each at its name", async () => {
  const { sampleModel } = environmentOf(join(__dirname, '..', '..', 'dist'));
  const client = await start({}, { sampleModel });
  const uri = 'file:///project/all.yaml';
  const names = Object.keys(UPSTREAM_MODELS);
  const text = names.map((name) => `batch: 8\nmodel_name: ${name}\n`).join('---\n');
  await client.open(uri, text);
  await client.diagnostics(uri);
  for (const [i, name] of names.entries()) {
    const [link] = await client.request<LocationLink[]>('textDocument/definition', { textDocument: { uri }, position: { line: 3 * i + 1, character: 14 } });
    // `testing` tells nothing, so that a document that only names it is not recognised.
    if (name.startsWith('testing')) continue;
    const path = join(__dirname, '..', '..', 'samples', 'models', `${name}.vit.yaml`);
    expect(link?.targetUri).toBe(pathToFileURL(path).href);
    expect(covered(await readFile(path, 'utf8'), link?.targetSelectionRange as Range)).toBe(name);
    if (link !== undefined) {
      await client.open(link.targetUri, await readFile(path, 'utf8'));
      await client.diagnostics(link.targetUri);
      const itself = { textDocument: { uri: link.targetUri }, position: link.targetSelectionRange.start };
      expect(await client.request('textDocument/definition', itself)).toEqual([]);
    }
  }
});

test('files that are not ours, or not open, are left to the editor', async () => {
  const client = await start();
  const uri = 'file:///project/foreign.yaml';
  await client.open(uri, 'a: &x\n  b: 1\nc: *x\n');
  for (const document of [{ uri }, { uri: 'file:///nowhere.vit.yaml' }]) {
    const params = { textDocument: document, position: { line: 2, character: 4 } };
    expect(await client.request('textDocument/foldingRange', params)).toBeNull();
    expect(await client.request('textDocument/selectionRange', { ...params, positions: [params.position] })).toBeNull();
    expect(await client.request('textDocument/documentSymbol', params)).toEqual([]);
    expect(await client.request('textDocument/documentLink', params)).toEqual([]);
    expect(await client.request('textDocument/definition', params)).toEqual([]);
    expect(await client.request('textDocument/references', { ...params, context: { includeDeclaration: true } })).toBeNull();
    expect(await client.request('textDocument/prepareRename', params)).toBeNull();
  }
});
