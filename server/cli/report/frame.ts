/** The lines of a file that a finding speaks of, its places underlined. */

import { columnsOf } from '../../core/columns';
import type { Finding } from '../../core/finding';
import { english } from '../../core/phrase';
import type { Paint, Style } from '../paint';
import { printable, SEVERITY_STYLE } from '../paint';
import type { PlacedRange, ShownText } from '../place';
import type { Source } from '../source';

interface Mark {
  readonly range: PlacedRange;
  /** Empty for the finding's own place, whose message stands above the frame. */
  readonly message: string;
  readonly primary: boolean;
}

const TAB = '    ';

/** Text as it is shown, tabs as spaces. */
function shown(text: string): string {
  return printable(text.replaceAll('\t', TAB));
}

/** The part of a long line that holds the mark; whole lines where they fit. */
function excerpt(line: string, start: number, end: number, room: number): { text: string; start: number; end: number } {
  if (line.length <= room) return { text: line, start, end };
  const keep = room - 2;
  const from = Math.max(0, Math.min(start - Math.floor(keep / 3), line.length - keep));
  const to = Math.min(line.length, from + keep);
  const head = from > 0 ? '…' : '';
  const tail = to < line.length ? '…' : '';
  return { text: head + line.slice(from, to) + tail, start: start - from + head.length, end: Math.min(end, to) - from + head.length };
}

/** Lines of the frame, without a line end; `width` is the terminal's. Places in other files have frames of their own behind it. */
export function frame(source: Source, finding: Finding, paint: Paint, width: number): string[] {
  const style = SEVERITY_STYLE[finding.severity];
  const own: Mark[] = [{ range: source.place(finding.range), message: '', primary: true }];
  const elsewhere = new Map<string, { readonly text: ShownText; readonly marks: Mark[] }>();
  for (const place of finding.related) {
    const text = source.textOf(place);
    const mark = { range: text.place(place.range), message: english(place.message), primary: false };
    const { file } = place;
    if (file === undefined) own.push(mark);
    else elsewhere.set(file, { text, marks: [...(elsewhere.get(file)?.marks ?? []), mark] });
  }
  const out = marked(source, own, style, paint, width);
  for (const { text, marks } of elsewhere.values()) {
    const start = marks[0]?.range.start ?? { line: 0, character: 0 };
    out.push(`${paint('blue', ' -->')} ${printable(text.path)}:${start.line + 1}:${start.character + 1}`, ...marked(text, marks, style, paint, width));
  }
  return out;
}

function marked(source: Pick<ShownText, 'line'>, marks: readonly Mark[], primary: Style, paint: Paint, width: number): string[] {
  const byLine = new Map<number, Mark[]>();
  for (const mark of marks) byLine.set(mark.range.start.line, [...(byLine.get(mark.range.start.line) ?? []), mark]);
  const lines = [...byLine.keys()].sort((a, b) => a - b);
  const gutter = String((lines.at(-1) ?? 0) + 1).length;
  const bar = (label: string) => paint('blue', ` ${label.padStart(gutter)} |`);

  const out: string[] = [];
  let previous: number | undefined;
  for (const number of lines) {
    if (previous !== undefined && number === previous + 2) out.push(`${bar(String(number))} ${shown(source.line(number - 1))}`.trimEnd());
    else if (previous !== undefined && number > previous + 1) out.push(paint('blue', ` ${' '.repeat(gutter)} :`));
    previous = number;
    const line = source.line(number);
    const onLine = byLine.get(number) ?? [];
    const first = onLine[0];
    if (first === undefined) continue;
    const limit = Math.max(30, width - gutter - 4);
    for (const [i, mark] of onLine.entries()) {
      const { start, end } = mark.range;
      const stop = end.line === number ? end.character : line.length;
      const { text, start: from, end: to } = excerpt(line, start.character, stop, limit);
      if (i === 0) out.push(`${bar(String(number + 1))} ${shown(text)}`.trimEnd());
      // Further marks of a long line would need another excerpt of it; their message is what counts.
      const fits = line.length <= limit || i === 0;
      const indent = fits ? ' '.repeat(columnsOf(shown(text.slice(0, from)))) : '';
      const length = Math.max(1, fits ? columnsOf(shown(text.slice(from, to)).trimEnd()) : 1);
      const style = mark.primary ? primary : 'blue';
      const label = mark.message === '' ? '' : ` ${printable(mark.message)}`;
      out.push(`${bar('')} ${indent}${paint(style, (mark.primary ? '^' : '-').repeat(length) + label)}`);
    }
  }
  return out;
}
