// The built .vsix: it holds what it should and nothing else, and works where nothing of the working tree is near.
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSteps } from './report.mjs';
import { readZip, unpackZip } from './zip.mjs';

const MEBIBYTE = 2 ** 20;
/** Unpacked, of which ONNX Runtime is most; with the binaries of all platforms it would be three times as much. */
const LARGEST = 100 * MEBIBYTE;

const NEEDED = [
  'package.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'THIRD-PARTY-NOTICES.txt',
  'docs/diagnostics.md',
  'dist/client.js',
  'dist/server.js',
  'dist/cli.js',
  'dist/runner.js',
];
const ALLOWED = [/^dist\/\w+\.js$/, /^schemas\/[\w.-]+\.json$/, /^samples\/(images|models)\//, /^docs\/images\/[\w-]+\.png$/, /^dist\/node_modules\//];

export function checkPackage(vsix, target) {
  return runSteps([
    {
      name: `the .vsix for ${target} holds the four programs, and nothing of the sources or the tests`,
      body: async () => {
        const names = readZip(vsix).flatMap(({ name }) => (name.startsWith('extension/') ? name.slice('extension/'.length) : []));
        for (const file of NEEDED) assert.ok(names.includes(file), `${file} is missing`);
        const strangers = names.filter((name) => !NEEDED.includes(name) && !ALLOWED.some((pattern) => pattern.test(name)));
        assert.deepEqual(strangers, []);
      },
    },
    {
      name: 'its native code is that of its platform alone',
      body: async () => {
        const files = readZip(vsix);
        const native = files.map(({ name }) => name).filter((name) => /\.(node|dll|dylib|so)(\.|$)/.test(name));
        const [platform, arch] = target.split('-');
        assert.ok(native.length > 0);
        const foreign = native.filter((name) => !name.includes(`/${platform}/${arch}/`) && !name.includes(`-${platform}-${arch}/`));
        assert.deepEqual(foreign, []);
        const bytes = files.reduce((sum, file) => sum + file.read().length, 0);
        assert.ok(bytes < LARGEST, `${(bytes / MEBIBYTE).toFixed(0)} MiB unpacked`);
      },
    },
    {
      name: 'unpacked elsewhere, it checks, counts and runs a sample',
      body: async () => {
        const folder = mkdtempSync(join(tmpdir(), 'vit-'));
        try {
          unpackZip(vsix, folder);
          const cli = join(folder, 'extension', 'dist', 'cli.js');
          const sample = join(folder, 'extension', 'samples', 'models', 'ViT-Ti_16.vit.yaml');
          const call = (...args) => {
            const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });
            assert.equal(status, 0, `${args.join(' ')}\n${stdout}${stderr}`);
            return stdout;
          };
          call('check', sample);
          assert.match(call('show', sample), /5,717,416/);
          const [model] = JSON.parse(call('run', sample, '--format', 'json')).models;
          assert.deepEqual([model.ok, model.outputs[0].shape, model.outputs[0].finite], [true, [1, 1000], true]);
        } finally {
          rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        }
      },
    },
  ]);
}
