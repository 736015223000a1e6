/** The command line in this process on the files of a folder: what it writes and how it is interrupted are the test's. */
import { main } from '../../../server/cli';
import { type Host, processHost } from '../../../server/cli/host';
import type { Ended } from './built';

export interface FolderOptions {
  readonly terminal?: boolean;
  /** Called at each write of the progress; what it returns true for is Ctrl-C. */
  readonly interruptAt?: (progress: string) => boolean;
  readonly host?: Partial<Host>;
}

/** Runs `vit-config ARGS` with the folder as the current one. */
export async function inFolder(folder: string, args: readonly string[], { terminal = false, interruptAt, host = {} }: FolderOptions = {}): Promise<Ended> {
  const written = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const stream = (name: 'out' | 'err') => ({
    write(text: string) {
      written[name] += text;
      if (name === 'err' && interruptAt?.(text)) for (const listener of listeners) listener();
    },
    isTerminal: terminal || interruptAt !== undefined,
    columns: 100,
  });
  const code = await main(args, {
    ...processHost(),
    cwd: folder,
    env: {},
    out: stream('out'),
    err: stream('err'),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ...host,
  });
  if (listeners.size > 0) throw new Error('something still listens to Ctrl-C');
  return { code, ...written };
}
