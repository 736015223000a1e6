/** Where a config is about to name a file. What files there are the core can't know. */
import type { DocumentAnalysis } from '../../analysis';
import { literal } from '../../edit';
import { isLocal } from '../../paths';
import type { Syntax } from '../../syntax/tree';
import type { Range, TextEdit } from '../../text';
import { type Site, sitesIn } from './site';

/** What the files are called that a key names. */
const ENDINGS: Readonly<Record<string, RegExp>> = {
  checkpoint: /\.(?:npz|safetensors)$/i,
  labels: /\.txt$/i,
};

export interface PathSite {
  /** The directory that is typed, with the slash at its end; empty for the config's own. */
  readonly directory: string;
  readonly ending: RegExp;
  /** How a file of that directory is written, or a directory in it, in which to go on. */
  item(name: string, kind: 'file' | 'directory'): PathItem;
}

export interface PathItem {
  readonly label: string;
  /** What is held against what is typed, quotes included. */
  readonly filterText: string;
  readonly replace: Range;
  readonly newText: string;
  readonly edits: readonly TextEdit[];
}

/** The signs behind which files may be asked for, beside those of other values. */
export const PATH_TRIGGERS = ['/'] as const;

/** Null where nothing is written that names a file. */
export function pathSite(analysis: DocumentAnalysis, offset: number): PathSite | null {
  const { text, options, recognition } = analysis;
  const { syntax } = options;
  if (recognition === null) return null;
  const site = sitesIn(analysis, offset).find(({ kind }) => kind === 'value');
  const ending = site === undefined ? undefined : ENDINGS[site.path];
  if (site === undefined || ending === undefined || text[site.token.start] === '[') return null;
  const { token, cursor, quote, lead, tail, edits } = site;
  const typed = unquoted(text.slice(token.start, cursor), quote, syntax);
  if (typed === null || !isLocal(typed)) return null;
  const directory = typed.slice(0, typed.lastIndexOf('/') + 1);
  const item = (name: string, kind: 'file' | 'directory'): PathItem => {
    const path = directory + name + (kind === 'directory' ? '/' : '');
    const label = kind === 'directory' ? `${name}/` : name;
    const written = syntax === 'python' ? inPython(path, quote) : inData(path, quote, syntax);
    const plain = quote === '' && syntax === 'yaml' && isPlain(path) ? path : written;
    // In a directory one goes on: the quote behind the cursor stays where it is, or is still to be typed.
    if (kind === 'directory') {
      const open = plain.endsWith('"') || plain.endsWith("'") ? plain.slice(0, -1) : plain;
      return { label, filterText: quote + path, replace: { start: token.start, end: cursor }, newText: lead + open, edits };
    }
    return { label, filterText: quote + path + quote, replace: token, newText: lead + plain + tail, edits };
  };
  return { directory, ending, item };
}

function inData(path: string, quote: Site['quote'], syntax: Syntax): string {
  if (quote === "'") return `'${path.replaceAll("'", "''")}'`;
  return quote === '"' || !isPlain(path) ? JSON.stringify(path) : literal(path, syntax);
}

/** In the quotes that are there, since the closing one may be. */
function inPython(path: string, quote: Site['quote']): string {
  const mark = quote === '' ? "'" : quote;
  return mark + path.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark;
}

/** Whether a path can stand in YAML without quotes: no sign of its own at its beginning, none in it that ends or splits it. */
const isPlain = (path: string): boolean =>
  /^(?:\.{1,2}\/|\/)?[\p{L}_][\p{L}\p{N} _./+()@=~-]*$/u.test(path) && !/ $| #|^(?:true|false|yes|no|on|off|y|n|null)$/i.test(path);

/** Null for what is no text yet, such as the half of an escape. */
function unquoted(token: string, quote: string, syntax: Syntax): string | null {
  if (quote === '') return token;
  if (syntax === 'python') return token.includes('\\') ? null : token.slice(1);
  if (quote === "'") return token.slice(1).replaceAll("''", "'");
  try {
    return JSON.parse(`${token}"`) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
