/** What accidents and unkind hands do to a text: bytes, lines, values. Each mutation is a function, so that cases shrink. */
import fc from 'fast-check';
import type { PythonModules } from '../../server/core/syntax';
import type { Syntax } from '../../server/core/syntax/tree';
import { SAMPLES, type Sample } from './samples';

export type Mutation = (text: string) => string;

/** A place in any text, as a share of its length. Not fc.double, which is even over the bits of a number: most would be next to 0. */
export const share = fc.nat(10_000).map((n) => n / 10_000);
export const placeOf = (length: number, at: number): number => Math.round(at * length);

const bytewise = (change: (bytes: Buffer) => readonly Buffer[]): Mutation => {
  // Cut inside a character, a text decodes with U+FFFD in its place.
  return (text) => Buffer.concat(change(Buffer.from(text, 'utf8'))).toString('utf8');
};

const insertBytes = fc
  .tuple(share, fc.uint8Array({ minLength: 1, maxLength: 4 }))
  .map(([at, put]) => bytewise((bytes) => [bytes.subarray(0, placeOf(bytes.length, at)), Buffer.from(put), bytes.subarray(placeOf(bytes.length, at))]));
const deleteBytes = fc
  .tuple(share, fc.integer({ min: 1, max: 12 }))
  .map(([at, count]) => bytewise((bytes) => [bytes.subarray(0, placeOf(bytes.length, at)), bytes.subarray(placeOf(bytes.length, at) + count)]));
const flipBit = fc.tuple(share, fc.nat(7)).map(([at, bit]) =>
  bytewise((bytes) => {
    const flipped = Buffer.from(bytes);
    const place = Math.min(placeOf(bytes.length, at), bytes.length - 1);
    if (place >= 0) flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
    return [flipped];
  }),
);
const truncate = share.map((at) => bytewise((bytes) => [bytes.subarray(0, placeOf(bytes.length, at))]));
const behead = share.map((at) => bytewise((bytes) => [bytes.subarray(placeOf(bytes.length, at))]));

export const byteMutation: fc.Arbitrary<Mutation> = fc.oneof(insertBytes, deleteBytes, flipBit, truncate, { weight: 1, arbitrary: behead });

/** Another sample in front or behind, with and without a document marker. */
export const concatenation: fc.Arbitrary<Mutation> = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.constantFrom('', '\n', '---\n', '\n---\n', '...\n', '--- # x\n', '%YAML 1.1\n---\n'), fc.boolean())
  .map(
    ([other, border, behind]) =>
      (text) =>
        behind ? text + border + other.text : other.text + border + text,
  );

const LINE = /[^\n]*\n|[^\n]+$/g;
const onLines = (at: number, change: (lines: string[], index: number) => void): Mutation => {
  return (text) => {
    const lines = text.match(LINE) ?? [];
    if (lines.length > 0) change(lines, Math.min(placeOf(lines.length, at), lines.length - 1));
    return lines.join('');
  };
};
const MARKERS = ['---\n', '...\n', '--- \n', '---x\n', '%TAG ! x\n', '# vit-config: ignore=all\n', '# vit-config: ignore=\n', '\t\n', '? a\n', '- \n'];

export const lineMutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(share, fc.integer({ min: 1, max: 3 })).map(([at, count]) => onLines(at, (lines, i) => lines.splice(i, count))),
  share.map((at) => onLines(at, (lines, i) => lines.splice(i, 0, lines[i] ?? ''))),
  fc.tuple(share, share).map(([at, to]) =>
    onLines(at, (lines, i) => {
      const j = Math.min(placeOf(lines.length, to), lines.length - 1);
      [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
    }),
  ),
  fc.tuple(share, fc.constantFrom('', ' ', '  ', '    ', '\t', '- ', '      ', '\u00a0 ')).map(([at, indent]) =>
    onLines(at, (lines, i) => {
      lines[i] = (lines[i] ?? '').replace(/^[ \t]*/, indent);
    }),
  ),
  fc.tuple(share, fc.constantFrom(...MARKERS)).map(([at, marker]) => onLines(at, (lines, i) => lines.splice(i, 0, marker))),
  fc.constantFrom<Mutation>(
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => text.replaceAll('\n', '\r'),
    (text) => `\ufeff${text}`,
    (text) => text.replaceAll('  ', '\t'),
    (text) => text.replace(/^ +/gm, (indent) => indent + indent),
    (text) => text.trimEnd(),
  ),
);

/** Every alias stands for ten of the one before. */
const LAUGHS = `[&l0 [1, 2], ${Array.from({ length: 8 }, (_, i) => `&l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`).join(', ')}]`;
const NUMBERS =
  '0 1 2 3 7 8 12 16 17 32 64 224 384 768 1000 1e400 -1e400 .nan NaN .inf Infinity -1 -0 0.5 .5 1000000000000 9007199254740993 9007199254740991 010 0o10 0x10 0b11 1_000 1e-5 1e3 1e+3 1:30 190:20:30 +12';
const WORDS =
  'null ~ {} [] [[]] [16] [16,16] [16,16,16] [0,0] [3,4,9] [null,768] "" \'\' __proto__ constructor toString hasOwnProperty on off yes no true True FALSE y =  << 2024-01-01 gap token unpooled token_unpooled bert text_transformer sentencepiece base large ViT-B_16 R50+ViT-B_16 Mixer-B_16 LiT-B16B_2 testing ViT-L_32 B/16-i21k-300ep-lr_0.001.npz cifar10';
