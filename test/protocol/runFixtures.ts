/** Files opened on a server with a fake runner, and clicks on their lenses. */
import type { CodeLens } from 'vscode-languageserver/node';
import type { Environment } from '../../server/lsp';
import { FakeRunner } from './fakeRunner';
import { B16, edited, servers, URI } from './fixtures';
import type { ClientOptions, TestClient } from './testClient';

export const RUN = '▷ Run on sample image · 86.6 M · 17.6 GMACs';
export const RAN = '✓ ran in 61 ms · [1, 1000] · 134 MB';
export const OTHER = edited(B16, 'num_layers: 12', 'num_layers: 6');

export async function lenses(client: TestClient): Promise<CodeLens[]> {
  return client.request('textDocument/codeLens', { textDocument: { uri: URI } });
}

export const titles = async (client: TestClient) => (await lenses(client)).map(({ command }) => command?.title);

/** Clicks the nth lens that does what its command says. */
export async function click(client: TestClient, command = 'vitConfig.run', nth = 0): Promise<unknown> {
  const lens = (await lenses(client)).filter((candidate) => candidate.command?.command === command)[nth];
  if (lens?.command === undefined) throw new Error(`no lens with ${command}`);
  return client.execute(command, lens.command.arguments?.[0]);
}

/** Like `servers`, with a runner that does what the test says and a file that is open. */
export function runners() {
  const start = servers();
  const opened = async (
    text = B16,
    options: ClientOptions = {},
    environment: Partial<Environment> = {},
  ): Promise<{ client: TestClient; runner: FakeRunner }> => {
    const runner = new FakeRunner();
    const client = await start(options, { ...environment, startRun: runner.startRun });
    await client.open(URI, text);
    await client.diagnostics(URI, 1);
    return { client, runner };
  };
  return { start, opened };
}
