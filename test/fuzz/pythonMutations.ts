/** What accidents and unkind hands do to a Python config. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { PythonModules } from '../../server/core/syntax';
import { modulesOf } from '../unit/proof/python/modules';
import { byteMutation, type Case, lineMutation, type Mutation, placeOf, share } from './mutations';

export interface PythonSample {
  readonly name: string;
  readonly text: string;
  readonly modules: PythonModules;
}

function samplesIn(folder: string): PythonSample[] {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(root)
    .filter((name) => name.endsWith('.py') && name !== '__init__.py')
    .sort()
    .map((name) => ({ name, text: readFileSync(root + name, 'utf8'), modules: modulesOf([root, `${root}../`], root + name) }));
}

/** The corpus, and what people get to see. */
export const PYTHON_SAMPLES: readonly PythonSample[] = [...samplesIn('../golden/python/configs/'), ...samplesIn('../../samples/python/')];

const TOKEN = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[\p{L}_][\p{L}\p{N}_]*|[0-9][0-9a-fA-FxXoObB_.eE]*|[^\s\p{L}\p{N}]+/gu;

const WORDS =
  'if else elif for in while def return lambda yield None True False not and or is del with as try except finally pass break continue class import from global nonlocal assert raise async await match case print config ml_collections self'.split(
    ' ',
  );
const NASTY = [
  ...WORDS,
  ...'= == := += ** // -> @ . .. ... , ; : ( ) [ ] { } ( ( \\ # " \' """ f" f\'{ {{ }} ~ ! $ ? ` 0x 0b2 1__0 1e 1e999 9'.split(' '),
  '9'.repeat(400),
  '*args',
  '**kwargs',
  '[i for i in range(3)]',
  '(lambda: (lambda: 1)())()',
  'config',
  'config.config',
  "config['a']['b']['c']",
  'range(10 ** 9)',
  "'x' * 10 ** 9",
  '[0] * 10 ** 9',
  '2 ** 10 ** 9',
  '1 / 0',
  '-1',
  '0.5',
  "'16'",
  '(16, 16)',
  '{}',
  '{"a": {}}',
  'dict(a=1)',
  'ml_collections.ConfigDict()',
  'ml_collections.ConfigDict({1: 2})',
  'f"{config!r:>{10}}"',
  '"""',
  "'\\ud800'",
  '😀',
  '\u2028',
  '\0',
  '\t',
  '\f',
  '\r',
  '__class__',
  '__proto__',
  'constructor',
  'toString()',
  'hasOwnProperty',
];

const onTokens = (at: number, change: (token: string, all: readonly string[]) => string): Mutation => {
  return (text) => {
    const tokens = [...text.matchAll(TOKEN)];
    const token = tokens[Math.min(placeOf(tokens.length, at), tokens.length - 1)];
    if (token === undefined) return text;
    const put = change(
      token[0],
      tokens.map(([word]) => word),
    );
    return text.slice(0, token.index) + put + text.slice(token.index + token[0].length);
  };
};

const nasty = fc.constantFrom(...NASTY);
export const tokenMutation: fc.Arbitrary<Mutation> = fc.oneof(
  // Another token of the same text.
  { weight: 4, arbitrary: fc.tuple(share, share).map(([at, from]) => onTokens(at, (_, all) => all[placeOf(all.length - 1, from)] ?? '')) },
  { weight: 4, arbitrary: fc.tuple(share, nasty).map(([at, put]) => onTokens(at, () => put)) },
  { weight: 2, arbitrary: fc.tuple(share, nasty).map(([at, put]) => onTokens(at, (token) => `${token} ${put}`)) },
  share.map((at) => onTokens(at, () => '')),
  share.map((at) => onTokens(at, (token) => `${token}${token}`)),
  fc.tuple(share, share).map(([at, cut]) => onTokens(at, (token) => token.slice(0, placeOf(token.length, cut)))),
);

export const pythonMutation: fc.Arbitrary<Mutation> = fc.oneof({ weight: 4, arbitrary: tokenMutation }, { weight: 2, arbitrary: lineMutation }, byteMutation);

export function pythonCases(samples: readonly PythonSample[] = PYTHON_SAMPLES): fc.Arbitrary<Case> {
  return fc
    .record({
      sample: fc.constantFrom(...samples),
      mutations: fc.array(pythonMutation, { minLength: 1, maxLength: 4 }),
      cursors: fc.array(share, { minLength: 3, maxLength: 8 }),
    })
    .map(({ sample: { text: whole, name, modules }, mutations, cursors }) => {
      let before = whole;
      let text = whole;
      for (const mutate of mutations) [before, text] = [text, mutate(text)];
      return { syntax: 'python', fileName: name, before, text, cursors, modules };
    });
}
