/** What the URI of a file tells. */
import { basename } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

/** Base name of a URI's path, null for unsaved text. Never throws: a stray `%` is left as it is. */
export function fileNameOf(uri: string): string | null {
  const [, scheme, path] = /^([a-z][\w+.-]*):([^?#]*)/i.exec(uri) ?? [];
  if (path === undefined || scheme === 'untitled') return null;
  const name = basename(path);
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}

/** The path of a file on this machine, null for URIs that name none. */
export function pathOf(uri: string): string | null {
  try {
    return fileURLToPath(uri);
  } catch (error) {
    if (error instanceof TypeError || error instanceof URIError) return null;
    throw error;
  }
}
