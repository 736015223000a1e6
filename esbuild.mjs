/**
 * Bundles the programs into dist/: the extension and the page of its panel, the language server, the command line and the child
 * that runs models.
 * `--production` minifies and leaves source maps out, `--watch` builds again on every change.
 */
import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Native packages stay in node_modules: their binaries can't be bundled, and only the child process loads them. */
const NATIVE = ['onnxruntime-node', 'sharp'];

const PROGRAMS = [
  { entry: 'client/extension.ts', out: 'dist/client.js', external: ['vscode'], loadsFast: true },
  { entry: 'server/lsp/main.ts', out: 'dist/server.js' },
  { entry: 'server/cli/main.ts', out: 'dist/cli.js', executable: true },
  { entry: 'server/runner/child/main.ts', out: 'dist/runner.js' },
  { entry: 'client/webview/main.ts', out: 'dist/panel.js', browser: true },
  { entry: 'client/webview/panel.css', out: 'dist/panel.css', browser: true },
];

/** @type {(program: typeof PROGRAMS[number]) => import('esbuild').BuildOptions} */
const options = ({ entry, out, external = [], browser = false, loadsFast = false }) => ({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile: out,
  bundle: true,
  platform: browser ? 'browser' : 'node',
  format: browser ? 'iife' : 'cjs',
  target: browser ? 'es2022' : 'node20',
  // Its build for Node prints every token to standard output when a variable of the environment says so; over stdio that is the protocol's.
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  external: [...external, ...NATIVE],
  minifyWhitespace: production,
  minifySyntax: production,
  // Short names make it a third smaller, and keepNames gives the long ones back to stack traces, by a call for each function when the
  // program is loaded. Where the time to load counts, which is the extension's activation, they stay as they are.
  minifyIdentifiers: production && !loadsFast,
  keepNames: production && !loadsFast,
  sourcemap: production ? false : 'linked',
  metafile: true,
  logLevel: 'warning',
});

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;

/** `dist/cli.js 312 KB (yaml 150 KB, server 120 KB, ...)`: the size and where most of it comes from. */
function summary(metafile, out) {
  const [, output] = Object.entries(metafile.outputs).find(([name]) => name.endsWith(out));
  const parts = new Map();
  for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split('/')[0];
    parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
  }
  const largest = [...parts].sort((a, b) => b[1] - a[1]).slice(0, 3);
  return `${out.padEnd(15)} ${kilobytes(output.bytes).padStart(8)}  (${largest.map(([name, bytes]) => `${name} ${kilobytes(bytes)}`).join(', ')})`;
}

function finish(program, result) {
  if (result.errors.length > 0) return;
  const file = join(root, program.out);
  if (program.executable) chmodSync(file, statSync(file).mode | 0o111);
  console.log(summary(result.metafile, program.out));
}

const present = PROGRAMS.filter(({ entry }) => existsSync(join(root, entry)));
const missing = PROGRAMS.filter((program) => !present.includes(program));

if (watch) {
  for (const program of present) {
    const report = { name: 'report', setup: (build) => build.onEnd((result) => finish(program, result)) };
    const context = await esbuild.context({ ...options(program), plugins: [report] });
    await context.watch();
  }
} else {
  const results = await Promise.allSettled(present.map(async (program) => finish(program, await esbuild.build(options(program)))));
  for (const [i, result] of results.entries()) {
    if (result.status === 'fulfilled') continue;
    // esbuild has already printed the errors of a failed build; anything else must be said here.
    if (result.reason?.errors === undefined) console.error(result.reason);
    console.error(`${relative(root, join(root, present[i].out))} was not built`);
    process.exitCode = 1;
  }
}
for (const { entry, out } of missing) {
  console.error(`${out} was not built: ${entry} does not exist`);
  process.exitCode = 1;
}
