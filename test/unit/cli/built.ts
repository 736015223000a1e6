/** The command line as it ships, dist/cli.js, started as a program of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..');
export const CLI = join(ROOT, 'dist', 'cli.js');
export const sample = (name: string) => join(ROOT, 'samples', name);

/** For beforeAll: the tests of the whole project have built it, a single test file may not. */
export function ensureBuilt(): void {
  const bundles = ['cli.js', 'runner.js', 'server.js'].map((name) => join(ROOT, 'dist', name));
  if (!bundles.every((bundle) => existsSync(bundle))) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: 'inherit' });
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export async function builtCli(args: readonly string[], { cwd = ROOT, input = '' }: { cwd?: string; input?: string } = {}): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd, stdio: 'pipe' });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    text.out += data;
  });
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    text.err += data;
  });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}
