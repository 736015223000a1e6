import { resolve } from 'node:path';
import { nearest } from '../../core/edit';
import { CODES } from '../../core/rules';
import { syntaxOf } from '../../core/syntax';
import { VERSION } from '../../version';
import { UsageError } from '../arguments';
import { CheckpointReader } from '../checkpoints';
import type { Command } from '../command';
import { complain, EXIT, FORMAT_OPTION, IGNORE_OPTION, PYTHON_HELP, STDIN_OPTION, WEIGHTS_OPTION, writeJson } from '../command';
import { findFiles, shownPath } from '../files';
import { type FixedSource, fixSource } from '../fix';
import type { Host } from '../host';
import { strangerText } from '../models';
import { paintFor } from '../paint';
import { progressLine } from '../progress';
import { countBySeverity, diagnosticsJson, findingsText, fixedText, sarifLog, summaryOf } from '../report';
import type { OpenOptions, Source } from '../source';
import { moduleReader, openSource } from '../source';

const TELLING_NAME = /\.vit\.(?:ya?ml|json)$/i;

interface Checked {
  /** Recognised files, in order. */
  readonly sources: readonly Source[];
  /** One line each: what can't be found or read. */
  readonly problems: readonly string[];
  /** One line each: safe fixes that were not made. */
  readonly unfixed: readonly string[];
  /** Files named themselves that are no configs. */
  readonly strangers: readonly Source[];
  /** How many such files were met in directories and by patterns; Python files, which are mostly something else, not counted. */
  readonly passedOver: number;
  /** By source; null where nothing was to be fixed. */
  readonly fixed: ReadonlyMap<Source, FixedSource['fixed']> | null;
}

export const check: Command = {
  name: 'check',
  summary: 'find mistakes in configs',
  usage: 'FILE... [options]',
  description: `Reads configs and lists what is wrong with them. A FILE may be a file, a directory (all its .yaml, .yml, .json
and .py files, node_modules and directories like .git left out), a pattern in quotes ("configs/**/*.yaml") or - for the
standard input. Files that are no Vision Transformer configs are left alone.

${PYTHON_HELP}

A checkpoint that a config names (\`checkpoint: ViT-B_16.npz\`, or what a training would load) is held against the
model where its file is there: only its header is read. docs/checkpoints.md says what is checked.

--fix mends what is plainly meant otherwise than it is spelt (numbers in quotes, Python's None in JSON, a key
with a letter too few) and lists what is left. Files are replaced as a whole; line ends and comments stay. A
document that can't be read whole is not touched. docs/diagnostics.md says which fixes are safe in this sense.

Exit code: 0 no errors (there may be warnings), 1 errors, 2 unusable arguments, or a file that can't be read
or written.

--format json prints
  {"files": [{"file", "models", "diagnostics": [{"code", "severity", "message", "range", "related", "fixes"}]}],
   "notRecognised": [file], "problems": [text], "counts": {"error", "warning", "information", "hint"}}
where a range is {"start": {"line", "character"}, "end": ...}, lines and characters counted from 0, characters
in UTF-16 units, the end exclusive, as in the Language Server Protocol. A related place in a module that a Python
config imports has a "file" of its own. With --fix each file also has
"fixed": [{"code", "title", "range"}], ranges those of the text before.
--format sarif prints SARIF 2.1.0, which code-scanning services read.`,
  options: {
    format: { ...FORMAT_OPTION, choices: ['text', 'json', 'sarif'], help: 'text (default), json or sarif' },
    fix: { type: 'boolean', help: 'write all safe fixes into the files, then list what is left' },
    weights: { ...WEIGHTS_OPTION, help: 'hold every model against this checkpoint, in place of the ones that the configs name' },
    ignore: IGNORE_OPTION,
    'stdin-filename': STDIN_OPTION,
  },
  examples: [
    'vit-config check my.vit.yaml',
    'vit-config check configs/ --fix',
    'vit-config check configs/ --format sarif > findings.sarif',
    'vit-config check vit_jax/configs/models.py',
    'vit-config check vit_jax/configs/vit.py:b16,cifar10',
    'vit-config check my.vit.yaml --weights ViT-B_16.npz',
    'cat my.yaml | vit-config check - --stdin-filename my.vit.yaml',
  ],

  async run(args, host) {
    if (args.files.length === 0) throw new UsageError('check needs at least one file, directory or pattern');
    const ignore = args.values('ignore');
    for (const code of ignore) assertCode(code);
    const stdinName = args.value('stdin-filename');
    const fix = args.flag('fix');
    if (fix && args.files.includes('-')) throw new UsageError('--fix writes files, and the standard input is none');
    const checkpoints = await CheckpointReader.of(host, args.value('weights'));
    const checked = await checkFiles(host, args.files, { ignore, fix, checkpoints, ...(stdinName === undefined ? {} : { stdinName }) });
    const counts = countBySeverity(checked.sources.flatMap(({ findings }) => findings));
    const exitCode = checked.problems.length > 0 ? EXIT.unusable : counts.error > 0 ? EXIT.failed : EXIT.ok;
    for (const problem of [...checked.problems, ...checked.unfixed]) complain(host, problem);
    const format = args.value('format') ?? 'text';
    if (format === 'sarif') {
      writeJson(host, sarifLog({ ...checked, exitCode, version: VERSION, cwd: host.cwd }));
    } else if (format === 'json') {
      const files = checked.sources.map((source) => ({
        file: source.path,
        models: source.models.map(({ name }) => name),
        diagnostics: diagnosticsJson(source),
        ...(checked.fixed === null ? {} : { fixed: checked.fixed.get(source) ?? [] }),
      }));
      writeJson(host, { files, notRecognised: checked.strangers.map(({ path }) => path), problems: checked.problems, counts });
    } else {
      printText(host, checked);
    }
    return exitCode;
  },
};

