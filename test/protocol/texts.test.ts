/**
 * Texts at the edge, against everything the server offers: line ends, tabs, columns behind characters outside the Basic
 * Multilingual Plane, byte order marks, half surrogate pairs, unsaved files, nothing at all. Each answer must stand inside the
 * text, at the right words.
 */
import { describe, expect, it, test } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Position,
  Range,
  SelectionRange,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FakeRunner, SUCCESS } from './fakeRunner';
import { B16, positionOf, servers } from './fixtures';
import type { TestClient } from './testClient';

const start = servers();

/** Ten heads do not divide the width: an error with fixes. */
const BLOCK = `# é
heads: &heads 10
model_name: ViT-B_16
patches:
  size: [16, 16]
hidden_size: 768
transformer:
  mlp_dim: 3072
  num_heads: *heads
  num_layers: 12
  attention_dropout_rate: 0.0
classifier: token
checkpoint: w/a.npz
`;
const FLOW =
  '{"😀": "𝒱", heads: &heads 10, model_name: ViT-B_16, patches: {size: [16, 16]}, hidden_size: 768, transformer: {mlp_dim: 3072, num_heads: *heads, num_layers: 12, attention_dropout_rate: 0.0}, classifier: token, checkpoint: w/a.npz} # 😀\n';
const JSON_TEXT = JSON.stringify(
  {
    '😀': '𝒱',
    heads: 10,
    model_name: 'ViT-B_16',
    patches: { size: [16, 16] },
    hidden_size: 768,
    transformer: { mlp_dim: 3072, num_heads: 10, num_layers: 12, attention_dropout_rate: 0 },
    classifier: 'token',
    checkpoint: 'w/a.npz',
  },
  null,
  '\t',
);

const FILE = 'file:///project/edge.yaml';
const JSON_FILE = 'file:///project/edge.json';

const TEXTS: readonly (readonly [title: string, text: string, uri: string])[] = [
  ['as usual', BLOCK, FILE],
  ['\\r\\n', BLOCK.replaceAll('\n', '\r\n'), FILE],
  ['a lone \\r', BLOCK.replaceAll('\n', '\r'), FILE],
  ['line ends of all kinds', BLOCK.replace('\n', '\r').replace('\nhidden', '\r\nhidden').replace('\n  mlp', '\r  mlp'), FILE],
  ['no line end at the end', BLOCK.trimEnd(), FILE],
  ['a byte order mark', `\ufeff${BLOCK}`, FILE],
  ['characters outside the BMP on each line', BLOCK.replaceAll('\n', ' # 😀𝒱\n'), FILE],
  ['columns behind characters outside the BMP', FLOW, FILE],
  ['half a surrogate pair', BLOCK.replace('# é', '# \ud83d x \ude00'), FILE],
  ['half a surrogate pair in front of everything', FLOW.replace('😀', '\ud83d').replace('𝒱', '\udc00'), FILE],
  ['in the second document', `--- # 😀\nport: 80 # 😀\n--- # 😀\n${FLOW}...\n`, FILE],
  ['unsaved', BLOCK, 'untitled:Untitled-1'],
  ['unsaved, of a language of its own', FLOW.replaceAll('\n', '\r\n'), 'untitled:Untitled-2'],
  ['JSON with tabs', JSON_TEXT, JSON_FILE],
  ['JSON with tabs and \\r\\n', JSON_TEXT.replaceAll('\n', '\r\n'), JSON_FILE],
  ['JSON with a lone \\r', JSON_TEXT.replaceAll('\n', '\r'), JSON_FILE],
  ['JSON on one line', JSON_TEXT.replace(/\n\t*/g, ''), JSON_FILE],
  ['JSON with a byte order mark', `\ufeff${JSON_TEXT}`, JSON_FILE],
  ['JSON with half a surrogate pair', JSON_TEXT.replace('😀', '\ud83d'), JSON_FILE],
  ['unsaved JSON', JSON_TEXT, 'untitled:Untitled-3'],
];

/** Everything a client can ask of a text, at each of the positions. */
async function askAll(client: TestClient, uri: string, positions: readonly Position[]): Promise<unknown[]> {
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };
  const ofFile = ['codeLens', 'documentSymbol', 'foldingRange', 'documentLink'].map((name) => client.request(`textDocument/${name}`, { textDocument }));
  const ofRange = ['inlayHint', 'codeAction'].map((name) => client.request(`textDocument/${name}`, { textDocument, range, context: { diagnostics: [] } }));
  const ofPosition = ['hover', 'definition', 'references', 'documentHighlight', 'prepareRename'].flatMap((name) =>
    positions.map((position) => client.request(`textDocument/${name}`, { textDocument, position, context: { includeDeclaration: true } })),
  );
  return Promise.all([...ofFile, ...ofRange, ...ofPosition, client.request('textDocument/selectionRange', { textDocument, positions })]);
}

