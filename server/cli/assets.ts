/** What comes with the tool, as a command finds it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assets from '../assets';

/** The directory of package.json, whether this runs bundled from dist/ or from its sources. */
function packageRoot(): string {
  for (let directory = __dirname; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json')) || dirname(directory) === directory) return directory;
  }
}

export function runnerPath(): string {
  return assets.runnerPath(packageRoot());
}

export function sampleImagePath(): string {
  return assets.sampleImagePath(packageRoot());
}
