import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codeOf, inWorkspace, withSetting } from '../editor';
import { eventually } from '../eventually';
import { measured } from '../runner';

const HEADS = 'heads-divide-width';
const BROKEN = 10;

/** Paths of the files in which a finding of ours is shown. */
function found(): string[] {
  const ours = vscode.languages.getDiagnostics().filter(([, diagnostics]) => diagnostics.some(({ source }) => source === 'vit-config'));
  return ours.map(([uri]) => vscode.workspace.asRelativePath(uri)).sort();
}

function shows(count: number): Promise<string[]> {
  return eventually(
    `findings in ${count} files`,
    async () => (found().length === count ? found() : undefined),
    () => found().length,
    40_000,
  );
}

async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  const uri = inWorkspace(path);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(change(text)));
}

const all = (count: number) => Array.from({ length: count }, (_, i) => `group${String(i % 10).padStart(2, '0')}/${String(i).padStart(4, '0')}.vit.yaml`);

describe('A workspace of 500 configs', () => {
  it('the Problems panel has the findings of every broken one, and of no other file', async () => {
    const started = performance.now();
    const files = await shows(BROKEN);
    measured(`the findings of 500 configs stood ${((performance.now() - started) / 1000).toFixed(1)} s after the suite began`);
    assert.deepEqual(
      files,
      all(500)
        .filter((_, i) => i % 50 === 0)
        .sort(),
    );
    assert.deepEqual(new Set(files.flatMap((file) => vscode.languages.getDiagnostics(inWorkspace(file)).map(codeOf))), new Set([HEADS]));
    assert.deepEqual(
      vscode.workspace.textDocuments.filter(({ uri }) => uri.path.endsWith('.vit.yaml')),
      [],
    );
  });

  it('a hundred that change on disk at once are followed, there and back', async () => {
    const some = all(500).filter((_, i) => i % 5 === 1);
    const started = performance.now();
    for (const path of some) await rewrite(path, (text) => text.replace('num_heads: 12', 'num_heads: 11'));
    await shows(BROKEN + some.length);
    measured(`100 that changed on disk are shown ${((performance.now() - started) / 1000).toFixed(1)} s later, the writing included`);
    for (const path of some) await rewrite(path, (text) => text.replace('num_heads: 11', 'num_heads: 12'));
    await shows(BROKEN);
  });

  it('a folder that is renamed takes its findings along, and one that goes takes them away', async () => {
    await vscode.workspace.fs.rename(inWorkspace('group00'), inWorkspace('other'));
    const moved = await eventually(
      'the new paths',
      async () => (found().every((path) => path.startsWith('other/')) && found().length === BROKEN ? found() : undefined),
      found,
    );
    assert.equal(moved.length, BROKEN);
    await vscode.workspace.fs.delete(inWorkspace('other'), { recursive: true });
    await shows(0);
    await rewrite('group01/0001.vit.yaml', (text) => text.replace('num_heads: 12', 'num_heads: 10'));
    await shows(1);
  });

  it('is left alone when a setting says so', async () => {
    await withSetting('diagnostics.workspace', false, async () => {
      await shows(0);
    });
    await shows(1);
  });

  it('checked by a person, the outcome says how many', async () => {
    const answer = await vscode.commands.executeCommand<{ message: string }>('vitConfig.sweepWorkspace');
    assert.equal(answer.message, '450 configs: 1 error in 1 file.');
  });
});
