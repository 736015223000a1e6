/**
 * Python configs, mutated, cut off at every place, and unkind from the start: nothing throws or hangs, every place keeps its
 * promises, and models before a cut count as before. VIT_CONFIG_FUZZ and VIT_CONFIG_FUZZ_SEED as in fuzz.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../server/core/analysis';
import { completions, UpstreamFigures } from '../../server/core/editor';
import type { Case } from './mutations';
import { placeOf } from './mutations';
import { brokenPromises, Tally } from './promises';
import { PYTHON_SAMPLES, pythonCases } from './pythonMutations';
import { setting } from './setting';

const CASES = setting('VIT_CONFIG_FUZZ', 5000);
const SEED = setting('VIT_CONFIG_FUZZ_SEED', 20_201_022);
const TIMEOUT = 60_000 + 60 * CASES;

const upstream = new UpstreamFigures();

function keeps(given: Case, tally: Tally): void {
  const broken = [...brokenPromises(given, tally), ...brokenCompletion(given)];
  if (broken.length > 0) throw new Error(`${broken.join('\n')}\n\nin ${given.fileName}:\n${JSON.stringify(given.text)}`);
}

function brokenCompletion({ text, fileName, cursors, modules }: Case): string[] {
  const snapshot = Snapshot.of(text, { fileName, syntax: 'python', ignore: [], ...(modules === undefined ? {} : { modules }) });
  return cursors.flatMap((at) => {
    const offset = placeOf(text.length, at);
    const analysis = snapshot.at(offset)?.analysis;
    if (analysis === undefined) return [];
    return completions(analysis, offset, upstream, null).flatMap(({ label, replace, edits }) =>
      [replace, ...edits.map(({ range }) => range)].every(({ start, end }) => 0 <= start && start <= end && end <= text.length)
        ? []
        : [`${label} is completed outside of the text`],
    );
  });
}

it('holds for changed configs', { timeout: TIMEOUT }, () => {
  const tally = new Tally();
  fc.assert(
    fc.property(pythonCases(), (given) => keeps(given, tally)),
    { seed: SEED, numRuns: Math.ceil(CASES * 0.3) },
  );
  if (process.env.VIT_CONFIG_FUZZ)
    console.log(JSON.stringify({ ...tally.counts, slowestMs: Math.round(tally.slowest.ms), of: tally.slowest.text.slice(0, 400) }));
  expect(tally.counts.recognised).toBeGreaterThan(tally.counts.cases / 10);
  expect(tally.counts.graphs).toBeGreaterThan(tally.counts.cases / 20);
});

/** None of their functions needs what stands behind it. */
const IN_ORDER = ['plain.py', 'base_models.py', 'resnets.py', 'transunet_style.py', 'models.py'];

