/**
 * Samples, mutated: whatever the text, nothing throws or hangs, and every place, edit and figure keeps its promises.
 * VIT_CONFIG_FUZZ=60000 tries that many cases, VIT_CONFIG_FUZZ_SEED=1 others.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteMutation, type Case, casesOf, concatenation, lineMutation, type Mutation, valueMutation } from './mutations';
import { brokenPromises, Tally } from './promises';
import { type Sample, samplesOf } from './samples';
import { setting } from './setting';

const CASES = setting('VIT_CONFIG_FUZZ', 5000);
const SEED = setting('VIT_CONFIG_FUZZ_SEED', 20_201_022);
const TIMEOUT = 60_000 + 60 * CASES;

function keeps(given: Case, tally: Tally): void {
  const broken = brokenPromises(given, tally);
  if (broken.length > 0) throw new Error(`${broken.join('\n')}\n\nin ${given.fileName} (${given.syntax}):\n${escaped(given.text)}`);
}

/** As a literal in which nothing hides. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `share` of all cases. */
function fuzz(mutation: fc.Arbitrary<Mutation>, share: number, samples?: readonly Sample[]): Tally {
  const tally = new Tally();
  fc.assert(
    fc.property(casesOf(mutation, samples), (given) => keeps(given, tally)),
    { seed: SEED, numRuns: Math.ceil(CASES * share) },
  );
  if (process.env.VIT_CONFIG_FUZZ)
    console.log(JSON.stringify({ ...tally.counts, slowestMs: Math.round(tally.slowest.ms), of: tally.slowest.text.slice(0, 400) }));
  return tally;
}

it('holds for changed bytes and cut texts', { timeout: TIMEOUT }, () => {
  const { counts } = fuzz(byteMutation, 0.25);
  expect(Object.entries(counts).filter(([name, count]) => count === 0 && name !== 'reused')).toEqual([]);
});

it('holds for changed values', { timeout: TIMEOUT }, () => {
  const { counts } = fuzz(valueMutation, 0.4);
  expect(counts.graphs).toBeGreaterThan(counts.cases / 10);
  expect(counts.fixes).toBeGreaterThan(counts.cases / 10);
  expect(counts.foreign).toBeGreaterThan(0);
});

it('holds beside a checkpoint', { timeout: TIMEOUT }, () => {
  const named = [...samplesOf('checkpoints'), ...samplesOf('broken')].filter(({ text }) => /^checkpoint: /m.test(text));
  expect(named.length).toBeGreaterThan(6);
  const { counts } = fuzz(fc.oneof(valueMutation, valueMutation, lineMutation, byteMutation), 0.1, named);
  expect(counts.fixes).toBeGreaterThan(counts.cases / 10);
});

it('holds for moved lines and joined files', { timeout: TIMEOUT }, () => {
  const { counts } = fuzz(fc.oneof(lineMutation, lineMutation, valueMutation, byteMutation, concatenation), 0.35);
  expect(counts.reused).toBeGreaterThan(counts.cases / 20);
  expect(counts.everyday).toBeGreaterThan(counts.cases / 20);
});

it('holds at every keystroke', { timeout: TIMEOUT }, () => {
  const tally = new Tally();
  const typedWhole = new Set(['ViT-B_16.vit.yaml', 'ViT-B_16.vit.json', 'LiT-B16B.vit.yaml']);
  const samples = samplesOf('models');
  expect(samples.filter(({ name }) => typedWhole.has(name))).toHaveLength(typedWhole.size);
  for (const { name, syntax, text } of samples) {
    const step = typedWhole.has(name) ? 1 : 11;
    for (let end = 0, before = ''; end <= text.length; end += step) {
      const typed = text.slice(0, end);
      keeps({ syntax, fileName: name, before, text: typed, cursors: [1, 0.5, 0] }, tally);
      before = typed;
    }
  }
  expect(tally.counts.graphs).toBeGreaterThan(100);
});
