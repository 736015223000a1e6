/** Against what upstream's own loader does, as test/reference/loader.py wrote it down. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Fit, isComplete } from '../../../server/core/checkpoint';
import { linenNames } from '../../../server/core/checkpoint/linen';
import type { PlainModel } from '../model/specs';
import { fitting, tensorsOf } from './support';

interface Case {
  readonly title: string;
  readonly file: number;
  readonly config: PlainModel;
  /** Null where the model gets its weights and runs. */
  readonly outcome: { readonly stage: 'load' | 'apply'; readonly error: string } | null;
}

const golden: {
  readonly files: readonly Readonly<Record<string, readonly number[]>>[];
  readonly cases: readonly Case[];
  readonly linen: readonly (readonly (readonly [name: string, renamed: string | null])[])[];
} = JSON.parse(readFileSync(new URL('../../golden/loader.json', import.meta.url), 'utf8'));

/** What upstream's program would end with, by the fit: the loader stops before the model is called. */
function stopsWith(fit: Fit, { error }: NonNullable<Case['outcome']>): boolean {
  if (error === 'ScopeParamNotFoundError') return fit.missing.length > 0 && loads(fit);
  if (error === 'ScopeParamShapeError') return fit.misshapen.length > 0 && loads(fit);
  const stop = fit.stops.find((candidate) => 'error' in candidate);
  return stop !== undefined && 'error' in stop && (error === stop.error || error.startsWith(`${stop.error}: `));
}

const loads = (fit: Fit) => !fit.stops.some((stop) => 'error' in stop);

describe('upstream loads, or stops with the same error', () => {
  test('there are cases of every outcome', () => {
    const errors = new Set(golden.cases.map(({ outcome }) => outcome?.error.split(':')[0]));
    expect([...errors].sort()).toEqual(['AssertionError', 'KeyError', 'ScopeParamNotFoundError', 'ScopeParamShapeError', 'ValueError', undefined].sort());
    expect(golden.cases.length).toBeGreaterThan(55);
  });

  test.each(golden.cases)('$title', ({ file, config, outcome }) => {
    const tensors = tensorsOf(golden.files[file] ?? {});
    const fit = fitting(config, tensors, !('image' in config));
    if (fit.naming === 'big_vision') {
      // Its names stop upstream; here the same tensors fill the model.
      expect([outcome === null, fit.stops.map(({ kind }) => kind), isComplete(fit)]).toEqual([false, ['names'], true]);
    } else if (outcome === null) {
      expect({ complete: isComplete(fit), stops: fit.stops }).toEqual({ complete: true, stops: [] });
    } else {
      expect(isComplete(fit)).toBe(false);
      expect(stopsWith(fit, outcome), JSON.stringify([outcome, fit.stops])).toBe(true);
    }
  });
});

test('names become those of convert_pre_linen', () => {
  for (const names of golden.linen) expect(linenNames(names.map(([name]) => name))).toEqual(names.map(([, renamed]) => renamed));
});
