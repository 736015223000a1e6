/**
 * The language server in Neovim, set up as docs/editors.md says (npm run test:editors builds first).
 *   --results FILE   also writes { passed, failed } there
 * NVIM_EXE names another Neovim than the one on the PATH (NVIM itself is what a Neovim sets in its terminal). In CI on Linux one must be there.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { reportSuite } from '../vscode/report.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const LIMIT_MS = 120_000;

const { results } = parseArgs({ options: { results: { type: 'string' } } }).values;
const outcomes = [];
const nvim = process.env.NVIM_EXE ?? 'nvim';
const version = versionOf(nvim);
if (version !== null) {
  for (const setUp of ['neovim-client', 'neovim-config'])
    outcomes.push(...(await reportSuite(`${version}, set up by ${setUp} of docs/editors.md`, async () => drive(setUp))));
} else if (process.env.CI && process.platform === 'linux') {
  outcomes.push(...(await reportSuite('Neovim', async () => Promise.reject(new Error(`${nvim} can't be started; apt-get install neovim brings it`)))));
} else {
  console.log(`\nThe tests in Neovim were not run: ${nvim} can't be started. On Linux, apt-get install neovim brings it; elsewhere they are not part of CI`);
}

const passed = outcomes.filter(({ ok }) => ok).length;
const failed = outcomes.length - passed;
if (results !== undefined) writeFileSync(results, JSON.stringify({ passed, failed }));
if (outcomes.length > 0) console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** `NVIM v0.7.2`; null without one, and on Windows, where a program on the PATH would have to be another than the one below. */
function versionOf(command) {
  if (process.platform === 'win32') return null;
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : null;
}

/** The snippet under the comment `<!-- test: name -->`, as a person would copy it. */
function snippet(name) {
  const docs = readFileSync(join(root, 'docs', 'editors.md'), 'utf8');
  const found = new RegExp(`<!-- test: ${name} -->\\n\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(docs);
  if (found === null) throw new Error(`docs/editors.md has no snippet ${name}`);
  return found[1];
}

function drive(setUp) {
  const run = mkdtempSync(join(tmpdir(), 'vit-'));
  try {
    const file = (name, text) => {
      const path = join(run, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode: 0o755 });
      return path;
    };
    const workspace = join(run, 'samples');
    cpSync(join(root, 'samples'), workspace, { recursive: true });
    file('samples/compose.yaml', 'services:\n  web:\n    image: nginx:1.27\n');
    // As `npm install -g` would put it on the PATH.
    const program = file('bin/vit-config', `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist', 'cli.js')}" "$@"\n`);
    const left = join(run, 'outcomes.json');
    const env = {
      ...process.env,
      PATH: `${dirname(program)}${delimiter}${process.env.PATH}`,
      HOME: run,
      XDG_CONFIG_HOME: join(run, 'config'),
      XDG_DATA_HOME: join(run, 'data'),
      XDG_STATE_HOME: join(run, 'state'),
      XDG_CACHE_HOME: join(run, 'cache'),
      VIT_SETUP: file('setup.lua', snippet(setUp)),
      VIT_WORKSPACE: workspace,
      VIT_OUTCOMES: left,
    };
    const args = ['--clean', '--headless', '-n', '-c', `luafile ${join(here, 'neovim.lua')}`];
    const { error, stdout, stderr } = spawnSync(nvim, args, { env, cwd: workspace, encoding: 'utf8', timeout: LIMIT_MS });
    if (!existsSync(left)) throw new Error(`Neovim left no outcomes: ${error?.message ?? ''}\n${stdout}${stderr}`);
    const { outcomes, stand_in: standIn } = JSON.parse(readFileSync(left, 'utf8'));
    if (standIn && setUp === 'neovim-config') console.log('  (this Neovim is older than vim.lsp.config: a stand-in of test/editors takes its place)');
    return outcomes;
  } finally {
    rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
