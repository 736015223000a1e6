import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PythonModules, PythonSource } from '../../../../server/core/syntax';

/** Modules as Python finds them: below the roots, and beside the file that imports. Their keys are paths. */
export function modulesOf(roots: readonly string[], file: string): PythonModules {
  const read = new Map<string, PythonSource>();
  const source = (path: string): PythonSource | null => {
    const known = read.get(path);
    if (known !== undefined) return known;
    if (!existsSync(path) || !statSync(path).isFile()) return null;
    const found = { key: path, text: readFileSync(path, 'utf8') };
    read.set(path, found);
    return found;
  };
  return {
    find(from, dotted, level) {
      const folders = level === 0 ? roots : [join(dirname(from ?? file), ...Array(level - 1).fill('..'))];
      for (const folder of folders) {
        const path = join(folder, ...dotted.split('.').filter((part) => part !== ''));
        const found = source(`${path}.py`) ?? source(join(path, '__init__.py'));
        if (found !== null) return found;
      }
      return null;
    },
  };
}
