/** What comes with the tool: the runner's bundle and a picture. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of package.json, whether this runs bundled from dist/ or from its sources. */
function packageRoot(): string {
  for (let directory = __dirname; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json')) || dirname(directory) === directory) return directory;
  }
}

export function runnerPath(): string {
  return join(packageRoot(), 'dist', 'runner.js');
}

export function sampleImagePath(): string {
  return join(packageRoot(), 'samples', 'images', 'lake.jpg');
}
