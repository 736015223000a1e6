// `npm run bench`: bundles the benchmark beside the built programs, so that it finds them as the editor does, and runs it;
// then what only the extension host can measure, in the workbench.
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
const programs = [
  ['dist/bench.js', ...process.argv.slice(2)],
  ['test/vscode/run.mjs', '--only', 'folder', '--grep', '^Activation'],
];
for (const args of programs) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exitCode = status ?? 1;
}
