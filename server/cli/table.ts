/** Text in aligned columns. */

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns of a terminal that `text`, without colour, takes: CJK and emoji two, combining marks none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

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
