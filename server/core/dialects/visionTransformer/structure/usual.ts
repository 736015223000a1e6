/** Values for a key whose own can't be saved: without a slip of the sign, as the upstream model has it that the config is most like, upstream's default. */

import { replaceValue } from '../../../edit/edits';
import { literal, type PlainValue } from '../../../edit/literal';
import { isMapping } from '../../../edit/write';
import type { Fix } from '../../../finding';
import { type Phrase, phrase, verbatim } from '../../../phrase';
import type { TextEdit } from '../../../text';
import { titled } from '../../../title';
import type { Schema } from '../../schemaDocs';
import { schemaAt } from '../../schemaDocs';
import { plainAt, templateOf } from '../template';
import type { Place, Scope } from './place';

const MOST = 3;

/** Fixes that write a value which fits, the likeliest first. */
export function usualFixes(scope: Scope, place: Place): Fix[] {
  if (place.shared || place.entry === undefined) return [];
  const schema = schemaAt(scope.form, place.path) ?? {};
  const fixes: Fix[] = [];
  const propose = (value: PlainValue | undefined, why: Phrase) => {
    if (value === undefined || !fits(value, schema)) return;
    const title = titled(titleOf(place, value, scope), why);
    const edit = valueEdit(scope, place, value);
    if (edit !== null && !fixes.some((fix) => fix.edits[0]?.newText === edit.newText)) fixes.push({ title, edits: [edit] });
  };
  const { node } = place;
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    if (node.value < 0) propose(-node.value, phrase`without the minus`);
    if (schema.maximum === 1 && node.value > 1) propose(node.value / 100, phrase`${node.value} per cent`);
  }
  const template = templateOf(scope.form, scope.node, place.path);
  propose(plainAt(template.values, place.path), phrase`as in ${template.name}`);
  propose(isPlain(schema.default) ? schema.default : undefined, phrase`upstream's default`);
  return fixes.slice(0, MOST);
}

/** Writes another value where one is; an item of a list that came in from elsewhere can't be given one alone. */
export function valueEdit({ document, prefix }: Scope, { path, index, range }: Place, value: PlainValue): TextEdit | null {
  if (index === undefined) return replaceValue(document, prefix + path, value);
  return range.origin === undefined ? { range, newText: literal(value, document.syntax) } : null;
}

function titleOf({ entry, index }: Place, value: PlainValue, { document }: Scope): Phrase {
  const text = isMapping(value) ? '{…}' : literal(value, document.syntax);
  return index === undefined ? verbatim(`${entry?.key}: ${text}`) : phrase`Change to ${text}`;
}

function fits(value: PlainValue, { type, minimum, exclusiveMinimum, maximum }: Schema): boolean {
  const types = type === undefined ? [] : typeof type === 'string' ? [type] : type;
  if (typeof value !== 'number') return value !== null || types.includes('null');
  if (!types.includes('number') && !Number.isSafeInteger(value)) return false;
  return value >= (minimum ?? value) && value > (exclusiveMinimum ?? value - 1) && value <= (maximum ?? value);
}

function isPlain(value: unknown): value is boolean | number | string {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
}
