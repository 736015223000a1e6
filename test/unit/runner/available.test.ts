import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { TARGETS } from '../../../scripts/target.mjs';
import { PLATFORMS, whyNoRun } from '../../../server/runner';
import { inEnglish } from '../../english';

const folder = mkdtempSync(join(tmpdir(), 'vit-config-available-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A place where a package could be unpacked, with these modules beside its runner. */
function unpacked(name: string, runner: boolean, modules: readonly string[]): string {
  const dist = join(folder, name, 'dist');
  mkdirSync(dist, { recursive: true });
  if (runner) writeFileSync(join(dist, 'runner.js'), '');
  for (const module of modules) {
    mkdirSync(join(dist, 'node_modules', module), { recursive: true });
    // Loading it would fail the test.
    writeFileSync(join(dist, 'node_modules', module, 'index.js'), 'throw new Error("loaded");');
  }
  return join(dist, 'runner.js');
}

test('the runner and both native modules are there', () => {
  expect(whyNoRun(unpacked('whole', true, ['onnxruntime-node', 'sharp']))).toBeNull();
});

test('something is missing: it says so, and which package has it', () => {
  const expected =
    'This package of ViT Config comes without ONNX Runtime: everything works but the run; to run models, install the package for this platform, linux-x64, in its place.';
  expect(inEnglish(whyNoRun(unpacked('no-runner', false, ['onnxruntime-node', 'sharp']), 'linux-x64'))).toBe(expected);
  expect(inEnglish(whyNoRun(unpacked('no-runtime', true, ['sharp']), 'linux-x64'))).toBe(expected);
  expect(inEnglish(whyNoRun(unpacked('no-images', true, ['onnxruntime-node']), 'linux-x64'))).toBe(expected);
});

test('a platform that has no package', () => {
  expect(inEnglish(whyNoRun(unpacked('empty', false, []), 'freebsd-x64'))).toBe(
    'This package of ViT Config comes without ONNX Runtime: everything works but the run; ONNX Runtime has no binaries for this platform, freebsd-x64.',
  );
});

test('the platforms are those that packages are made for', () => expect([...PLATFORMS].sort()).toEqual([...TARGETS].sort()));
