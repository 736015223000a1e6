/** Findings for people: where, what, the lines it is about, and what would mend it. */

import type { Finding, Severity } from '../../core/finding';
import { english } from '../../core/phrase';
import type { Paint } from '../paint';
import { printable, SEVERITY_STYLE } from '../paint';
import type { PlacedRange } from '../place';
import type { Source } from '../source';
import { frame } from './frame';

/** What a severity is called in texts for people. */
const NOUN: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'hint' };

/** Each finding as a block of lines with an empty line after it; empty for none. */
export function findingsText(source: Source, findings: readonly Finding[], paint: Paint, width: number): string {
  return findings.map((finding) => `${block(source, finding, paint, width).join('\n')}\n\n`).join('');
}

function block(source: Source, finding: Finding, paint: Paint, width: number): string[] {
  const { line, character } = source.place(finding.range).start;
  const place = paint('bold', `${printable(source.path)}:${line + 1}:${character + 1}`);
  const severity = paint(SEVERITY_STYLE[finding.severity], NOUN[finding.severity]);
  const [message = '', ...more] = printable(english(finding.message)).split('\n');
  return [
    `${place}: ${severity}: ${message} ${paint('dim', `[${finding.code}]`)}`,
    ...more.map((text) => `  ${text}`),
    ...frame(source, finding, paint, width),
    ...finding.fixes.map(({ title }) => `  ${paint('green', 'help:')} ${printable(english(title))}`),
  ];
}

/** A line for each fix that was made, with an empty one after them. */
export function fixedText(
  { path }: Source,
  fixed: readonly { readonly code: string; readonly title: string; readonly range: PlacedRange }[],
  paint: Paint,
): string {
  const lines = fixed.map(({ code, title, range: { start } }) => {
    const place = paint('bold', `${printable(path)}:${start.line + 1}:${start.character + 1}`);
    return `${place}: ${paint('green', 'fixed:')} ${printable(title)} ${paint('dim', `[${code}]`)}\n`;
  });
  return `${lines.join('')}\n`;
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

export function countBySeverity(findings: readonly Finding[]): SeverityCounts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** `2 errors, 1 warning`, or `no findings`. */
export function summaryOf(counts: SeverityCounts, paint: Paint): string {
  const parts = (['error', 'warning', 'information', 'hint'] as const).flatMap((severity) => {
    const count = counts[severity];
    return count === 0 ? [] : [paint(SEVERITY_STYLE[severity], `${count} ${NOUN[severity]}${count === 1 ? '' : 's'}`)];
  });
  return parts.length === 0 ? paint('green', 'no findings') : parts.join(', ');
}
