/**
 * The tests in the real workbench, on the built .vsix and the built working tree (npm run test:vscode does both first).
 *   --results FILE   also writes { passed, failed } there
 *   --screenshots    only walks through the views and renews the README's pictures in docs/images
 * WORKBENCH=desktop or code-server chooses where the suite runs; by itself it takes the desktop's VS Code where there is one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostTarget, vsixName } from '../../scripts/target.mjs';
import { desktopVSCode, runOnDesktop } from './desktopHost.mjs';
import { checkPackage } from './packageSuite.mjs';
import { root, work } from './paths.mjs';
import { reportSuite } from './report.mjs';
import { install, supported } from './setup.mjs';

const { values: options } = parseArgs({ options: { results: { type: 'string' }, screenshots: { type: 'boolean', default: false } } });

const target = hostTarget();
const vsix = join(root, vsixName(target));
const outcomes = [];
const suite = async (title, run) => outcomes.push(...(await reportSuite(title, run)));

if (!existsSync(vsix)) throw new Error(`${vsixName(target)} is not built; npm run package makes it`);
rmSync(join(work, 'shots'), { recursive: true, force: true });
mkdirSync(work, { recursive: true });
if (!options.screenshots) {
  await suite(`The package: ${vsixName(target)}`, () => checkPackage(vsix, target));
  await hostSuite();
}
await tour();

const passed = outcomes.filter(({ ok }) => ok).length;
const failed = outcomes.length - passed;
if (options.results !== undefined) writeFileSync(options.results, JSON.stringify({ passed, failed }));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function hostSuite() {
  const executable = process.env.WORKBENCH === 'code-server' ? null : await desktopVSCode();
  if (executable !== null) return suite(`In the extension host of VS Code: ${executable}`, () => runOnDesktop(executable));
  return suite(`In the extension host of code-server ${codeServerVersion()}`, async () => {
    if (process.env.WORKBENCH === 'desktop') throw new Error('WORKBENCH=desktop, but there is no VS Code; VSCODE_EXE may name one');
    const { runOnCodeServer } = await installed(() => import('./codeServerHost.mjs'));
    return runOnCodeServer();
  });
}

/** The views are driven in a browser, which needs code-server: on other systems the suite above is the workbench test. */
async function tour() {
  if (!supported)
    return console.log(`\nThe tour of the views is not part of the tests on ${process.platform} ${process.arch}: code-server is for Linux on x64`);
  const load = () => installed(() => import('./tour/index.mjs'));
  if (options.screenshots) return suite('The pictures of the README', async () => (await load()).takePictures(vsix, join(root, 'docs', 'images')));
  await suite(`A tour of the views in code-server ${codeServerVersion()}, with the .vsix installed`, async () => (await load()).tourTrusted(vsix));
  return suite('The same in a workspace that is not trusted', async () => (await load()).tourUntrusted(vsix));
}

async function installed(load) {
  if (!supported) throw new Error(`code-server is for Linux on x64, and this is ${process.platform} ${process.arch}`);
  install();
  return load();
}

function codeServerVersion() {
  return JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).devDependencies['code-server'];
}
