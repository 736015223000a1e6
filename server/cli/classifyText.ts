/** What images show, for people. */
import type { Guess, Guesses } from './classify';
import type { Paint } from './paint';
import { printable } from './paint';
import { table } from './table';

/** Characters of a bar that stands for all. */
const BAR = 20;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A block of lines for one image, with an empty line at its end. */
export function guessesText(image: string, result: Guesses, paint: Paint): string {
  const title = paint('bold', printable(image));
  if (!result.ok) return `${title}\n${paint('red', '✗ failed:')} ${printable(result.error)}\n\n`;
  const zeroShot = result.guesses.some(({ cosine }) => cosine !== undefined);
  const rows = result.guesses.map((guess) => [
    `  ${nameOf(guess)}`,
    percent(guess.probability),
    // The column as wide as a whole bar, so that those behind it stay.
    bar(guess.probability).padEnd(zeroShot ? BAR : 0),
    ...(guess.cosine === undefined ? [] : [`cosine ${guess.cosine.toFixed(4)}`]),
  ]);
  const lines = table(rows, ['left', 'right', 'left', 'left'], (cell, row, column) => {
    if (column === 2) return paint('green', cell);
    return column === 3 ? paint('dim', cell) : row === 0 && column === 0 ? paint('bold', cell) : cell;
  });
  return `${title}\n${lines.join('\n')}\n\n`;
}

function nameOf({ label, index }: Guess): string {
  return label === null ? `class ${index}` : printable(label);
}

/** `61.3 %`; of what rounds to nothing, `< 0.1 %`. */
const percent = (probability: number) => (probability < 0.0005 ? '< 0.1 %' : `${(100 * probability).toFixed(1)} %`);

/** Of a share of 1, to an eighth of a character. */
export function bar(share: number): string {
  const eighths = Math.round(share * BAR * 8);
  return '█'.repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? '');
}
