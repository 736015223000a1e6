/** The server for a person who reads Chinese: with the texts of l10n/zh-cn, all it says is in it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeAction, CompletionList, Diagnostic, DocumentSymbol, Hover, InlayHint, MarkupContent } from 'vscode-languageserver/node';
import { environmentOf } from '../../server/lsp';
import { MODEL_REQUEST, type ModelView } from '../../server/protocol';

import { ROOT } from '../unit/cli/built';
import { ensureBuilt, startBuilt } from './builtServer';
import { failure, SUCCESS } from './fakeRunner';
import { B16, BROKEN, positionOf, URI } from './fixtures';
import { click, RUN, runners, titles } from './runFixtures';
import { PULL, type TestClient } from './testClient';

const { translations } = environmentOf(join(ROOT, 'dist'));
const { start, opened: openedIn } = runners();
const CHINESE = { locale: 'zh-cn' };
const textDocument = { uri: URI };
const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

const opened = (text: string, more = {}) => openedIn(text, CHINESE, { translations, ...more });
const hoverAt = async (client: TestClient, text: string, needle: string) => {
  const hover = await client.request<Hover>('textDocument/hover', { textDocument, position: positionOf(text, needle) });
  return (hover.contents as MarkupContent).value;
};
const hints = async (client: TestClient) =>
  (await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range: everything })).map(({ label }) => label);
const complete = (client: TestClient, text: string, needle: string) =>
  client.request<CompletionList>('textDocument/completion', { textDocument, position: positionOf(text, needle), context: { triggerKind: 1 } });
const actions = (client: TestClient, diagnostics: readonly Diagnostic[]) =>
  client.request<CodeAction[]>('textDocument/codeAction', { textDocument, range: everything, context: { diagnostics } });

test('a model: lens, hints, hover, symbols', async () => {
  const { client } = await opened(B16);
  expect(await titles(client)).toEqual(['▷ 在示例图像上运行 · 86.6 M · 17.6 GMACs']);
  expect(await hints(client)).toEqual(['14×14 + 1 = 197 个 token', 'head 宽度 64']);
  const model = await hoverAt(client, B16, 'plain-B16');
  expect(model).toMatch(/\| 参数量 \|.*\*\*86\.6 M\*\*/);
  expect(model).toMatch(/\| 内存 \|.*权重 330 MiB，激活 5\.19 MiB（batch 1，float32） \|/);
  const field = await hoverAt(client, B16, 'mlp_dim');
  expect(field).toContain('决定 86.6 M 参数中的 56.7 M（65 %）和 17.6 GMACs 中的 11.2 GMACs（64 %）；`hidden_size` 的 4 倍。');
  const [symbol] = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
  expect(symbol?.children?.find(({ name }) => name === 'transformer')?.children?.map(({ detail }) => detail)).toContain('12 · head 宽度 64');
});

test('what a key means, where it is completed and where it stands', async () => {
  const { client } = await opened(B16);
  expect(await hoverAt(client, B16, 'classifier')).toContain('token 如何变成模型的输出，以及是否有 class token。');
  const { items } = await complete(client, B16, 'num_heads');
  expect(items.find(({ label }) => label === 'num_heads')?.detail).toBe('整数 · 必需');
});

test('a finding and its fixes', async () => {
  const client = await start(CHINESE, { translations });
  await client.open(URI, BROKEN);
  const diagnostics = await client.diagnostics(URI, 1);
  expect(diagnostics.map(({ message }) => message)).toEqual(['10 个 head 无法整除 `hidden_size: 768`：一个 head 的宽度会是 76.8。模型无法构建。']);
  expect((await actions(client, diagnostics)).map(({ title }) => title)).toEqual([
    'num_heads: 12（head 宽度 64，参数量不变）',
    'num_heads: 16（head 宽度 48，参数量不变）',
    'num_heads: 8（head 宽度 96，参数量不变）',
    'hidden_size: 770（head 宽度 77，参数量由 86.6 M 变为 86.9 M）',
    '在此处忽略 heads-divide-width',
  ]);
});

test('a run, from the click to what came of it; the log stays in English', async () => {
  const { client, runner } = await opened(B16);
  expect(await click(client)).toEqual({ state: 'started', message: 'plain-B16 正在运行。' });
  runner.run(0).progress({ phase: 'running', label: 'Transformer/encoderblock_4', done: 5, total: 14 });
  expect(await titles(client)).toEqual(['正在运行… 5/14 层 · 86.6 M · 17.6 GMACs', '取消']);
  runner.run(0).resolve(SUCCESS);
  const said = await client.progress();
  expect(said[0]).toMatchObject({ title: '运行 plain-B16', message: '正在构建' });
  expect(said.at(-1)?.message).toBe('✓ 运行用时 61 ms · [1, 1000] · 134 MB');
  await click(client, 'vitConfig.showRun');
  expect((await client.next('window/showMessage')).message).toBe(
    'plain-B16 运行用时 61 ms（构建 2 ms，会话 31 ms），内存峰值 134 MB。logits [1, 1000]，均值 −0.0123，标准差 1.02。权重：随机（种子 0）。这是冒烟测试：它检验的是形状和数值，而不是准确率。',
  );
  expect(client.logged).toEqual([expect.stringMatching(/^run start model=plain-B16 /), expect.stringMatching(/^run end .* ok /)]);
});

