/**
 * Whether a path that a config names is one of this machine: no URL (`gs://`, `https://`; a drive letter is none), and no share
 * of another machine, which the mere look for it would ask.
 */
export function isLocal(path: string): boolean {
  return !/^[a-z][\w+.-]+:/i.test(path) && !/^[\\/]{2}/.test(path) && !/[\0-\x1f]/.test(path);
}
