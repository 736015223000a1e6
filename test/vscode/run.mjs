/**
 * The tests in the real workbench, on the built .vsix (npm run test:vscode makes it first).
 *   --only NAME...   some of them: package, a scenario of scenarios.mjs, panel, tour
 *   --grep PATTERN   of the checks in the extension host, the steps of the tour or the pictures, those whose names match
 *   --results FILE   also writes { passed, failed } there
 *   --screenshots    only walks through the views and renews the README's pictures in docs/images
 * WORKBENCH=desktop or code-server chooses where the suite runs; by itself it takes the desktop's VS Code where there is one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostTarget, vsixName } from '../../scripts/target.mjs';
import { desktopVSCode, runOnDesktop } from './desktopHost.mjs';
import { checkPackages } from './packageSuite.mjs';
import { root, work } from './paths.mjs';
import { reportSuite } from './report.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { install, supported } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    grep: { type: 'string' },
    results: { type: 'string' },
    screenshots: { type: 'boolean', default: false },
  },
});
const PARTS = ['package', ...SCENARIOS.map(({ name }) => name), 'panel', 'tour'];
const wrong = options.only?.filter((name) => !PARTS.includes(name)) ?? [];
if (wrong.length > 0) throw new Error(`--only takes ${PARTS.join(', ')}, not ${wrong.join(', ')}`);
const wanted = (part) => (options.screenshots ? part === 'tour' : (options.only?.includes(part) ?? true));

const outcomes = [];
const suite = async (title, run) => outcomes.push(...(await reportSuite(title, run)));

mkdirSync(work, { recursive: true });
if (wanted('package')) await suite('The packages', checkPackages);
await hostSuites(SCENARIOS.filter(({ name }) => wanted(name)));
if (wanted('panel') || wanted('tour')) await inBrowser();

const passed = outcomes.filter(({ ok }) => ok).length;
const failed = outcomes.length - passed;
if (options.results !== undefined) writeFileSync(options.results, JSON.stringify({ passed, failed }));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** One launch of the workbench for each scenario. @vscode/test-electron trusts every workspace, so what is about trust needs code-server. */
async function hostSuites(scenarios) {
  if (scenarios.length === 0) return;
  const executable = process.env.WORKBENCH === 'code-server' ? null : await desktopVSCode();
  for (const scenario of scenarios) {
    if (executable !== null && scenario.trusted)
      await suite(`In the extension host of ${executable}: ${scenario.title}`, () => onDesktop(executable, scenario));
    else if (executable === null || supported)
      await suite(`In the extension host of code-server ${codeServerVersion()}: ${scenario.title}`, () => onCodeServer(scenario));
    else console.log(`\nNot part of the tests on ${process.platform} ${process.arch}: ${scenario.title}. @vscode/test-electron trusts every workspace`);
  }
}

async function onDesktop(executable, scenario) {
  return runOnDesktop(executable, built(scenario.package), scenario, options.grep);
}

/** The path of a package. */
function built(target) {
  const path = join(root, vsixName(target));
  if (!existsSync(path)) throw new Error(`${vsixName(target)} is not built; npm run package -- --target ${target} makes it`);
  return path;
}

async function onCodeServer(scenario) {
  if (process.env.WORKBENCH === 'desktop' && scenario.trusted) throw new Error('WORKBENCH=desktop, but there is no VS Code; VSCODE_EXE may name one');
  const { runOnCodeServer } = await installed(() => import('./codeServerHost.mjs'));
  return runOnCodeServer(built(scenario.package), scenario, options.grep);
}

/** The browser and code-server are for one system: on others the suites above are the workbench test. */
async function inBrowser() {
  if (!supported) {
    return console.log(
      `\nThe panel's page and the tour are not part of the tests on ${process.platform} ${process.arch}: the browser and code-server are for Linux on x64`,
    );
  }
  rmSync(join(work, 'shots'), { recursive: true, force: true });
  if (wanted('panel')) await suite("The panel's page", async () => (await installed(() => import('./panel/index.mjs'))).checkPanel());
  if (wanted('tour')) await tour();
}

async function tour() {
  const vsix = () => built(hostTarget());
  const load = () => installed(() => import('./tour/index.mjs'));
  if (options.screenshots)
    return suite('The pictures of the README', async () => (await load()).takePictures(vsix(), join(root, 'docs', 'images'), options.grep));
  await suite(`A tour of the views in code-server ${codeServerVersion()}`, async () => (await load()).tourTrusted(vsix(), options.grep));
  await suite('Over a workspace of many configs', async () => (await load()).tourMany(vsix(), options.grep));
  return suite('The same in a workspace that is not trusted', async () => (await load()).tourUntrusted(vsix(), options.grep));
}

async function installed(load) {
  if (!supported) throw new Error(`code-server is for Linux on x64, and this is ${process.platform} ${process.arch}`);
  install();
  return load();
}

function codeServerVersion() {
  return JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).optionalDependencies['code-server'];
}
