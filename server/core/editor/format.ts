import { columnsOf } from '../columns';
import { humanMacs, humanParameters } from '../count/units';
import type { Pair } from '../dialects/spec';
import { type Phrase, type PhraseValue, phrase } from '../phrase';

/** `a · b`, of those that are there; null where none is. */
export function besides(...parts: readonly (PhraseValue | null | undefined)[]): Phrase | null {
  const said = parts.flatMap((part) => (part === null || part === undefined || part === '' ? [] : [phrase`${part}`]));
  return said.length === 0 ? null : said.reduce((before, next) => phrase`${before} · ${next}`);
}

/** `16×16`. */
export const times = ([rows, columns]: Pair): string => `${rows}×${columns}`;

/** `[1, 1000]`. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** A ratio as a person writes it: `4`, `2.67`. */
export const ratio = (value: number): string => String(Number(value.toPrecision(3)));

/** `56 %`, `< 1 %`, `> 99 %`; the empty text of nothing. */
export function share(part: number, whole: number): string {
  if (!(whole > 0) || part <= 0) return '';
  const percent = (100 * part) / whole;
  if (percent < 1) return '< 1 %';
  return percent > 99 && part < whole ? '> 99 %' : `${Math.round(percent)} %`;
}

/** `1st`, `2nd`, `3rd`, `11th`, `22nd`. */
export function ordinal(n: number): Phrase {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  const last = teens ? 0 : n % 10;
  return last === 1 ? phrase`${n}st` : last === 2 ? phrase`${n}nd` : last === 3 ? phrase`${n}rd` : phrase`${n}th`;
}

/** Characters of what a lens says. */
const LENS = 102;

/** As much of a text as fits into a lens, which is one line. */
export function lensText(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length <= LENS ? line : `${line.slice(0, LENS - 1).trimEnd()}…`;
}

/** Milliseconds: `61 ms`, `1.4 s`. */
export const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`);

/** Memory of a process, decimal as system monitors have it: `134 MB`, `1.2 GB`. */
export const memory = (bytes: number): string => (bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

function signed(difference: number, human: (value: number) => string): string {
  if (difference === 0) return '±0';
  return `${difference > 0 ? '+' : '−'}${human(Math.abs(difference))}`;
}

/** `+7.09 M`, `−7.09 M`, `±0`. */
export const signedParameters = (difference: number): string => signed(difference, humanParameters);

/** `+1.45 GMACs`, `±0`. */
export const signedMacs = (difference: number): string => signed(difference, humanMacs);

/** `17.4 G`: for a column that says MACs at its head. */
export const bareMacs = (macs: number): string => humanMacs(macs).replace(/ ?MACs$/, '');

/** `+1.45 G`, `±0`. */
export const signedBareMacs = (difference: number): string => signed(difference, bareMacs);

/** A value as it is typed: pairs and lists in brackets, null as `null`. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  return typeof value === 'string' ? value : String(value);
}

/** What was worded with values of YAML, with those of Python: `(16, 16)`, `None`. */
export function inPython({ text, values }: Phrase): Phrase {
  const worded = (value: PhraseValue): PhraseValue => {
    if (typeof value === 'object') return inPython(value);
    if (value === 'null') return 'None';
    const list = typeof value === 'string' ? /^\[([^[\]]*)\]$/.exec(value)?.[1] : undefined;
    return list === undefined ? value : list === '' || list.includes(',') ? `(${list})` : `(${list},)`;
  };
  return { text, values: values.map(worded) };
}

/** Text that Markdown would read as markup, made plain; a table's bars too. */
export const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ');

/** A code span that holds any text, backticks included. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  return line.includes('`') ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Between columns: editors draw tables without any space of their own, and trim every other kind. */
const GAP = '&nbsp;&nbsp;&nbsp;';

/** A Markdown table; `align` has `l` or `r` for each column. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], align: string): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const spaced = (cells: readonly string[]) => line(cells.map((cell, column) => (column === 0 || cell === '' ? cell : GAP + cell)));
  return [spaced(header), line([...align].map((side) => (side === 'r' ? '--:' : ':--'))), ...rows.map(spaced)].join('\n');
}

/** Markdown as this folder writes it, as plain text: columns aligned, marks left out. */
export function withoutMarkup(markdown: string): string {
  const bare = (text: string) =>
    text
      .replaceAll(GAP, '')
      .replace(/\\([\\`*_{}[\]<>#|~])|\*\*|`/g, '$1')
      .trim();
  const aligned = (lines: readonly string[]) => {
    const rows = lines
      .filter((line) => !/^[| :-]+$/.test(line))
      .map((line) =>
        line
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map(bare),
      );
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))));
    return rows
      .map((row) =>
        row
          .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columnsOf(cell)))
          .join('  ')
          .trimEnd(),
      )
      .join('\n');
  };
  return markdown
    .split('\n\n')
    .map((paragraph) => {
      if (paragraph.startsWith('```')) return paragraph.split('\n').slice(1, -1).join('\n');
      return paragraph.startsWith('|') ? aligned(paragraph.split('\n')) : bare(paragraph);
    })
    .join('\n\n');
}
