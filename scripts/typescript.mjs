import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What a TypeScript module exports; `path` from the project's root. */
export async function importTypeScript(path) {
  const bundled = await build({
    entryPoints: [fileURLToPath(new URL(`../${path}`, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    // As in esbuild.mjs; its build for Node requires what this can't.
    alias: { yaml: fileURLToPath(new URL('../node_modules/yaml/browser/index.js', import.meta.url)) },
    logLevel: 'error',
  });
  const source = Buffer.from(bundled.outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${source}`);
}
