/** The built server, dist/server.js, as a program of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { ROOT } from '../unit/cli/built';
import { B16, edited, URI } from './fixtures';
import { type ClientOptions, TestClient } from './testClient';

export { ensureBuilt } from '../unit/cli/built';
export const BUNDLE = join(ROOT, 'dist', 'server.js');

/** Long enough to be cancelled in. */
export const DEEP = edited(B16, 'num_layers: 12', 'num_layers: 400').concat('image_size: 512\n');

export interface BuiltServer {
  readonly client: TestClient;
  readonly exit: Promise<number | null>;
  readonly pid: number;
  /** What it wrote to its error output so far. */
  stderr: string;
}

/** Over its standard input and output. */
export async function startBuilt(options: ClientOptions = {}): Promise<BuiltServer> {
  const child = spawn(process.execPath, [BUNDLE, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const client = await TestClient.over(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), options);
  client.ended = () => exit;
  const server: BuiltServer = { client, exit, pid: child.pid ?? 0, stderr: '' };
  child.stderr.on('data', (data: Buffer) => {
    server.stderr += data.toString();
  });
  return server;
}

/** The same with a run that is under way, layer by layer. */
export async function startRunning(text = DEEP): Promise<BuiltServer> {
  const server = await startBuilt();
  await server.client.open(URI, text);
  await server.client.diagnostics(URI, 1);
  await server.client.execute('vitConfig.run', { uri: URI });
  await layersRun(server.client);
  return server;
}

/** Resolves once the child has told of a layer; gives the token under which it did. */
export async function layersRun(client: TestClient): Promise<unknown> {
  return (await client.next('$/progress', ({ value }) => /layers/.test(String((value as { message?: string }).message)))).token;
}
