import { describe, expect, it } from 'vitest';
import { oneOf, parseArguments, UsageError } from '../../../server/cli/arguments';

const SPECS = {
  format: { type: 'string', short: 'f', placeholder: 'FORMAT', help: '', choices: ['text', 'json'] },
  ignore: { type: 'string', multiple: true, help: '' },
  zeros: { type: 'boolean', help: '' },
} as const;

function parsed(args: string) {
  const { files, value, values, flag } = parseArguments(args.split(' '), SPECS);
  return { files, format: value('format'), ignore: values('ignore'), zeros: flag('zeros') };
}

describe('parseArguments', () => {
  it.each([
    ['a b', { files: ['a', 'b'] }],
    ['a --format json b', { files: ['a', 'b'], format: 'json' }],
    ['--format=json', { format: 'json' }],
    ['-f json', { format: 'json' }],
    ['-fjson', { format: 'json' }],
    ['--ignore x --ignore y', { ignore: ['x', 'y'] }],
    ['--zeros', { zeros: true }],
    ['-- --zeros', { files: ['--zeros'] }],
    ['-', { files: ['-'] }],
  ])('%s', (args, expected) => expect(parsed(args)).toEqual({ files: [], format: undefined, ignore: [], zeros: false, ...expected }));

  it.each([
    ['--formt json', 'there is no option --formt; did you mean --format?'],
    ['--qqqqqq', 'there is no option --qqqqqq'],
    ['-x', 'there is no option -x'],
    ['--format xml', '--format must be text or json, got "xml"'],
    ['--format', '--format needs a value: --format FORMAT'],
    ['--format=', '--format needs a value: --format FORMAT'],
    ['--format json --format text', '--format is given twice'],
    ['--zeros=1', '--zeros takes no value, got "1"'],
    ['--__proto__', 'there is no option --__proto__'],
  ])('%s is unusable', (args, message) => expect(() => parsed(args)).toThrow(new UsageError(message)));
});

it('oneOf lists words', () => expect([oneOf([]), oneOf(['a']), oneOf(['a', 'b']), oneOf(['a', 'b', 'c'])]).toEqual(['', 'a', 'a or b', 'a, b or c']));
