/**
 * Packages as package-lock.json names them. Those of another platform are not installed: they are fetched from npm's own registry
 * into .cache, once, and checked against the lock.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npmSync } from './npm.mjs';

/** The folder with the package's files. Throws, in words for a person, where it can't be had. */
export function packageFolder(root, name) {
  const entry = lockOf(root)[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`package-lock.json has no ${name}`);
  const installed = join(root, 'node_modules', name);
  if (existsSync(installed) && versionIn(installed) === entry.version) return installed;
  const cached = join(root, '.cache', 'packages', `${name.replace('/', '+')}@${entry.version}`);
  if (!existsSync(cached)) fetchInto(cached, name, entry);
  return cached;
}

export function lockOf(root) {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
}

const versionIn = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;

/** What is there is whole: it is unpacked beside and moved at the end. */
function fetchInto(folder, name, { version, integrity }) {
  const parent = join(folder, '..');
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(join(parent, '.fetching-'));
  try {
    npmPack(`${name}@${version}`, work);
    const tarball = readFileSync(
      join(
        work,
        readdirSync(work).find((file) => file.endsWith('.tgz')),
      ),
    );
    const [algorithm, expected] = integrity.split(/-(.*)/s);
    const actual = createHash(algorithm).update(tarball).digest('base64');
    if (actual !== expected) throw new Error(`${name}@${version} is not the package of package-lock.json: its ${algorithm} is ${actual}, not ${expected}`);
    const unpacked = join(work, 'unpacked');
    mkdirSync(unpacked);
    // From its input, since a path with a drive letter is a host to some tars. Windows has one of its own.
    execFileSync('tar', ['-xzf', '-', '--strip-components=1'], { cwd: unpacked, input: tarball });
    renameSync(unpacked, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** npm knows the registry, its proxies and its credentials. */
function npmPack(spec, folder) {
  const result = npmSync(['pack', spec, '--pack-destination', folder, '--loglevel=error']);
  if (result.status === 0) return;
  const words = (result.error?.message ?? result.stderr).trim().split('\n').slice(0, 4).join('\n');
  throw new Error(`${spec} is not installed, and npm could not fetch it:\n${words}`);
}