describe('cut off', () => {
  it('at every place, each config before the cut counts as it did', { timeout: TIMEOUT }, () => {
    const samples = PYTHON_SAMPLES.filter(({ name }) => IN_ORDER.includes(name));
    expect(samples).toHaveLength(IN_ORDER.length);
    let compared = 0;
    for (const { name, text, modules } of samples) {
      const options = { fileName: name, syntax: 'python', ignore: [], modules } as const;
      const figuresOf = (snapshot: Snapshot) =>
        new Map(
          snapshot.models().map(({ analysis, model }) => [analysis.document.python?.name, { end: analysis.extent.end, parameters: model.figures?.parameters }]),
        );
      const whole = figuresOf(Snapshot.of(text, options));
      let before: Snapshot | undefined;
      for (let end = 0; end <= text.length; end += CASES > 5000 ? 1 : 3) {
        const cut = Snapshot.of(text.slice(0, end), options, before);
        cut.findings();
        const figures = figuresOf(cut);
        for (const [config, { end: at, parameters }] of whole) {
          if (at >= end) continue;
          compared++;
          if (figures.get(config)?.parameters !== parameters)
            throw new Error(`${name} cut at ${end}: ${config} has ${figures.get(config)?.parameters} parameters, not ${parameters}`);
        }
        before = cut;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  it('anywhere, all promises are kept', { timeout: TIMEOUT }, () => {
    const tally = new Tally();
    const step = Math.max(1, Math.round(250_000 / CASES));
    for (const { name, text, modules } of PYTHON_SAMPLES) {
      let before = '';
      for (let end = name.length % step; end <= text.length; end += step) {
        const typed = text.slice(0, end);
        keeps({ syntax: 'python', fileName: name, before, text: typed, cursors: [1, 0.5, 0], modules }, tally);
        before = typed;
      }
    }
    expect(tally.counts.recognised).toBeGreaterThan(20);
  });
});

const HEAD = 'import ml_collections\n\n\n';
const config = (body: string): string =>
  `${HEAD}def get_config():\n  config = ml_collections.ConfigDict()\n  config.hidden_size = 768\n${body}  return config\n`;
const deep = (open: string, close: string, times: number): string => open.repeat(times) + '1' + close.repeat(times);
const chain = (count: number, body: (name: string) => string): string =>
  `${HEAD}def f0(x=1):\n  return ml_collections.ConfigDict({'a': x})\n\n\n${Array.from({ length: count }, (_, i) => `def f${i + 1}(x=1):\n${body(`f${i}`)}\n\n`).join('\n')}`;

/** Texts that take forever where somebody evaluates them, or recurses into them, as they stand. */
const UNKIND: Readonly<Record<string, string>> = {
  'deep parentheses': config(`  config.a = ${deep('(', ')', 5000)}\n`),
  'deep lists': config(`  config.a = ${deep('[', ']', 5000)}\n`),
  'deep dicts': config(`  config.a = ${deep("{'a': ", '}', 3000)}\n`),
  'deep calls': config(`  config.a = ${deep('dict(a=', ')', 3000)}\n`),
  'a long sum': config(`  config.a = ${'1 + '.repeat(20_000)}1\n`),
  'a long minus': config(`  config.a = ${'-'.repeat(20_000)}1\n`),
  'a long not': config(`  config.a = ${'not '.repeat(20_000)}1\n`),
  'a long chain of attributes': config(`  config.a = config${'.a'.repeat(20_000)}\n`),
  'a long chain of conditions': config(`  config.a = ${'1 if x else '.repeat(5000)}2\n`),
  'a long power': config(`  config.a = ${'2 ** '.repeat(2000)}2\n`),
  'deep lambdas': config(`  config.a = ${'lambda: '.repeat(3000)}1\n`),
  'deep f-strings': config(`  config.a = ${"f'{".repeat(200)}1${"}'".repeat(200)}\n`),
  'deep blocks': config(`${Array.from({ length: 300 }, (_, i) => `${'  '.repeat(i + 1)}if x${i}:\n`).join('')}${'  '.repeat(302)}config.a = 1\n`),
  'deep functions': `${HEAD}${Array.from({ length: 150 }, (_, i) => `${'  '.repeat(i)}def f${i}():\n`).join('')}${'  '.repeat(150)}return ml_collections.ConfigDict()\n`,
  'open brackets': HEAD + 'def get_config(' + '['.repeat(20_000),
  'open strings': config("  config.a = '''x\n".repeat(2000)),
  'a nest of loops': config(
    `${Array.from({ length: 12 }, (_, i) => `${'  '.repeat(i + 1)}for i${i} in range(100):\n`).join('')}${'  '.repeat(13)}config.a = i0\n`,
  ),
  'a nest of comprehensions': config(
    `  config.a = [${Array.from({ length: 12 }, (_, i) => `for i${i} in range(100)`).reduce((text, loop) => `${text} ${loop}`, '1')}]\n`,
  ),
  'an endless loop': config('  while True:\n    config.a = 1\n'),
  'an endless while': config('  n = 0\n  while n >= 0:\n    n += 1\n  config.a = n\n'),
  'a huge range': config('  for i in range(10 ** 12):\n    config.a = i\n'),
  'a huge list': config('  config.a = [0] * 10 ** 10\n'),
  'a huge text': config("  config.a = 'x' * 10 ** 10\n"),
  'a doubled text': config(`  s = 'x'\n${'  s = s + s\n'.repeat(60)}  config.a = s\n`),
  'a doubled list': config(`  s = [1]\n${'  s = s + s\n'.repeat(60)}  config.a = s\n`),
  'a doubled tree': config(`  s = [1]\n${'  s = [s, s]\n'.repeat(60)}  config.a = s\n`),
  'a doubled dict': config(`  s = {}\n${"  s = {'a': s, 'b': s}\n".repeat(60)}  config.a = s\n`),
  'a doubled config': config(`  s = ml_collections.ConfigDict()\n${"  s = ml_collections.ConfigDict({'a': s, 'b': s})\n".repeat(60)}  config.a = s\n`),
  'a doubled copy': config(
    `  s = ml_collections.ConfigDict()\n${'  t = ml_collections.ConfigDict()\n  t.a = s\n  t.b = s.copy_and_resolve_references()\n  s = t\n'.repeat(40)}  config.a = s\n`,
  ),
  'a doubled format': config(`  s = 'x'\n${"  s = f'{s}{s}'\n".repeat(60)}  config.a = s\n`),
  'a huge number': config('  config.a = 10 ** 10 ** 10\n'),
  'a huge shift': config('  config.a = 1 << 10 ** 12\n'),
  'a growing number': config(`  n = 3\n${'  n = n * n\n'.repeat(60)}  config.a = n\n`),
  'a factorial': config('  n = 1\n  for i in range(1, 100000):\n    n *= i\n  config.a = n\n'),
  'a wide format': config("  config.a = f'{1:>1000000000}' + '%1000000000d' % 1 + 'x'.zfill(10 ** 9) + 'x'.center(10 ** 9)\n"),
  'a config within itself': config('  config.a = config\n  config.a.a.a.b = 1\n'),
  'a list within itself': config('  s = []\n  s.append(s)\n  config.a = s\n  config.b = str(s)\n  config.c = s == s\n'),
  'a dict within itself': config("  s = {}\n  s['s'] = s\n  config.a = s\n  config.update(s)\n"),
  'configs within each other': config(
    '  a = ml_collections.ConfigDict()\n  b = ml_collections.ConfigDict()\n  a.b = b\n  b.a = a\n  config.a = a\n  config.a.lock()\n  config.c = a.to_dict()\n  config.update(config)\n',
  ),
  'a function that calls itself': `${HEAD}def get_config():\n  config = get_config()\n  return config\n`,
  'functions that call each other': `${HEAD}def a():\n  return b()\n\n\ndef b():\n  return a()\n\n\ndef get_config():\n  config = ml_collections.ConfigDict()\n  config.a = a()\n  return config\n`,
  'each calls the one before twice': chain(60, (name) => `  c = ${name}()\n  c.a = ${name}().a\n  return c`),
  'each calls the one before in a loop': chain(40, (name) => `  for i in range(50):\n    c = ${name}()\n  return c`),
  'each calls the one before on both ways': chain(60, (name) => `  if unknown:\n    return ${name}(x)\n  return ${name}(x + 1)`),
  'branches upon branches': config(
    Array.from({ length: 60 }, (_, i) => `  if unknown${i}:\n    config.a${i} = 1\n  else:\n    config = ml_collections.ConfigDict(config)\n`).join(''),
  ),
  'branches that return': config(Array.from({ length: 200 }, (_, i) => `  if unknown${i}:\n    return config\n  config.a${i} = ${i}\n`).join('')),
  generators: config('  def g():\n    while True:\n      yield 1\n  config.a = list(g())\n  config.b = [x for x in g()]\n'),
  'many functions':
    HEAD + Array.from({ length: 3000 }, (_, i) => `def f${i}():\n  config = ml_collections.ConfigDict()\n  config.a = ${i}\n  return config\n\n\n`).join(''),
  'many bases':
    HEAD +
    'def f0():\n  return ml_collections.ConfigDict()\n\n\n' +
    Array.from({ length: 1000 }, (_, i) => `def f${i + 1}():\n  config = f${i}()\n  config.a${i} = ${i}\n  return config\n\n\n`).join(''),
  'many keys': config(Array.from({ length: 8000 }, (_, i) => `  config.key_${i} = {'a': ${i}, 'b': (${i}, ${i})}\n`).join('')),
  'a big literal': config(`  config.a = [${Array.from({ length: 60_000 }, (_, i) => i).join(', ')}]\n`),
  'a big comment': config(`  # ${'x'.repeat(500_000)}\n`),
  'one long line': config(`  config.a = '${'x'.repeat(500_000)}'\n`),
  'many lines': `${HEAD}${'x = 1\n'.repeat(80_000)}`,
  'too long': config(`  config.a = 1\n`.repeat(40_000)),
  'nothing but newlines': `${HEAD}${'\n'.repeat(500_000)}`,
  'nothing but indents': `${HEAD}def get_config():\n${'\t \t\n'.repeat(100_000)}`,
};

/** On a busy machine; alone, the slowest takes a tenth. */
const MOST_MS = 3000;

describe('unkind texts', () => {
  for (const [name, text] of Object.entries(UNKIND)) {
    it(name, { timeout: 120_000 }, () => {
      let ms = Number.POSITIVE_INFINITY;
      for (let tries = 0; tries < 3 && ms > MOST_MS; tries++) {
        const start = performance.now();
        const snapshot = Snapshot.of(text, { fileName: 'unkind.py', syntax: 'python', ignore: [] });
        snapshot.findings();
        for (const { model } of snapshot.models()) model.figures;
        ms = Math.min(ms, performance.now() - start);
      }
      if (process.env.VIT_CONFIG_FUZZ) console.log(`${name}: ${Math.round(ms)} ms`);
      expect(ms).toBeLessThan(MOST_MS);
      if (text.length < 100_000)
        expect(
          brokenPromises({ syntax: 'python', fileName: 'unkind.py', before: '', text, cursors: [1, 0.7, 0.5, 0] }, new Tally()).filter(
            (broken) => !broken.startsWith('it takes'),
          ),
        ).toEqual([]);
    });
  }
});
