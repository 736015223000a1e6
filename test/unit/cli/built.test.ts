/** What only the built program can show: its exit code, its streams, the language server in it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { version } from '../../../package.json';
import { builtCli, CLI, ensureBuilt, ROOT } from './built';
import { BROKEN } from './configs';

beforeAll(ensureBuilt, 60_000);

describe('the process', () => {
  it.each([
    [['check', 'samples/models', 'samples/training'], 0],
    [['check', 'samples/python/models.py', 'samples/python/finetune.py:hybrid,flowers'], 0],
    [['check', 'samples/python/broken.py'], 1],
    [['check', 'samples/broken/heads-divide-width.vit.yaml'], 1],
    [['check', 'samples/gone.vit.yaml'], 2],
    [['--version'], 0],
    [[], 2],
  ])('%j ends with %i', async (args, code) => expect((await builtCli(args)).code).toBe(code));

  it('reads the standard input and writes to a pipe without colour', async () => {
    const { out, err } = await builtCli(['check', '-', '--stdin-filename', 'b.vit.yaml'], { input: BROKEN });
    expect(out).toMatch(/^b\.vit\.yaml:8:14: error: /);
    expect(`${out}${err}`).not.toContain('\u001b');
  });

  it('says its version', async () => expect((await builtCli(['--version'])).out).toBe(`vit-config ${version}\n`));

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [CLI, 'check', 'samples', '--format', 'json'], { cwd: ROOT, stdio: 'pipe' });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      err += data;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    await once(child, 'close');
    expect(err).toBe('');
  });
});

it('lsp --stdio is the language server', async () => {
  const child = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { stdio: 'pipe' });
  const closed = once(child, 'close');
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  try {
    const { capabilities, serverInfo } = await connection.sendRequest<{ capabilities: object; serverInfo: object }>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    expect(capabilities).toMatchObject({ hoverProvider: expect.anything(), codeLensProvider: expect.anything() });
    expect(serverInfo).toMatchObject({ name: 'vit-config', version: expect.any(String) });
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect((await closed)[0]).toBe(0);
  } finally {
    connection.dispose();
    child.kill();
  }
});
