import { strict as assert } from 'node:assert';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { listsProcesses } from '../../processes.mjs';
import { lensLike, open } from '../editor';
import { eventually } from '../eventually';
import { extension, processesOf } from '../extension';
import { measured } from '../runner';
import { B16 } from '../samples';

/** The bar is the benchmark's (npm run bench); what a busy machine makes of it here fails nothing but what hangs. */
const BAR_MS = 50;
const LIMIT_MS = 10_000;

const NATIVE = /onnxruntime|sharp|vips/i;

describe('Activation', () => {
  it('the extension is the installed package', () => {
    const { VIT_CONFIG_EXTENSIONS: folder = '' } = process.env;
    assert.equal(realpathSync(dirname(extension().extensionPath)), realpathSync(folder));
  });

  it('opening a config activates it, and its features arrive when the server stands', async () => {
    await lensLike(await open(B16), /86\.6 M/);
    assert.equal(extension().isActive, true);
  });

  it('its code loads quickly', async () => {
    const loading = loadTimes(5);
    measured(`activation: the code loads in ${Math.min(...loading).toFixed(0)} ms (the best of ${loading.length}; bar ${BAR_MS} ms)${await told()}`);
    assert.ok(Math.min(...loading) < LIMIT_MS);
  });

  it('native code is loaded neither in the extension host nor in the server', () => {
    assert.deepEqual(
      loadedHere().filter((file) => NATIVE.test(file)),
      [],
    );
    // Of another process only Linux tells; test/protocol/process.test.ts asks the server itself, on every system.
    if (!listsProcesses) return;
    const servers = processesOf('server');
    assert.equal(servers.length, 1, `${servers.length} servers`);
    const maps = readFileSync(`/proc/${servers[0]}/maps`, 'utf8').split('\n');
    assert.ok(maps.length > 10);
    assert.deepEqual(
      maps.filter((line) => NATIVE.test(line)),
      [],
    );
  });
});

/**
 * Milliseconds to load the extension's program, in this host and with its `vscode`. The extension has long been woken by JSON files
 * of the workbench, among other extensions; so copies are loaded, different ones, as the engine knows a text again that it has compiled.
 */
function loadTimes(rounds: number): number[] {
  const program = join(extension().extensionPath, 'dist', 'client.js');
  const text = readFileSync(program, 'utf8');
  const load = createRequire(program);
  return Array.from({ length: rounds }, (_, round) => {
    const copy = join(dirname(program), `client-${round}.js`);
    writeFileSync(copy, `// ${round}\n${text}`);
    const started = performance.now();
    load(copy);
    return performance.now() - started;
  });
}

/** What VS Code itself has measured of the real activation, where it says so: loading, beside the others, and the call of activate(). */
async function told(): Promise<string> {
  await vscode.commands.executeCommand('perfview.show');
  const row = async () => {
    const report = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
    return /^\| vit-config\.vit-config\s*\|[^|]*\|\s*(\d+)\s*\|\s*(\d+)/m.exec(report) ?? undefined;
  };
  const found = await eventually("VS Code's report", row, () => '', 10_000).catch(() => undefined);
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return found === undefined ? '' : `; VS Code says ${found[1]} ms among the others, and ${found[2]} ms for activate()`;
}

/** The modules and libraries of this process, the extension host. */
function loadedHere(): string[] {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  assert.ok(sharedObjects.length > 0);
  return [...sharedObjects, ...Object.keys(require.cache)];
}
