/** Held to upstream's own loader, whose outcomes test/reference/loader.py wrote down: an error where it stops, and nowhere else. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { inEnglish } from '../../english';
import { KnownCheckpoints } from '../checkpoint/known';
import { tensorsOf } from '../checkpoint/support';

interface Case {
  readonly title: string;
  readonly file: number;
  readonly config: object;
  readonly outcome: { readonly error: string } | null;
}

const golden: { readonly files: readonly Readonly<Record<string, readonly number[]>>[]; readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../golden/loader.json', import.meta.url), 'utf8'),
);

/** Upstream loads these and leaves part of the file unread, or the file has what no model has. */
const SILENT = /^(?:fewer (?:blocks|units)|LiT without the head)/;
const LEFT_OVER = /^(?:tensors of nobody|LiT with something more)/;

test.each(golden.cases)('$title', ({ title, file, config, outcome }) => {
  const tensors = tensorsOf(golden.files[file] ?? {});
  const checkpoints = new KnownCheckpoints(() => tensors);
  const text = JSON.stringify({ ...config, checkpoint: 'own.npz' });
  const findings = inEnglish(Snapshot.of(text, { fileName: 'a.vit.json', syntax: 'json', ignore: [], checkpoints }).findings());
  const told = findings.filter(({ code }) => code.startsWith('checkpoint-'));
  const said = told.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
  const isBigVision = told.some(({ code, severity }) => code === 'checkpoint-loader' && severity === 'warning');
  expect(
    told.some(({ severity }) => severity === 'error'),
    JSON.stringify([outcome, said]),
  ).toBe(outcome !== null && !isBigVision);
  if (isBigVision) expect([outcome === null, told.map(({ severity }) => severity)]).toEqual([false, ['warning']]);
  expect(told.some(({ severity }) => severity === 'warning') && outcome === null, said.join('\n')).toBe(SILENT.test(title));
  expect(told.some(({ code, severity }) => code === 'checkpoint-tensors' && severity === 'information')).toBe(LEFT_OVER.test(title));
});