test('a run that fails', async () => {
  const { client, runner } = await opened(B16);
  await click(client);
  runner.run(0).resolve(failure('runtime', 'MatMul dimension mismatch.', 'Transformer/encoderblock_3/MlpBlock_3/Dense_0'));
  await client.progress();
  const [failed] = await client.diagnostics(URI);
  expect(failed?.message).toBe('运行失败：MatMul dimension mismatch.');
  expect(failed?.relatedInformation?.map(({ message }) => message)).toEqual(['`transformer.mlp_dim` 与此有关', '`transformer.num_layers` 与此有关']);
});

test('the panel', async () => {
  const { client } = await opened(B16);
  const view = await client.request<ModelView>(MODEL_REQUEST, { uri: URI });
  const [tower] = view.built?.towers ?? [];
  expect(tower?.parts.map(({ title, detail }) => [title, detail])).toEqual([
    ['Patch 嵌入 16×16', '14×14 个 patch，宽度 768'],
    ['Class token，位置嵌入', '14×14 + 1 = 197 个 token'],
    ['编码器', '12 个 head，每个宽 64，MLP 3072'],
    ['最后的 LayerNorm', ''],
    ['取 class token', ''],
    ['分类头 1000', ''],
  ]);
});

test.each(['en', 'zh-tw', 'de', undefined])('with the locale %s the server speaks English', async (locale) => {
  const { client } = await openedIn(B16, locale === undefined ? {} : { locale }, { translations });
  expect(await titles(client)).toEqual([RUN]);
});

test('whatever the samples show, no English is left', { timeout: 60_000 }, async () => {
  const client = await start({ ...CHINESE, capabilities: PULL }, { translations });
  const samples = join(ROOT, 'samples');
  const left: string[] = [];
  for (const file of globSync('{models/{ViT-B_16,LiT-L16S,Mixer-B_16,R50+ViT-B_16,testing-unpooled}.vit.yaml,broken/*,training/*}', { cwd: samples })) {
    const text = readFileSync(join(samples, file), 'utf8');
    const asked = { textDocument: { uri: `file:///${encodeURI(file)}` }, range: everything };
    await client.open(asked.textDocument.uri, text);
    const { items: diagnostics } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', asked);
    const shown: unknown[] = [diagnostics, await client.request('textDocument/codeAction', { ...asked, context: { diagnostics } })];
    for (const method of ['codeLens', 'inlayHint', 'documentSymbol']) shown.push(await client.request(`textDocument/${method}`, asked));
    for (const [line, content] of text.split('\n').entries()) {
      for (const { index } of content.matchAll(/[^\s,:[\]{}]+/g)) {
        const place = { ...asked, position: { line, character: index } };
        shown.push(
          await client.request('textDocument/hover', place),
          await client.request('textDocument/completion', { ...place, context: { triggerKind: 1 } }),
        );
      }
    }
    left.push(...english(shown));
    await client.close(asked.textDocument.uri);
  }
  expect([...new Set(left)]).toEqual([]);
});

test('the built server finds its texts', { timeout: 60_000 }, async () => {
  ensureBuilt();
  const { client } = await startBuilt(CHINESE);
  await client.open(URI, B16);
  await client.diagnostics(URI, 1);
  expect(await titles(client)).toEqual(['▷ 在示例图像上运行 · 86.6 M · 17.6 GMACs']);
  await client.stop();
});

/** What has words that only English has, outside of code (Python in a title is known by its brackets), edits and numbers. */
function english(shown: unknown): string[] {
  if (Array.isArray(shown)) return shown.flatMap(english);
  if (typeof shown === 'string')
    return /\b(the|an?|is|are|of|and|or|not|no|to|with|here|it|has|can)\b/i.test(shown.replace(/`[^`]*`|[a-z]+-[a-z-]+|with [\w.]+\(\):/g, '')) ? [shown] : [];
  if (shown === null || typeof shown !== 'object') return [];
  const silent = ['edit', 'data', 'code', 'textEdit', 'newText', 'filterText', 'sortText', 'insertText', 'label', 'kind', 'uri'];
  return Object.entries(shown).flatMap(([key, value]) => (silent.includes(key) ? [] : english(value)));
}
