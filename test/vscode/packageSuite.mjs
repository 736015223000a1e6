// The built .vsix files: each holds what it should and nothing else, and works where nothing of the working tree is near.
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostTarget, TARGETS, UNIVERSAL, vsixName } from '../../scripts/target.mjs';
import { platformOf } from './binaries.mjs';
import { contentsOf, difference, expectedContents } from './contents.mjs';
import { root } from './paths.mjs';
import { runSteps } from './report.mjs';
import { readZip, unpackZip } from './zip.mjs';

const MEGABYTE = 1e6;
/** Bars on the programs, in bytes. */
const PROGRAMS = { 'dist/server.js': 1.5 * MEGABYTE, 'dist/client.js': 0.75 * MEGABYTE, 'dist/cli.js': 1.5 * MEGABYTE };
/** Bars on the packages as they are downloaded, of which ONNX Runtime is most; with all platforms' binaries they would be 130 MB. */
const LARGEST = { universal: 2, 'linux-x64': 30, 'linux-arm64': 23, 'darwin-arm64': 25, 'win32-x64': 42, 'win32-arm64': 42 };

export function checkPackages() {
  return runSteps([...[UNIVERSAL, ...TARGETS].flatMap(contentSteps), ...[hostTarget(), UNIVERSAL].map(useStep)]);
}

const pathOf = (target) => {
  const path = join(root, vsixName(target));
  if (!existsSync(path)) throw new Error(`${vsixName(target)} is not built; npm run package -- --all makes it`);
  return path;
};

function contentSteps(target) {
  return [
    {
      name: `${target}: holds what test/vscode/contents says, and nothing else`,
      body: async () => {
        const changes = difference(expectedContents(target), contentsOf(pathOf(target)));
        assert.equal(changes.length, 0, `if that is meant, node test/vscode/contents.mjs writes the lists anew:\n${changes.join('\n')}`);
      },
    },
    {
      name: `${target}: its native code is its platform's alone, and so says its manifest`,
      body: async () => {
        const files = readZip(pathOf(target));
        const binaries = files.flatMap((file) => (platformOf(file.read()) === null ? [] : [{ name: file.name, platform: platformOf(file.read()) }]));
        const foreign = binaries.filter(({ platform }) => platform !== target);
        assert.deepEqual(foreign, []);
        assert.equal(binaries.length > 0, target !== UNIVERSAL, `${binaries.length} native binaries`);
        const manifest = files
          .find(({ name }) => name === 'extension.vsixmanifest')
          .read()
          .toString('utf8');
        assert.equal(/TargetPlatform="([^"]*)"/.exec(manifest)?.[1], target === UNIVERSAL ? undefined : target);
      },
    },
    {
      name: `${target}: is ${(megabytes(target) ?? Number.NaN).toFixed(1)} MB, of at most ${LARGEST[target]} MB, and so are its programs within their bars`,
      body: async () => {
        assert.ok(statSync(pathOf(target)).size <= LARGEST[target] * MEGABYTE);
        const files = readZip(pathOf(target));
        for (const [name, most] of Object.entries(PROGRAMS)) {
          const { bytes } = files.find((file) => file.name === `extension/${name}`);
          assert.ok(bytes <= most, `${name} is ${bytes} bytes, of at most ${most}`);
        }
      },
    },
  ];
}

function megabytes(target) {
  const path = join(root, vsixName(target));
  return existsSync(path) ? statSync(path).size / MEGABYTE : null;
}

function useStep(target) {
  const runs = target !== UNIVERSAL;
  return {
    name: `${target}: unpacked elsewhere, it checks, counts${runs ? ', exports and runs a sample' : ' and exports a sample, and says why it does not run one'}`,
    body: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'vit-'));
      try {
        unpackZip(pathOf(target), folder);
        const sample = join(folder, 'extension', 'samples', 'models', 'ViT-Ti_16.vit.yaml');
        const call = (expected, ...args) => {
          const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'extension', 'dist', 'cli.js'), ...args], {
            cwd: folder,
            encoding: 'utf8',
          });
          assert.equal(status, expected, `${args.join(' ')}\n${stdout}${stderr}`);
          return stdout + stderr;
        };
        call(0, 'check', sample);
        assert.match(call(0, 'show', sample), /5,717,416/);
        call(0, 'export', sample, '--zeros', '--output', 'model.onnx');
        // 5,717,416 values of four bytes, and the graph.
        assert.ok(readFileSync(join(folder, 'model.onnx')).length > 4 * 5_717_416);
        if (!runs)
          return assert.match(call(2, 'run', sample), /^vit-config: This package of ViT Config comes without ONNX Runtime: everything works but the run; /);
        const [model] = JSON.parse(call(0, 'run', sample, '--format', 'json')).models;
        assert.deepEqual([model.ok, model.outputs[0].shape, model.outputs[0].finite], [true, [1, 1000], true]);
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    },
  };
}