/** Every range in an answer, whatever it is of. */
function rangesIn(answer: unknown): Range[] {
  if (answer === null || typeof answer !== 'object') return [];
  if ('start' in answer && 'end' in answer) return [answer as Range];
  const { startLine, endLine } = answer as Partial<FoldingRange>;
  if (startLine !== undefined && endLine !== undefined) return [{ start: { line: startLine, character: 0 }, end: { line: endLine, character: 0 } }];
  const { line, character } = answer as Partial<Position>;
  if (line !== undefined && character !== undefined) return [{ start: { line, character }, end: { line, character } }];
  return Object.values(answer).flatMap(rangesIn);
}

/** Ranges that end before they begin, leave the text, or cut a character or a line end in two. */
function broken(document: TextDocument, ranges: readonly Range[]): Range[] {
  const text = document.getText();
  const stands = (position: Position) => {
    const offset = document.offsetAt(position);
    const { line, character } = document.positionAt(offset);
    const inPair = /[\ud800-\udbff]/.test(text.charAt(offset - 1)) && /[\udc00-\udfff]/.test(text.charAt(offset));
    return line === position.line && character === position.character && !inPair;
  };
  return ranges.filter(({ start: from, end }) => !stands(from) || !stands(end) || document.offsetAt(from) > document.offsetAt(end));
}

function applied(document: TextDocument, edit: WorkspaceEdit | undefined): string {
  const [change] = edit?.documentChanges ?? [];
  if (change === undefined || !('edits' in change)) throw new Error('no versioned edit');
  return TextDocument.applyEdits(document, change.edits as TextEdit[]);
}

/** A text of the table on a server of its own, and how its words are found. */
function edge(text: string, uri: string) {
  const languageId = text === JSON_TEXT || uri === JSON_FILE ? 'json' : 'yaml';
  const document = TextDocument.create(uri, languageId, 1, text);
  return {
    document,
    isJson: languageId === 'json',
    textDocument: { uri },
    covered: ({ start: from, end }: Range) => text.slice(document.offsetAt(from), document.offsetAt(end)),
    at: (needle: string) => ({ textDocument: { uri }, position: positionOf(text, needle) }),
    async opened(): Promise<{ client: TestClient; diagnostics: Diagnostic[] }> {
      const client = await start({}, { isFile: async () => true });
      await client.open(uri, text, languageId);
      return { client, diagnostics: await client.diagnostics(uri, 1) };
    },
  };
}

describe.each(TEXTS)('%s', (_, text, uri) => {
  const { document, isJson, textDocument, covered, at, opened } = edge(text, uri);
  const quoted = (word: string) => (isJson ? `"${word}"` : word);

  it('has answers that stand inside it', async () => {
    const { client, diagnostics } = await opened();
    const positions = [...text].reduce<number[]>((offsets, character) => [...offsets, (offsets.at(-1) ?? 0) + character.length], [0]);
    const answers = await askAll(
      client,
      uri,
      positions.map((offset) => document.positionAt(offset)),
    );
    expect(
      broken(
        document,
        rangesIn([diagnostics, answers]).filter((range) => range !== undefined),
      ),
    ).toEqual([]);
    expect(rangesIn(answers).length).toBeGreaterThan(100);
  });

  it('has them at the right words', async () => {
    const { client, diagnostics } = await opened();
    const heads = isJson ? '10' : '*heads';
    const finding = diagnostics.find(({ code }) => code === 'heads-divide-width');
    expect(finding === undefined ? undefined : covered(finding.range)).toBe(heads);
    expect(finding?.relatedInformation?.map(({ location }) => covered(location.range))).toEqual(['768']);

    const hover = await client.request<Hover>('textDocument/hover', at('mlp_dim'));
    expect(covered(hover.range as Range)).toBe(`${quoted('mlp_dim')}: 3072`);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument });
    expect(lenses.map(({ range }) => covered(range))).toEqual([quoted('model_name')]);

    const [symbol] = (await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument })).filter(({ name }) => name === 'ViT-B_16');
    expect(covered(symbol?.selectionRange as Range)).toBe('ViT-B_16');
    const transformer = symbol?.children?.find(({ name }) => name === 'transformer');
    expect(transformer?.children?.map(({ selectionRange }) => covered(selectionRange))).toEqual(
      ['mlp_dim', 'num_heads', 'num_layers', 'attention_dropout_rate'].map(quoted),
    );
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument });
    expect(links.map(({ range }) => covered(range))).toEqual(uri.startsWith('file:') ? ['w/a.npz'] : []);
    const [selection] = await client.request<SelectionRange[]>('textDocument/selectionRange', { textDocument, positions: [at('token').position] });
    expect(covered(selection?.range as Range)).toBe('token');
    expect(covered(selection?.parent?.range as Range)).toBe(isJson ? '"token"' : 'classifier: token');
  });

  it('is mended where a fix says so', async () => {
    const { client, diagnostics } = await opened();
    const finding = diagnostics.find(({ code }) => code === 'heads-divide-width') as Diagnostic;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', { textDocument, range: finding.range, context: { diagnostics: [finding] } });
    const action = actions.find(({ title }) => title.startsWith('num_heads: 12'));
    const mended = isJson ? text.replace(/("num_heads": ?)10/, '$112') : text.replace('*heads', '12');
    expect(applied(document, action?.edit)).toBe(mended);
    await client.change(uri, 2, { text: mended });
    expect((await client.diagnostics(uri, 2)).map(({ code }) => code)).not.toContain('heads-divide-width');
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    });
    const after = TextDocument.create(uri, document.languageId, 2, mended);
    expect(hints.map(({ label, position }) => [label, mended.slice(0, after.offsetAt(position)).match(/\S+$/)?.[0]])).toEqual([
      ['14×14 + 1 = 197 tokens', expect.stringMatching(/\]$/)],
      ['head width 64', expect.stringMatching(/12$/)],
    ]);
  });

  it('says the same after a character came and went', async () => {
    const { client, diagnostics } = await opened();
    const half = document.positionAt(text.indexOf('3072') + 2);
    await client.change(uri, 2, { range: { start: half, end: half }, text: '😀' });
    await client.diagnostics(uri, 2);
    await client.change(uri, 3, { range: { start: half, end: { line: half.line, character: half.character + 2 } }, text: '' });
    expect(await client.diagnostics(uri, 3)).toEqual(diagnostics);
  });
});