const SHAPES = [
  `${'['.repeat(60)}1${']'.repeat(60)}`,
  `${'['.repeat(300)}1${']'.repeat(300)}`,
  `${'{a: '.repeat(150)}1${'}'.repeat(150)}`,
  '['.repeat(2000),
  '{"a":'.repeat(500),
  LAUGHS,
  '{"__proto__": {"hidden_size": 1}}',
  '{model_name: ViT-B_16}',
  '&a 768',
  '*a',
  '&a {<<: *a, b: 1}',
  '{<<: [*a, {hidden_size: 12}]}',
  '{<<: *a}',
  '!!int "12"',
  '!!python/object:os.system x',
  '! 12',
  '!!float 3',
  '|\n  text\n  lines\n',
  '>-\n text\n',
  '"half',
  "'half",
  '"\\ud83d"',
  '"\\x00"',
  '"\\q"',
  '😀',
  '👩‍🔬 e\u0301 \u202e',
  '\ud83d',
  '\udc00',
  '\u2028',
  '\x85',
  '\0',
  '\x1b[31m',
  '`*_|<b>`',
  'a\tb',
  '\t',
  '\r',
  '{',
  '}',
  ']',
  ',',
  ':',
  ' #',
  '// x\n',
  '/*',
  '---',
  '\n---\n',
  '\n...\n',
  '9'.repeat(400),
  'x'.repeat(5000),
];
export const NASTY: readonly string[] = [...NUMBERS.split(' '), ...WORDS.split(' '), ...SHAPES];

const SCALAR = /[^\s:,[\]{}"'#]+/g;
/** One of the words of the text: a key, a value, a part of a comment. */
function replaceWord(text: string, at: number, put: (word: string) => string, which: RegExp): string {
  const words = [...text.matchAll(which)];
  const word = words[Math.min(placeOf(words.length, at), words.length - 1)];
  if (word === undefined) return text;
  return text.slice(0, word.index) + put(word[0]) + text.slice(word.index + word[0].length);
}
const VALUE = /(?<=:[ ]*|[[,][ ]*)[^\s:,[\]{}#]+/g;
const BEHIND_COLON = /(?<=:)[ ]+[^\n]*/g;

const nasty = fc.constantFrom(...NASTY);
export const valueMutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(share, nasty).map(
      ([at, value]): Mutation =>
        (text) =>
          replaceWord(text, at, () => value, VALUE),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(share, fc.integer({ min: 1, max: 4096 })).map(
      ([at, value]): Mutation =>
        (text) =>
          replaceWord(text, at, () => String(value), VALUE),
    ),
  },
  fc.tuple(share, nasty).map(
    ([at, value]): Mutation =>
      (text) =>
        replaceWord(text, at, () => ` ${value}`, BEHIND_COLON),
  ),
  fc.tuple(share, nasty).map(
    ([at, value]): Mutation =>
      (text) =>
        replaceWord(text, at, () => value, SCALAR),
  ),
  fc.tuple(share, share).map(
    ([at, cut]): Mutation =>
      (text) =>
        replaceWord(text, at, (word) => word.slice(0, placeOf(word.length, cut)), SCALAR),
  ),
  fc.tuple(share, nasty).map(
    ([at, value]): Mutation =>
      (text) =>
        text.slice(0, placeOf(text.length, at)) + value + text.slice(placeOf(text.length, at)),
  ),
  fc.tuple(share, share, fc.constantFrom('a', 'l0', 'é')).map(
    ([at, to, name]): Mutation =>
      (text) =>
        replaceWord(
          replaceWord(text, at, (word) => `&${name} ${word}`, VALUE),
          to,
          () => `*${name}`,
          VALUE,
        ),
  ),
);

export interface Case {
  readonly syntax: Syntax;
  readonly fileName: string | null;
  /** The text as it was one mutation before. */
  readonly before: string;
  readonly text: string;
  /** Where the cursor stands, as shares of the text's length. */
  readonly cursors: readonly number[];
  /** What a Python file imports; their keys are paths. */
  readonly modules?: PythonModules;
}

const fileNames: fc.Arbitrary<(syntax: Syntax) => string | null> = fc.constantFrom<((syntax: Syntax) => string | null)[]>(
  (syntax) => `config.vit.${syntax}`,
  (syntax) => `config.vit.${syntax}`,
  (syntax) => `config.${syntax}`,
  (syntax) => `R50+ViT-B_16.vit.${syntax}`,
  () => null,
);

/** Any sample, mutated one to four times, mostly read as what it is. */
export function casesOf(mutation: fc.Arbitrary<Mutation>, samples: readonly Sample[] = SAMPLES): fc.Arbitrary<Case> {
  return fc
    .record({
      sample: fc.constantFrom(...samples),
      mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fileName: fileNames,
      otherSyntax: fc.integer({ min: 0, max: 19 }).map((n) => n === 19),
      cursors: fc.array(share, { minLength: 3, maxLength: 8 }),
    })
    .map(({ sample, mutations, fileName, otherSyntax, cursors }) => {
      const syntax = (sample.syntax === 'json') !== otherSyntax ? 'json' : 'yaml';
      let before = sample.text;
      let text = sample.text;
      for (const mutate of mutations) [before, text] = [text, mutate(text)];
      return { syntax, fileName: fileName(syntax), before, text, cursors };
    });
}
