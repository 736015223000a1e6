/**
 * Helix can't be had where the tests run. Its set-up in docs/editors.md is read by the rules of its source (helix-core, syntax/config.rs),
 * the server it names is started, and spoken to as helix-lsp speaks: with these capabilities and no more.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  type ClientCapabilities,
  type CodeAction,
  type Hover,
  type InlayHint,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver/node';
import { CLI, ensureBuilt, ROOT } from '../unit/cli/built';
import { B16, BROKEN, positionOf, URI } from './fixtures';
import { TestClient } from './testClient';
import { parseToml, type TomlTable } from './toml';

const SERVER_KEYS = ['command', 'args', 'environment', 'config', 'timeout', 'required-root-patterns'];
/** Those of a language that is built in may be set anew; a key it does not know is refused. */
const LANGUAGE_KEYS = ['name', 'language-id', 'scope', 'file-types', 'roots', 'language-servers', 'diagnostic-severity', 'formatter', 'auto-format', 'indent'];
const BUILT_IN_LANGUAGES = ['yaml', 'json', 'jsonc', 'python'];
const BUILT_IN_SERVERS = ['yaml-language-server', 'vscode-json-language-server', 'pylsp'];

/** What `initialize` of helix-lsp declares, but for what the server has no feature for. */
const CAPABILITIES: ClientCapabilities & { workspace: { diagnostic: object } } = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: false },
    workspaceFolders: true,
    applyEdit: true,
    executeCommand: { dynamicRegistration: false },
    inlayHint: { refreshSupport: false },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      failureHandling: 'abort',
      normalizesLineEndings: false,
    },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    // Named so by its protocol library, where the protocol has `diagnostics`.
    diagnostic: { refreshSupport: true },
  },
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
        insertReplaceSupport: true,
        deprecatedSupport: true,
        tagSupport: { valueSet: [1] },
      },
      completionItemKind: {},
    },
    hover: { contentFormat: ['markdown'] },
    rename: { dynamicRegistration: false, prepareSupport: true, honorsChangeAnnotations: false },
    formatting: { dynamicRegistration: false },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source', 'source.fixAll'] } },
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit', 'command'] },
    },
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true },
    publishDiagnostics: { versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    inlayHint: { dynamicRegistration: false },
    documentLink: { dynamicRegistration: false, tooltipSupport: false },
    documentSymbol: { dynamicRegistration: false, hierarchicalDocumentSymbolSupport: false },
  },
  window: { showMessage: { messageActionItem: { additionalPropertiesSupport: true } }, workDoneProgress: true, showDocument: { support: true } },
  general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
};

const docs = readFileSync(join(ROOT, 'docs', 'editors.md'), 'utf8');
const toml = /<!-- test: helix -->\n```toml\n(.*?)```/s.exec(docs)?.[1] ?? '';
const setUp = parseToml(toml) as { 'language-server': Record<string, TomlTable>; language: TomlTable[] };
const server = setUp['language-server']['vit-config'] as { command: string; args: string[]; config: TomlTable };

beforeAll(ensureBuilt, 60_000);

const running: TestClient[] = [];
afterEach(async () => {
  for (const client of running.splice(0)) await client.stop();
});