describe.each(TEXTS.filter(([, text]) => text.includes('&heads')))('%s', (_, text, uri) => {
  const { document, covered, at, opened } = edge(text, uri);

  it('has its anchor found, marked and renamed', async () => {
    const { client } = await opened();
    const [definition] = await client.request<LocationLink[]>('textDocument/definition', at('*heads'));
    expect([definition?.targetSelectionRange, definition?.originSelectionRange].map((range) => covered(range as Range))).toEqual(['&heads', '*heads']);
    const references = await client.request<Location[]>('textDocument/references', { ...at('&heads'), context: { includeDeclaration: true } });
    const highlights = await client.request<DocumentHighlight[]>('textDocument/documentHighlight', at('*heads'));
    for (const places of [references, highlights]) expect(places.map(({ range }) => covered(range))).toEqual(['&heads', '*heads']);
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at('*heads'), newName: 'n' });
    expect(applied(document, edit)).toBe(text.replace('&heads', '&n').replace('*heads', '*n'));
  });
});

test.each(['file:///project/empty.vit.yaml', 'file:///project/empty.vit.json', 'untitled:Untitled-1'])('an empty text, %s', async (uri) => {
  for (const text of ['', '\ufeff', ' ', '\n', '\r\n', '\t', '---\n', '# 😀', '\ud800']) {
    const client = await start();
    const languageId = uri.endsWith('json') ? 'json' : 'yaml';
    await client.open(uri, text, languageId);
    const answers = await askAll(client, uri, [
      { line: 0, character: 0 },
      { line: 0, character: text.length },
      { line: 1, character: 0 },
    ]);
    expect(broken(TextDocument.create(uri, languageId, 1, text), rangesIn(answers))).toEqual([]);
    if (!uri.startsWith('untitled:')) await client.diagnostics(uri, 1);
  }
});

test.each([
  ['yaml', B16],
  [
    'json',
    '{"model_name": "plain-B16", "patches": {"size": [16, 16]}, "hidden_size": 768, "transformer": {"mlp_dim": 3072, "num_heads": 12, "num_layers": 12}}',
  ],
])('unsaved %s is recognised by its content and runs on the image that comes along', async (languageId, text) => {
  const runner = new FakeRunner();
  const client = await start({}, { ...runner, sampleImage: '/samples/lake.jpg' });
  const uri = 'untitled:Untitled-1';
  await client.open(uri, text, languageId);
  await client.diagnostics(uri, 1);
  const [lens] = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  expect(await client.execute('vitConfig.run', lens?.command?.arguments?.[0])).toMatchObject({ state: 'started' });
  expect(runner.run(0).image).toBe('/samples/lake.jpg');
  runner.run(0).resolve(SUCCESS);
  expect((await client.progress()).at(-1)).toMatchObject({ kind: 'end' });
  const [, ran] = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  expect(ran?.command?.title).toMatch(/^✓ ran in/);
});