/** Throws UsageError for a code no finding has, as that would silence nothing. */
export function assertCode(code: string): void {
  if (CODES.has(code)) return;
  const near = nearest(code, CODES);
  throw new UsageError(`--ignore: no finding has the code "${code}"${near === null ? '' : `; did you mean ${near}?`}`);
}

async function checkFiles(host: Host, args: readonly string[], options: OpenOptions & { readonly fix: boolean }): Promise<Checked> {
  const { files, problems: missing } = await findFiles(host, args);
  const sources: Source[] = [];
  const problems = [...missing];
  const unfixed: string[] = [];
  const fixed = options.fix ? new Map<Source, FixedSource['fixed']>() : null;
  const strangers: Source[] = [];
  const modules = moduleReader(host);
  let passedOver = 0;
  const progress = progressLine(host);
  for (const [i, { path, named, wanted }] of files.entries()) {
    if (i % 25 === 0 && files.length > 50) progress.show(`checking ${i} of ${files.length}: ${path}`);
    const shown = path === '-' ? path : shownPath(host.cwd, path);
    const opened = await openSource(host, shown, { ...options, modules, wanted });
    const isPython = syntaxOf(path) === 'python';
    if (!opened.ok && (named || opened.isText || TELLING_NAME.test(path))) {
      problems.push(opened.problem);
    } else if (!opened.ok) {
      // In directories lie data files too: what is no text and has no telling name is none of ours.
      if (!isPython) passedOver++;
    } else if (opened.source.snapshot.recognised) {
      const mended = fixed === null ? null : await fixSource(host, opened.source);
      sources.push(mended?.source ?? opened.source);
      if (mended !== null && mended.fixed.length > 0) modules.forget(resolve(host.cwd, path));
      if (mended !== null) fixed?.set(mended.source, mended.fixed);
      (mended?.failed ? problems : unfixed).push(...(mended?.problems ?? []));
    } else if (named) {
      strangers.push(opened.source);
    } else if (!isPython) {
      passedOver++;
    }
  }
  progress.end();
  return { sources, problems, strangers, passedOver, fixed, unfixed };
}

function printText(host: Host, { sources, strangers, passedOver, problems, fixed }: Checked): void {
  const paint = paintFor(host, host.out);
  for (const source of sources) {
    const mended = fixed?.get(source) ?? [];
    if (mended.length > 0) host.out.write(fixedText(source, mended, paint));
    host.out.write(findingsText(source, source.findings, paint, host.out.columns));
  }
  for (const stranger of strangers) {
    const what = stranger.isPython
      ? `nothing checked: ${strangerText(stranger)}`
      : 'not a Vision Transformer config, nothing checked (name it *.vit.yaml or *.vit.json to have it checked whatever it holds)';
    host.out.write(`${stranger.path}: ${what}\n`);
  }
  const files = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;
  const models = sources.reduce((count, source) => count + source.models.length, 0);
  const counts = countBySeverity(sources.flatMap(({ findings }) => findings));
  if (sources.length > 0) {
    const changed = [...(fixed?.values() ?? [])].filter((mended) => mended.length > 0);
    const count = changed.reduce((sum, mended) => sum + mended.length, 0);
    const said = fixed === null ? '' : `, ${count === 0 ? 'nothing to fix' : `${count} fixed in ${files(changed.length)}`}`;
    host.out.write(`${files(sources.length)} with ${models} ${models === 1 ? 'model' : 'models'} checked: ${summaryOf(counts, paint)}${said}\n`);
  } else if (strangers.length === 0 && problems.length === 0) {
    host.out.write('no Vision Transformer config found\n');
  }
  if (passedOver > 0) host.out.write(paint('dim', `${files(passedOver)} passed over: not Vision Transformer configs\n`));
}
