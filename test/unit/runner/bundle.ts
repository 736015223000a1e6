/** Builds the child process's program as it ships, for tests that start it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..', '..', '..');
export const IMAGES = join(ROOT, 'samples', 'images');

/** Under node_modules, so that the program finds its native modules. The folder goes with `remove`. */
export async function bundledRunner(): Promise<{ path: string; folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.vit-config-runner-'));
  const path = join(folder, 'runner.js');
  await build({
    entryPoints: [join(ROOT, 'server', 'runner', 'child', 'main.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['onnxruntime-node', 'sharp'],
  });
  return { path, folder, remove: () => rm(folder, { recursive: true }) };
}
