/** What holds for all commands: arguments that can't be used, help, exit codes, the choice of a model. */
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../server/cli/program';
import { BROKEN, PAIR, TINY } from './configs';
import { vitConfig } from './testHost';

const FILES = { 'a.vit.yaml': TINY, 'b.vit.yaml': BROKEN, 'pair.vit.yaml': PAIR, 'plain.yaml': 'port: 80\n' };

describe('exit codes', () => {
  it.each([
    ['check a.vit.yaml', 0],
    ['check b.vit.yaml', 1],
    ['check a.vit.yaml b.vit.yaml', 1],
    ['check gone.vit.yaml b.vit.yaml', 2],
    ['show a.vit.yaml', 0],
    ['show b.vit.yaml', 1],
    ['show gone.vit.yaml', 2],
    ['run b.vit.yaml --image a.vit.yaml', 1],
    ['run gone.vit.yaml', 2],
    ['run a.vit.yaml --image gone.png', 2],
    ['export a.vit.yaml --output a.onnx', 0],
    ['export b.vit.yaml --output b.onnx', 1],
    ['export gone.vit.yaml --output gone.onnx', 2],
    ['--version', 0],
    ['--help', 0],
    ['', 2],
  ])('vit-config %s', async (args, code) => expect((await vitConfig(args, { files: FILES })).code).toBe(code));
});

describe('arguments that can not be used', () => {
  it.each([
    ['chekc a.vit.yaml', 'there is no command "chekc"; did you mean check?', '--help'],
    ['configs/a.vit.yaml', 'there is no command "configs/a.vit.yaml"; did you mean "vit-config check configs/a.vit.yaml"?', '--help'],
    ['--format json', 'a command must come first, got --format', '--help'],
    ['check', 'check needs at least one file, directory or pattern', 'check --help'],
    ['check a.vit.yaml --fromat json', 'there is no option --fromat; did you mean --format?', 'check --help'],
    [
      'check a.vit.yaml --ignore heads-divide-widht',
      '--ignore: no finding has the code "heads-divide-widht"; did you mean heads-divide-width?',
      'check --help',
    ],
    ['show', 'show needs a file', 'show --help'],
    ['show a.vit.yaml b.vit.yaml', 'show takes one file, got "a.vit.yaml" and "b.vit.yaml"', 'show --help'],
    ['show a.vit.yaml --format sarif', '--format must be text or json, got "sarif"', 'show --help'],
    ['run a.vit.yaml --seed=-1', '--seed must be a whole number from 0 to 4294967295, got "-1"', 'run --help'],
    ['run a.vit.yaml --seed 4294967296', '--seed must be a whole number from 0 to 4294967295, got "4294967296"', 'run --help'],
    ['export a.vit.yaml', 'export needs --output MODEL.onnx', 'export --help'],
    ['export a.vit.yaml -o m.onnx --zeros --seed 1', '--seed is for random weights; it has no place beside --zeros', 'export --help'],
    ['lsp', 'lsp needs --stdio', 'lsp --help'],
    ['lsp --stdio a.vit.yaml', 'lsp takes no file, got "a.vit.yaml"', 'lsp --help'],
  ])('vit-config %s', async (args, message, help) =>
    expect(await vitConfig(args, { files: FILES })).toMatchObject({ code: 2, out: '', err: `vit-config: ${message}\nsee vit-config ${help}\n` }),
  );
});

describe('--model', () => {
  const shown = async (args: string) => {
    const { code, out, err } = await vitConfig(`show pair.vit.yaml --format json ${args}`, { files: FILES });
    return code === 2 ? err : JSON.parse(out).models.map(({ name }: { name: string }) => name);
  };
  it.each([
    ['', ['tiny', 'wider']],
    ['--model wider', ['wider']],
    ['--model 1', ['tiny']],
    ['-m 2', ['wider']],
    ['--model 3', 'vit-config: pair.vit.yaml has no model "3": it has tiny, wider\n'],
    ['--model widre', 'vit-config: pair.vit.yaml has no model "widre": did you mean wider?\n'],
    ['--model swin', 'vit-config: pair.vit.yaml has no model "swin": it has tiny, wider\n'],
  ])('%s', async (args, expected) => expect(await shown(args)).toEqual(expected));

  it('takes the findings of that model alone', async () => {
    const files = { 'two.vit.yaml': `${BROKEN}---\n${TINY.replace('tiny', 'good')}` };
    expect((await vitConfig('show two.vit.yaml --model good', { files })).code).toBe(0);
    expect((await vitConfig('show two.vit.yaml --model tiny', { files })).code).toBe(1);
  });
});

describe('help', () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))('of %s names every option and says what the exit code means', async (name, command) => {
    const asOption = await vitConfig(`${name} --help`);
    expect(await vitConfig(`help ${name}`)).toEqual(asOption);
    expect(asOption.code).toBe(0);
    for (const option of Object.keys(command.options)) expect(asOption.out).toContain(`--${option}`);
    expect(asOption.out.includes('Exit code: 0')).toBe(name !== 'lsp');
    expect(asOption.out.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  it('lists every command', async () => {
    const { out } = await vitConfig('--help');
    for (const { name, summary } of COMMANDS) expect(out).toMatch(new RegExp(`vit-config ${name} .*${summary}`));
  });
});

it('a file that is not recognised has nothing to show, run or export', async () => {
  for (const command of ['show', 'run', 'export -o m.onnx'])
    expect(await vitConfig(`${command} plain.yaml`, { files: FILES })).toMatchObject({
      code: 2,
      out: '',
      err: 'vit-config: plain.yaml: not recognised as a Vision Transformer config; name it *.vit.yaml or *.vit.json if it is one\n',
    });
});

it('control characters of a config do not reach the terminal', async () => {
  const files = { 'a.vit.yaml': TINY.replace('model_name: tiny', 'model_name: "\\e]0;owned\\a"').replace('num_heads: 2', 'num_heads: 3') };
  for (const command of ['check', 'show', 'run --image a.vit.yaml', 'export -o m.onnx']) {
    const { out, err } = await vitConfig(`${command} a.vit.yaml`, { files });
    expect(`${out}${err}`).toMatch(/heads/);
    expect(`${out}${err}`).not.toMatch(/[\u0007\u001b]/);
  }
});
