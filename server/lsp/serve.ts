import { ConnectionError, createConnection } from 'vscode-languageserver/node';
import { environmentOf } from './environment';
import { startServer } from './server';

const TRANSPORTS = /^--(stdio|node-ipc|(socket|pipe)(=.*)?)$/;

/** Errors of the pipe to the client. */
const GONE = new Set<unknown>(['EPIPE', 'ERR_IPC_CHANNEL_CLOSED', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

/** Whether an error says that nobody is left to talk to. */
function clientGone(error: unknown): boolean {
  return error instanceof ConnectionError || (error !== null && typeof error === 'object' && 'code' in error && GONE.has(error.code));
}

/**
 * Serves one client over the transport the command line names (`--stdio`, `--node-ipc`, `--socket=PORT`, `--pipe=NAME`),
 * until it disconnects. `directory` is where the bundles lie.
 */
export function serve(directory: string): void {
  if (!process.argv.slice(2).some((argument) => TRANSPORTS.test(argument))) {
    process.stderr.write('vit-config: the language server needs a transport: --stdio, --node-ipc, --socket=PORT or --pipe=NAME\n');
    process.exitCode = 2;
    return;
  }
  const connection = createConnection();
  const server = startServer(connection, environmentOf(directory));
  const survive = (name: string) => (error: unknown) => {
    if (clientGone(error)) process.exit(1);
    connection.console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  process.on('uncaughtException', survive('uncaught exception'));
  process.on('unhandledRejection', survive('unhandled rejection'));
  // Over IPC, the end of the client shows only here.
  process.on('disconnect', () => process.exit(1));
  process.on('exit', () => server.dispose());
}
