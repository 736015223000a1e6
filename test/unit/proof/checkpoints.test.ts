/**
 * Checkpoints as upstream writes them, through the whole product, against what upstream computes from them on the same image:
 * test/reference/checkpoints made the goldens, and says what PROOF_FULL and PROOF_FIGURES are.
 */
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fit } from '../../../server/core/checkpoint';
import type { RunSuccess } from '../../../server/runner/protocol';
import { bundledRunner } from '../runner/bundle';
import { type Case, casesIn, differences, GOLDEN, modelOf, prepared } from './cases';
import { writeByRule } from './ruled';

/** Of the largest value of an output. */
const TOLERANCE = 1e-4;
const { PROOF_FULL, PROOF_FIGURES } = process.env;

let runner: Awaited<ReturnType<typeof bundledRunner>>;
let scratch: string;
beforeAll(async () => {
  runner = await bundledRunner();
  scratch = mkdtempSync(join(tmpdir(), 'vit-config-proof-'));
});
afterAll(async () => {
  await runner.remove();
  rmSync(scratch, { recursive: true });
});

for (const folder of [join(GOLDEN, 'checkpoints'), ...(PROOF_FULL === undefined ? [] : [PROOF_FULL])]) {
  describe(`what upstream computes from the checkpoints in ${folder}`, () => {
    for (const golden of casesIn(folder)) test(golden.name, () => prove(folder, golden), 120_000);
  });
}

async function prove(folder: string, golden: Case): Promise<void> {
  const weights = await weightsOf(folder, golden);
  try {
    await compare(folder, golden, weights);
  } finally {
    // Hundreds of megabytes.
    if (golden.byRule !== undefined) rmSync(weights);
  }
}

async function compare(folder: string, golden: Case, weights: string): Promise<void> {
  const { graph, fit } = await prepared(join(folder, golden.config), weights);
  expect(fit.adaptations.map(({ kind }) => kind).sort()).toEqual(adaptationsOf(golden));
  expect(fit.extra).toEqual([]);
  const { num_classes, representation_size } = golden.pretrained ?? {};
  expect(fit.sources.get('head/kernel')?.kind === 'new').toBe(num_classes !== undefined || representation_size !== undefined);
  const { errors, result } = await differences(golden, { graph, fit, weights, runnerPath: runner.path });
  const largest = Math.max(...Object.values(errors));
  if (PROOF_FIGURES !== undefined) appendFileSync(PROOF_FIGURES, `${golden.name}\t${largest.toExponential(1)}\t${figures(weights, result)}\n`);
  expect(largest, JSON.stringify(errors)).toBeLessThanOrEqual(TOLERANCE);
}

function figures(weights: string, { timings, peakRssBytes }: RunSuccess): string {
  const { readMs = 0, sessionMs, forwardMs } = timings;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MiB`;
  return `file ${mebibytes(statSync(weights).size)}\tread ${readMs.toFixed()} ms\tsessions ${sessionMs.toFixed()} ms\tforward ${forwardMs.toFixed()} ms\tpeak ${mebibytes(peakRssBytes)}`;
}

async function weightsOf(folder: string, { name, config, weights, byRule }: Case): Promise<string> {
  if (weights !== undefined) return join(folder, weights);
  if (byRule === undefined) throw new Error(`${name} has no checkpoint`);
  const path = join(scratch, `${name}.safetensors`);
  await writeByRule(path, modelOf(join(folder, config)).graph, byRule);
  return path;
}

/** Where checkpoint and config differ, that is said, and nothing else is. Of pre_logits that are dropped the new head is a part. */
function adaptationsOf({ pretrained = {} }: Case): Fit['adaptations'][number]['kind'][] {
  return [
    ...(pretrained.num_classes === undefined ? [] : (['head'] as const)),
    ...(pretrained.image_size === undefined ? [] : (['positions'] as const)),
    ...(pretrained.representation_size === undefined ? [] : (['pre-logits-dropped'] as const)),
  ];
}
