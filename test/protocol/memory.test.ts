/** What the server, in a process of its own, keeps of files that were closed or swept: nothing of their text and analysis. Counted in its heap. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { B16, BROKEN, edited } from './fixtures';
import { TestClient } from './testClient';
import { Asker, PULL_WATCHED, PUSH_WATCHED, workshop } from './workspaceFixtures';

const root = join(__dirname, '..', '..');
const built = mkdtempSync(join(tmpdir(), 'vit-memory-'));
const program = join(built, 'dist', 'server.js');
const FILES = 30;
/** The server, with a weak reference to whatever it makes of a file: how many are still alive is counted after a collection. */
const ENTRY = `
import { Snapshot } from './core/analysis';
import { DocumentStore } from './lsp/documents';
import { ModelIds } from './lsp/modelIds';
import './lsp/main';

const made = { documents: [], snapshots: [], analyses: [], models: [] };
const note = (kind, thing) => made[kind].push(new WeakRef(thing));
function after(owner, method, then) {
  const original = owner[method];
  owner[method] = function (...args) {
    const result = original.apply(this, args);
    then(result, args);
    return result;
  };
}
after(DocumentStore.prototype, 'open', (document) => note('documents', document));
after(ModelIds.prototype, 'of', (id, [model]) => note('models', model));
after(Snapshot, 'of', (snapshot) => {
  note('snapshots', snapshot);
  for (const { analysis } of snapshot.documents) note('analyses', analysis);
});
globalThis.alive = () => Object.fromEntries(Object.entries(made).map(([kind, refs]) => [kind, refs.filter((ref) => ref.deref() !== undefined).length]));
`;
const NOTHING = { documents: 0, snapshots: 0, analyses: 0, models: 0 };

const { folder } = workshop();

beforeAll(async () => {
  const stdin = { contents: ENTRY, resolveDir: join(root, 'server') };
  await build({ stdin, outfile: program, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
}, 60_000);
afterAll(() => rmSync(built, { recursive: true }));

const configs = (text: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`c${i}.vit.yaml`, edited(text, 'num_layers: 12', `num_layers: ${i + 1}`)]));

for (const [how, capabilities] of Object.entries({ pulls: PULL_WATCHED, 'is pushed': PUSH_WATCHED })) {
  test(`a client that ${how}: closed and swept files leave nothing behind`, { timeout: 60_000 }, async () => {
    const workspace = folder(configs(BROKEN));
    const probe = join(root, 'test', 'bench', 'heapProbe.cjs');
    const child = spawn(process.execPath, ['--expose-gc', '--require', probe, program, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit').then(([code]) => code as number | null);
    if (child.stdout === null || child.stdin === null) throw new Error('the server has no pipes');
    const options = { capabilities, folders: [workspace.asFolder], settings: () => ({ diagnostics: { workspace: false } }) };
    const client = await TestClient.over(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), options);
    client.ended = () => exit;
    const count = async (): Promise<Record<string, number>> => {
      await client.settle();
      const answered = once(child, 'message');
      child.send({ ask: 'count' });
      return (await answered)[0].answer;
    };

    const asker = capabilities === PULL_WATCHED ? new Asker(client, 'w') : null;
    // Another text than on disk, so that what is kept can't be of the sweep.
    const open = Object.entries(configs(B16)).map(([name, text]) => ({ uri: workspace.uriOf(name), text }));
    for (const { uri, text } of open) {
      await client.open(uri, text);
      if (asker === null) await client.diagnostics(uri, 1);
      await client.change(uri, 2, { text: `${text}# more\n` });
      const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
      const textDocument = { uri };
      await client.request('textDocument/hover', { textDocument, position: { line: 3, character: 2 } });
      await client.request('textDocument/codeLens', { textDocument });
      await client.request('vitConfig/model', textDocument);
      await client.request('vitConfig/status', textDocument);
      await client.request('textDocument/inlayHint', { textDocument, range });
      await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
      if (asker === null) await client.diagnostics(uri, 2);
      else await client.request('textDocument/diagnostic', { textDocument });
    }
    for (const [kind, alive] of Object.entries(await count())) expect(alive, `${kind} while the files are open`).toBeGreaterThanOrEqual(FILES);

    for (const { uri } of open) await client.close(uri);
    expect(await client.execute('vitConfig.sweepWorkspace', null)).toMatchObject({ outcome: { configs: FILES, errors: FILES } });
    await client.next('window/showMessage');
    await client.workDone();
    if (asker === null) for (const { uri } of open) expect(await client.diagnostics(uri)).toHaveLength(1);
    else await client.until(() => open.every(({ uri }) => asker.codes(uri)?.length === 1), 'told of all');
    expect(await count()).toEqual(NOTHING);
    await client.stop();
  });
}
