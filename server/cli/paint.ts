/** Colour for terminals, and only there: NO_COLOR and FORCE_COLOR are respected (no-color.org, force-color.org). */
import type { Severity } from '../core/finding';
import type { Host, Output } from './host';

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], cyan: [36, 39] } as const;

export type Style = keyof typeof CODES;
export type Paint = (style: Style, text: string) => string;

const ESCAPE = '\u001b[';

export const plain: Paint = (_style, text) => text;

/** The paint for one of the host's outputs. */
export function paintFor(host: Host, output: Output): Paint {
  const { NO_COLOR: none, FORCE_COLOR: force, TERM: term } = host.env;
  const forced = force !== undefined && force !== '' && force !== '0' && force !== 'false';
  const wanted = none !== undefined && none !== '' ? false : forced || (output.isTerminal && term !== 'dumb' && force !== '0' && force !== 'false');
  if (!wanted) return plain;
  return (style, text) => (text === '' ? '' : `${ESCAPE}${CODES[style][0]}m${text}${ESCAPE}${CODES[style][1]}m`);
}

export const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'cyan' };

/** Control characters of a config must not reach the terminal as commands. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
