// One .vsix is for one platform, since it carries native code, or for all of them, without. The names are those of the extension gallery.
import { readFileSync } from 'node:fs';

/** The platforms for which both native packages have binaries. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

/** For every platform, and the run left out. */
export const UNIVERSAL = 'universal';

export const hostTarget = () => `${process.platform}-${process.arch}`;

/** `vit-config-linux-x64-0.1.0.vsix` */
export function vsixName(target) {
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return `${name}-${target}-${version}.vsix`;
}
