/**
 * The corpus of test/golden/python/configs against what CPython and ml_collections make of it: no value that is known is
 * another one in Python, no fault is told that Python does not have, and what is not known is what a file's comments allow.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPython } from '../../../../server/core/syntax';
import { allowancesOf, allowed, type FileOutcome, judge, type Outcome } from './compare';
import { modulesOf } from './modules';
import { brokenPlaces } from './places';

const ROOT = fileURLToPath(new URL('../../../golden/python/', import.meta.url));
const FOLDER = `${ROOT}configs/`;
const GOLDEN: Readonly<Record<string, FileOutcome>> = JSON.parse(readFileSync(`${ROOT}configs.json`, 'utf8'));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.py') && name !== '__init__.py');

/** The calls of a function that a config of it may stand for: with its own arguments, or any that were tried. */
function callsOf(golden: FileOutcome, name: string, args: string | null): Outcome[] {
  const value = golden.variables[name];
  if (value !== undefined) return [{ name, args: null, value }];
  const calls = golden.functions.filter((call) => call.name === name);
  const same = calls.filter((call) => call.args === args);
  return same.length > 0 ? same : calls;
}

let known = 0;
let unknown = 0;

describe('as Python builds them', () => {
  for (const file of FILES) {
    it(file, () => {
      const golden = GOLDEN[file];
      if (golden === undefined) throw new Error(`${file} has no golden: run test/reference/python_configs.py`);
      const path = FOLDER + file;
      const text = readFileSync(path, 'utf8');
      const { documents } = readPython(text, modulesOf([ROOT, FOLDER], path));
      const broken: string[] = [];
      for (const document of documents) {
        broken.push(...brokenPlaces(document, (key) => readFileSync(key, 'utf8').length));
        const { name = '', args = null, extent } = document.python ?? {};
        if (documents.findLast(({ python }) => python?.name === name) !== document) continue;
        const verdict = judge(document, callsOf(golden, name, args));
        const allowances = allowancesOf(text.slice(extent?.start, extent?.end));
        broken.push(...verdict.wrong.map((wrong) => `${name}: WRONG ${wrong}`));
        broken.push(...verdict.unknown.filter(({ path }) => !allowed(path, allowances)).map(({ path, reason }) => `${name}: ${path} is unknown: ${reason}`));
        known += verdict.known;
        unknown += verdict.unknown.length;
      }
      for (const name of [...golden.functions.filter(({ value }) => value !== undefined).map((call) => call.name), ...Object.keys(golden.variables)]) {
        if (documents.some(({ python }) => python?.name === name)) continue;
        const definition = new RegExp(`^ *def ${name}\\b[^]*?(?=^\\S|$(?![^]))`, 'm').exec(text)?.[0] ?? text;
        if (!allowancesOf(definition).includes('*')) broken.push(`${name}: no config`);
      }
      expect(broken).toEqual([]);
    });
  }

  it('leaves little unknown', () => {
    expect(Object.keys(GOLDEN).sort()).toEqual(FILES.sort());
    expect(known).toBeGreaterThan(900);
    expect(unknown / (known + unknown)).toBeLessThan(0.15);
  });
});