/** Starts the server of the set-up with a configuration as it would stand there. */
async function started(config: TomlTable = server.config): Promise<TestClient> {
  const child = spawn(process.execPath, [CLI, ...server.args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  // A section that is not there is null, as Helix answers.
  const settings = () => config.vitConfig ?? null;
  const options = { capabilities: CAPABILITIES, initializationOptions: config, settings };
  const client = await TestClient.over(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), options);
  client.ended = () => exit;
  await client.notify('workspace/didChangeConfiguration', { settings: config });
  running.push(client);
  return client;
}

const pull = (client: TestClient) =>
  client.request<{ kind: string; items: { code: string }[] }>('textDocument/diagnostic', { textDocument: { uri: URI }, identifier: 'vit-config' });

test('the set-up has keys that Helix knows, for languages and beside servers that are built in', () => {
  expect(Object.keys(setUp).sort()).toEqual(['language', 'language-server']);
  expect(server.command).toBe('vit-config');
  for (const table of Object.values(setUp['language-server'])) expect(SERVER_KEYS).toEqual(expect.arrayContaining(Object.keys(table)));
  const servers = [...BUILT_IN_SERVERS, ...Object.keys(setUp['language-server'])];
  for (const language of setUp.language) {
    expect(LANGUAGE_KEYS).toEqual(expect.arrayContaining(Object.keys(language)));
    expect(BUILT_IN_LANGUAGES).toContain(language.name);
    expect(servers).toEqual(expect.arrayContaining(language['language-servers'] as string[]));
  }
});

test('findings, a fix, hover and hints', async () => {
  const client = await started();
  expect(client.capabilities.positionEncoding).toBe('utf-16');
  await client.open(URI, BROKEN, 'yaml', 0);
  expect((await pull(client)).items.map(({ code }) => code)).toEqual(['heads-divide-width']);

  const at = positionOf(BROKEN, '10');
  const [fix] = await client.request<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: URI },
    range: { start: at, end: at },
    context: { diagnostics: [], triggerKind: 1 },
  });
  expect(fix?.title).toMatch(/^num_heads: 12/);
  const [change] = fix?.edit?.documentChanges as TextDocumentEdit[];
  const edits = (change?.edits ?? []) as TextEdit[];
  await client.change(URI, 1, ...edits.map(({ range, newText }) => ({ range, text: newText })));
  expect((await pull(client)).items).toEqual([]);

  const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri: URI }, position: positionOf(B16, 'model_name') });
  expect(hover.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('17.6 GMACs') });
  const hints = await client.request<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri: URI },
    range: { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } },
  });
  expect(hints.length).toBeGreaterThan(0);
});

test('the command runs the one config that is open, and a message tells what came of it', { timeout: 60_000 }, async () => {
  const client = await started();
  const tiny = B16.replace('hidden_size: 768', 'hidden_size: 192').replace('3072', '768').replace('num_heads: 12', 'num_heads: 3');
  await client.open('file:///project/compose.yaml', 'services: {}\n');
  await client.open(URI, tiny);
  // As `:lsp-workspace-command vitConfig.run` sends it.
  expect(await client.request('workspace/executeCommand', { command: 'vitConfig.run' })).toMatchObject({ state: 'started' });
  expect((await client.progress()).at(-1)?.message).toMatch(/^✓ ran in /);
  expect((await client.next('window/showMessage')).message).toMatch(/^plain-B16 ran in .*\[1, 1000\]/);

  await client.until(() => client.refreshes.has('workspace/diagnostic/refresh'), 'asked to pull again');

  await client.open('file:///project/second.vit.yaml', tiny);
  expect(await client.request('workspace/executeCommand', { command: 'vitConfig.run' })).toMatchObject({ state: 'refused' });
  expect((await client.next('window/showMessage')).message).toBe('Which config is meant is not clear: there is not exactly one open.');
});

test('settings of the set-up are followed, and none are none', async () => {
  const silenced = await started({ vitConfig: { diagnostics: { ignore: ['heads-divide-width'] } } });
  await silenced.open(URI, BROKEN);
  expect((await pull(silenced)).items).toEqual([]);
  const plain = await started({});
  await plain.open(URI, BROKEN);
  expect((await pull(plain)).items).toHaveLength(1);
});

test('it quits without waiting for the answer to its shutdown', async () => {
  const client = await started();
  running.splice(0);
  // The answer may or may not come before the end.
  client.request('shutdown', null).catch(() => undefined);
  await client.notify('exit', null);
  expect(await client.ended()).toBe(0);
  client.connection.dispose();
});
