import type { PlainValue } from '../../edit';

/** The values to choose from at a path below what is written, the first of them usual; null where anything may stand. */
export type Choices = (path: string) => readonly PlainValue[] | null;

/** A stop of LSP's snippet syntax: a text to type over, or the texts to choose from. */
export function stopAt(number: number, text: string, choices: readonly string[] | null): string {
  if (choices === null || choices.length < 2) return `\${${number}:${escaped(text)}}`;
  return `\${${number}|${choices.map((choice) => escaped(choice).replace(/[,|]/g, '\\$&')).join(',')}|}`;
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
