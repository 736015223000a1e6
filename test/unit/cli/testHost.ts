/** A host without a machine: files in a Map, outputs in strings. */
import { dirname, join, resolve, sep } from 'node:path';
import { main } from '../../../server/cli';
import type { Host } from '../../../server/cli/host';

export const CWD = resolve('/project');

export interface TestOptions {
  /** By path relative to CWD. An Error is what reading the file gives. */
  readonly files?: Readonly<Record<string, string | Uint8Array | Error>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly freeBytes?: number;
  /** What opening a file for writing does, where it is not to succeed. */
  readonly createError?: Error;
  /** Called before each chunk that is written, counted from 0; throws where writing is to fail. */
  readonly onWrite?: (chunk: number, host: TestHost) => void;
  /** Called before a file is read. */
  readonly onRead?: (path: string, host: TestHost) => void;
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** All files afterwards, by path relative to CWD with slashes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says it`), { code });
}

export class TestHost implements Host {
  readonly cwd = CWD;
  readonly env: Host['env'];
  readonly out: Host['out'];
  readonly err: Host['err'];
  readonly content = new Map<string, Uint8Array | Error>();
  written = { out: '', err: '' };
  readonly checkpoints: Host['checkpoints'] = {
    stat: async (path) => ({ ...(await this.stat(path)), modified: 0 }),
    open: async (path) => {
      const content = await this.read(path, Number.MAX_SAFE_INTEGER);
      return {
        stat: async () => ({ kind: 'file', bytes: content.length, modified: 0 }),
        read: async (into, position) => {
          const part = content.subarray(position, position + into.length);
          into.set(part);
          return part.length;
        },
        close: async () => undefined,
      };
    },
  };
  readonly interrupts = new Set<() => void>();

  constructor(private readonly options: TestOptions) {
    const stream = (name: 'out' | 'err') => ({
      write: (text: string) => {
        this.written[name] += text;
      },
      isTerminal: options.terminal === true,
      columns: options.columns ?? 100,
    });
    this.out = stream('out');
    this.err = stream('err');
    this.env = options.env ?? {};
    for (const [path, value] of Object.entries(options.files ?? {})) {
      this.content.set(resolve(CWD, path), typeof value === 'string' ? new TextEncoder().encode(value) : value);
    }
  }

  async stat(path: string) {
    const value = this.content.get(path);
    if (value instanceof Error) return { kind: 'file' as const, bytes: 1, modified: 0 };
    if (value !== undefined) return { kind: 'file' as const, bytes: value.length, modified: 0 };
    if (this.#isDirectory(path)) return { kind: 'directory' as const, bytes: 0, modified: 0 };
    throw systemError('ENOENT');
  }

  async read(path: string, limit: number) {
    this.options.onRead?.(path, this);
    const value = this.content.get(path);
    if (value === undefined) throw systemError('ENOENT');
    if (value instanceof Error) throw value;
    return value.subarray(0, limit + 1);
  }

  readNow(path: string, limit: number) {
    const value = this.content.get(resolve(path));
    return value === undefined || value instanceof Error ? null : value.subarray(0, limit + 1);
  }

  async list(path: string) {
    const inside = path.endsWith(sep) ? path : path + sep;
    const names = new Map<string, 'file' | 'directory'>();
    for (const file of this.content.keys()) {
      if (!file.startsWith(inside)) continue;
      const [name = '', ...rest] = file.slice(inside.length).split(sep);
      names.set(name, rest.length > 0 ? 'directory' : 'file');
    }
    return [...names].map(([name, kind]) => ({ name, kind }));
  }

  async identity(path: string) {
    return path;
  }

  async stdin(limit: number) {
    return new TextEncoder().encode(this.options.stdin ?? '').subarray(0, limit + 1);
  }

  async create(path: string) {
    if (this.options.createError !== undefined) throw this.options.createError;
    let bytes = new Uint8Array();
    let chunks = 0;
    this.content.set(path, bytes);
    return {
      write: async (chunk: Uint8Array, position = bytes.length) => {
        this.options.onWrite?.(chunks++, this);
        bytes = Buffer.concat([bytes.subarray(0, position), chunk, bytes.subarray(position + chunk.length)]);
        this.content.set(path, bytes);
      },
      close: async () => undefined,
    };
  }

  async replace(path: string, content: Uint8Array) {
    if (this.options.createError !== undefined) throw this.options.createError;
    this.options.onWrite?.(0, this);
    this.content.set(path, content);
  }

  async makeDirectory() {}

  async removeEmptyDirectory() {}

  async rename(from: string, to: string) {
    const value = this.content.get(from);
    if (value === undefined) throw systemError('ENOENT');
    this.content.delete(from);
    this.content.set(to, value);
  }

  async remove(path: string) {
    this.content.delete(path);
  }

  async freeBytes() {
    return this.options.freeBytes ?? 1e12;
  }

  onInterrupt(listener: () => void) {
    this.interrupts.add(listener);
    return () => void this.interrupts.delete(listener);
  }

  #isDirectory(path: string): boolean {
    const inside = path.endsWith(sep) ? path : path + sep;
    return dirname(path) === path || path === CWD || [...this.content.keys()].some((file) => file.startsWith(inside));
  }
}

/** Runs `vit-config ARGS`, the arguments split at spaces. */
export async function vitConfig(args: string | readonly string[], options: TestOptions = {}): Promise<Outcome> {
  const host = new TestHost(options);
  const code = await main(typeof args === 'string' ? args.split(' ').filter((word) => word !== '') : args, host);
  const files = new Map<string, Uint8Array>();
  for (const [path, value] of host.content) if (!(value instanceof Error)) files.set(path.slice(join(CWD, sep).length).replaceAll(sep, '/'), value);
  return { code, out: host.written.out, err: host.written.err, files };
}
