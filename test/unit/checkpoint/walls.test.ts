/** What lint can't say, as server/core has a folder of the same name: neither the core nor the writer of ONNX reads checkpoint files. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const WALLED = join('server', 'checkpoint');

test.each(['server/core', 'server/onnx', 'client'])('%s imports nothing of server/checkpoint', (folder) => {
  const files = globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root });
  expect(files.length).toBeGreaterThan(10);
  const imports = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']*)'/g)].map(([, path = '']) => ({
      file,
      path: normalize(join(dirname(file), path)),
    })),
  );
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter(({ path }) => path === WALLED || path.startsWith(WALLED + sep))).toEqual([]);
});
