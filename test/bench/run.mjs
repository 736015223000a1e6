// `npm run bench`: bundles the benchmark beside the built programs, so that it finds them as the editor does, and runs it.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
await build({
  absWorkingDir: root,
  entryPoints: { bench: 'test/bench/main.ts', 'bench-json-server': 'test/bench/jsonServer.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['onnxruntime-node', 'sharp'],
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [join(root, 'dist', 'bench.js'), ...process.argv.slice(2)], { stdio: 'inherit', cwd: root });
process.exitCode = status ?? 1;
