/**
 * Packs the built extension into .vsix files (npm run package builds first).
 *   --target win32-x64   for another platform than this one; its native packages are fetched from npm's registry, once
 *   --target universal   for every platform: without native code, so without the run
 *   --all                the universal one and one for each platform
 * What goes in is copied to a folder of its own first, file by file: nothing else can slip in, and vsce has nothing to search.
 */
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { nativePackages } from './native.mjs';
import { notices } from './notices.mjs';
import { hostTarget, TARGETS, UNIVERSAL, vsixName } from './target.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const RUNNER = 'dist/runner.js';
const PROGRAMS = ['dist/client.js', 'dist/panel.js', 'dist/panel.css', 'dist/server.js', 'dist/cli.js'];
const FILES = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'package.nls*.json',
  'l10n/**/*.json',
  'docs/*.md',
  'docs/images/*.png',
  'media/*.svg',
  'schemas/*.json',
  'samples/{broken,checkpoints,images,models,python,training}/*',
  ...PROGRAMS,
];
/** Of package.json, what concerns building and testing only. */
const BUILD_KEYS = ['private', 'scripts', 'allowScripts', 'dependencies', 'devDependencies'];

const { target: only, all } = parseArgs({ options: { target: { type: 'string' }, all: { type: 'boolean', default: false } } }).values;
for (const target of all ? [UNIVERSAL, ...TARGETS] : [only ?? hostTarget()]) {
  try {
    await pack(target);
  } catch (error) {
    console.error(`${vsixName(target)} was not made: ${error.message}`);
    process.exitCode = 1;
  }
}

async function pack(target) {
  const packagePath = join(root, vsixName(target));
  // One of an earlier build must not pass for this one.
  rmSync(packagePath, { force: true });
  const program = [...PROGRAMS, RUNNER].find((file) => !existsSync(join(root, file)));
  if (program !== undefined) throw new Error(`${program} is not built; npm run package builds first`);
  const native = nativeFor(target);
  const stage = mkdtempSync(join(tmpdir(), 'vit-config-package-'));
  try {
    copy(target === UNIVERSAL ? FILES : [...FILES, RUNNER], root, stage);
    // Beside the program that loads them, since vsce takes a node_modules at the top for something to be listed by npm.
    for (const { name, folder, patterns } of native) copy(patterns, folder, join(stage, 'dist', 'node_modules', name));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const key of BUILD_KEYS) delete manifest[key];
    writeFileSync(join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
    const licensed = native.map(({ folder }) => folder);
    writeFileSync(join(stage, 'THIRD-PARTY-NOTICES.txt'), notices(root, licensed));
    // The package is made anywhere, so relative links stay as they are; vsce asks for a list of files, and here all are meant.
    writeFileSync(join(stage, '.vscodeignore'), '.vscodeignore\n');
    const platform = target === UNIVERSAL ? {} : { target };
    await quietly(() => createVSIX({ cwd: stage, ...platform, packagePath, dependencies: false, rewriteRelativeLinks: false, allowMissingRepository: true }));
    console.log(`${vsixName(target)}: ${(statSync(packagePath).size / 2 ** 20).toFixed(1)} MiB`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function nativeFor(target) {
  if (target === UNIVERSAL) return [];
  if (TARGETS.includes(target)) return nativePackages(root, target);
  throw new Error(`ONNX Runtime has no binary for it. There are packages for ${TARGETS.join(', ')}, and the ${UNIVERSAL} one`);
}

/** Each pattern must match, so that a package that moves its files is noticed here and not by a person who installs the extension. */
function copy(patterns, from, to) {
  for (const pattern of patterns) {
    const files = globSync(pattern, { cwd: from }).filter((file) => statSync(join(from, file)).isFile());
    if (files.length === 0) throw new Error(`${pattern} matches no file`);
    for (const file of files) cpSync(join(from, file), join(to, file));
  }
}

/** vsce lists every file it packs, on standard output; its warnings and errors go elsewhere. */
async function quietly(work) {
  const { log } = console;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = log;
  }
}
