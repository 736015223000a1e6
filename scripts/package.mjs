/**
 * Packs the built extension into a .vsix for one platform, without a network (npm run package builds first).
 *   --target win32-x64   for another platform than this one, when its @img/sharp packages are in node_modules
 * What goes in is copied to a folder of its own first, file by file: nothing else can slip in, and vsce has nothing to search.
 */
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { notices } from './notices.mjs';
import { hostTarget, TARGETS, vsixName } from './target.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const PROGRAMS = ['dist/client.js', 'dist/server.js', 'dist/cli.js', 'dist/runner.js'];
const FILES = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'docs/diagnostics.md',
  'docs/images/*.png',
  'schemas/*.json',
  'samples/images/*',
  'samples/models/*',
  ...PROGRAMS,
];
/** Of package.json, what concerns building and testing only. */
const BUILD_KEYS = ['private', 'scripts', 'allowScripts', 'dependencies', 'devDependencies'];

const { target } = parseArgs({ options: { target: { type: 'string', default: hostTarget() } } }).values;
const missing = whatIsMissing();
if (missing === null) await pack();
else {
  console.error(missing);
  process.exitCode = 1;
}

function whatIsMissing() {
  if (!TARGETS.includes(target)) return `${target} is none of ${TARGETS.join(', ')}: ONNX Runtime has no binary for it`;
  const [os, cpu] = target.split('-');
  const image = `node_modules/@img/sharp-${target}`;
  if (!existsSync(join(root, image))) return `${image} is missing; npm install --no-save --os=${os} --cpu=${cpu} sharp brings it`;
  const program = PROGRAMS.find((file) => !existsSync(join(root, file)));
  return program === undefined ? null : `${program} is not built; npm run package builds first`;
}

async function pack() {
  const stage = mkdtempSync(join(tmpdir(), 'vit-config-package-'));
  try {
    copy(FILES, root, stage);
    // Beside the programs that load them, since vsce takes a node_modules at the top for something to be listed by npm.
    copy(nativeFiles(), join(root, 'node_modules'), join(stage, 'dist', 'node_modules'));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const key of BUILD_KEYS) delete manifest[key];
    writeFileSync(join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
    writeFileSync(join(stage, 'THIRD-PARTY-NOTICES.txt'), notices(root));
    const packagePath = join(root, vsixName(target));
    // The package is made anywhere, so relative links stay as they are; vsce asks for a list of files, and here all are meant.
    writeFileSync(join(stage, '.vscodeignore'), '.vscodeignore\n');
    await createVSIX({ cwd: stage, target, packagePath, dependencies: false, rewriteRelativeLinks: false, allowMissingRepository: true });
    console.log(`${vsixName(target)}: ${(statSync(packagePath).size / 2 ** 20).toFixed(1)} MiB`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Each pattern must match, so that a package that moves its files is noticed here and not by a person who installs the extension. */
function copy(patterns, from, to) {
  for (const pattern of patterns) {
    const files = globSync(pattern, { cwd: from }).filter((file) => statSync(join(from, file)).isFile());
    if (files.length === 0) throw new Error(`${pattern} matches no file`);
    for (const file of files) cpSync(join(from, file), join(to, file));
  }
}

/** What the child process loads at run time, with licences; everything else is inside the bundles. */
function nativeFiles() {
  const onnxruntime = `onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}`;
  // On macOS the binding links libonnxruntime.1.dylib; the file named by the full version is the same 45 MB again.
  const binaries = target.startsWith('darwin-') ? '{onnxruntime_binding.node,libonnxruntime.1.dylib}' : '*';
  // Windows has libvips inside the one package.
  const vips = target.startsWith('win32-') ? [] : [`@img/sharp-libvips-${target}/{package.json,versions.json,README.md,lib/*}`];
  return [
    'onnxruntime-node/{package.json,README.md,dist/*.js}',
    'onnxruntime-common/{package.json,README.md,dist/cjs/{package.json,*.js}}',
    `${onnxruntime}/${binaries}`,
    'sharp/{package.json,LICENSE,dist/*.{cjs,mjs}}',
    '@img/colour/{package.json,LICENSE.md,*.cjs}',
    `@img/sharp-${target}/**`,
    ...vips,
    'detect-libc/{package.json,LICENSE,lib/*.js}',
    'semver/{package.json,LICENSE,*.js,{classes,functions,internal,ranges}/*.js}',
  ];
}
