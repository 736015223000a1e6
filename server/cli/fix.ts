/** `check --fix`: the safe fixes of a file, written into it. */

import { resolve } from 'node:path';
import { fixAll, safeFixOf } from '../core/editor';
import type { Finding } from '../core/finding';
import { english } from '../core/phrase';
import { decode, MAX_BYTES, reasonOf } from '../files';
import type { Host } from './host';
import type { PlacedRange } from './place';
import { Source, startsWithMark } from './source';

export interface FixedSource {
  /** The file as it is now. */
  readonly source: Source;
  readonly fixed: readonly { readonly code: string; readonly title: string; readonly range: PlacedRange }[];
  /** One line each: what was not fixed or could not be written, and why. */
  readonly problems: readonly string[];
  /** Whether a problem kept the file from being written. */
  readonly failed: boolean;
}

/** Line ends, a byte order mark and the file's mode stay. A file that is not as it was when it was read is left alone. */
export async function fixSource(host: Host, source: Source): Promise<FixedSource> {
  const { text, mended } = fixAll(source.snapshot);
  const left = Source.like(source, text);
  const leftOver = left.findings.filter((finding) => safeFixOf(finding) !== null);
  const problems = leftOver.length === 0 ? [] : [whyLeft(left, leftOver)];
  if (mended.length === 0) return { source, fixed: [], problems, failed: false };
  const path = resolve(host.cwd, source.path);
  try {
    const bytes = await host.read(path, MAX_BYTES);
    const now = decode(bytes);
    if (!now.ok || now.text !== source.text.replace(/^\ufeff/, '')) return refused(source, 'has changed since it was read; nothing is fixed');
    const mark = startsWithMark(bytes) && !source.text.startsWith('\ufeff') ? '\ufeff' : '';
    await host.replace(path, new TextEncoder().encode(mark + text));
  } catch (error) {
    return refused(source, `${english(reasonOf(error))}; nothing is fixed`);
  }
  return {
    source: left,
    fixed: mended.map(({ code, title, range }) => ({ code, title: english(title), range: source.place(range) })),
    problems,
    failed: false,
  };
}

function refused(source: Source, reason: string): FixedSource {
  return { source, fixed: [], problems: [`${source.path}: ${reason}`], failed: true };
}

function whyLeft(source: Source, findings: readonly Finding[]): string {
  const lines = findings.slice(0, 3).map(({ range }) => source.place(range).start.line + 1);
  const count = findings.length === 1 ? '1 safe fix is' : `${findings.length} safe fixes are`;
  return `${source.path}: ${count} not made (line ${lines.join(', ')}${findings.length > lines.length ? ', ...' : ''}): the document can't be read whole`;
}
