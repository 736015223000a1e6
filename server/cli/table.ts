/** Text in aligned columns. */
import { columnsOf } from '../core/columns';

export type Align = 'left' | 'right';

/** Rows of cells to lines, two spaces between columns, no spaces at the end of a line. `style` colours a padded cell. */
export function table(
  rows: readonly (readonly string[])[],
  align: readonly Align[],
  style: (cell: string, row: number, column: number) => string = (cell) => cell,
): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, columnsOf(cell));
  return rows.map((row, r) => {
    const last = row.findLastIndex((cell) => cell !== '');
    return row
      .slice(0, last + 1)
      .map((cell, c) => {
        const gap = ' '.repeat((widths[c] ?? 0) - columnsOf(cell));
        const styled = style(cell, r, c);
        if (align[c] === 'right') return gap + styled;
        return c === last ? styled : styled + gap;
      })
      .join('  ');
  });
}
