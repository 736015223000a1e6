/** Findings about a value that is there: of a wrong type, out of range, none of those allowed. */

import type { SchemaError } from '../../../../generated/validators';
import { literal, type PlainValue } from '../../../edit/literal';
import { nearest } from '../../../edit/nearest';
import type { Finding, Fix } from '../../../finding';
import { type Phrase, type PhraseValue, phrase } from '../../../phrase';
import { type ConfigDocument, entryOf, type Syntax } from '../../../syntax/tree';
import type { TextEdit } from '../../../text';
import { titled } from '../../../title';
import type { Schema } from '../../schemaDocs';
import { briefOf, schemaAt, typeInWords } from '../../schemaDocs';
import type { Place, Scope } from './place';
import { placeOf } from './place';
import type { OddNumber } from './plain';
import { unreadable } from './plain';
import { respelt } from './repairs';
import { usualFixes, valueEdit } from './usual';
import { code, either, got } from './words';

/** One finding for each value, whatever number of errors it has. */
export function valueFindings(scope: Scope, errors: readonly SchemaError[], odd: readonly OddNumber[]): Finding[] {
  const byPointer = new Map<string, SchemaError>();
  for (const error of errors) {
    const before = byPointer.get(error.instancePath);
    if (before === undefined || weight(error) > weight(before)) byPointer.set(error.instancePath, error);
  }
  const findings: Finding[] = [];
  for (const [pointer, error] of byPointer) {
    const place = placeOf(scope, pointer);
    if (place === null || !speaks(scope, place) || readAsWanted(scope, place)) continue;
    findings.push(findingOf(scope, place, error));
  }
  for (const { pointer, node, fault } of odd) {
    const schema = schemaAt(scope.form, pointer.slice(1).replaceAll('/', '.'));
    if (schema === undefined || !typesOf(schema).includes('integer') || byPointer.has(pointer)) continue;
    const place = placeOf(scope, pointer);
    if (place?.node !== node || !speaks(scope, place)) continue;
    findings.push(
      fault === 'huge'
        ? finding('out-of-range', place, phrase`${subject(place)} is too large, got ${got(place.node)}`, usualFixes(scope, place))
        : wrongType(scope, place, schema),
    );
  }
  return findings;
}

/** A wrong type outweighs what follows from it. */
function weight({ keyword }: SchemaError): number {
  return keyword === 'type' ? 2 : keyword === 'minItems' || keyword === 'maxItems' ? 1 : 0;
}

function speaks(scope: Scope, { path, node, entry, index }: Place): boolean {
  if (node.kind === 'unknown') return false;
  // A patch size of one number, or not of two, is a rule of its own.
  if (/(?:^|\.)patches\.size$/.test(path) && (node.kind === 'sequence' || (node.kind === 'scalar' && typeof node.value === 'number'))) return false;
  return entry === undefined || index !== undefined || !unreadable(entry, scope.document.syntax);
}

/** `on` where true or false is wanted: PyYAML reads just that. */
function readAsWanted(scope: Scope, { path, node }: Place): boolean {
  if (node.kind !== 'scalar' || typeof node.consumer?.value !== 'boolean') return false;
  return typesOf(schemaAt(scope.form, path) ?? {}).includes('boolean');
}

function findingOf(scope: Scope, place: Place, error: SchemaError): Finding {
  const schema = schemaAt(scope.form, place.path) ?? {};
  const { limit } = error.params;
  switch (error.keyword) {
    case 'minimum':
      return finding('out-of-range', place, phrase`${subject(place)} must be at least ${String(limit)}, got ${got(place.node)}`, usualFixes(scope, place));
    case 'exclusiveMinimum':
      return finding('out-of-range', place, phrase`${subject(place)} must be above ${String(limit)}, got ${got(place.node)}`, usualFixes(scope, place));
    case 'maximum':
      return finding('out-of-range', place, phrase`${subject(place)} must be at most ${String(limit)}, got ${got(place.node)}`, usualFixes(scope, place));
    case 'enum':
      return notAllowed(scope, place, schema, Array.isArray(error.params.allowedValues) ? error.params.allowedValues.map(String) : []);
    // Of a path: it is empty.
    case 'pattern':
      return finding('wrong-type', place, phrase`${subject(place)} must name a file, got ${got(place.node)}`, nulled(scope, place));
    case 'type':
    case 'minItems':
    case 'maxItems':
      return wrongType(scope, place, schema, error);
    default:
      return finding('wrong-type', place, phrase`${subject(place)} must be ${typeInWords(schema, scope.document.syntax)}, got ${got(place.node)}`, []);
  }
}

function wrongType(scope: Scope, place: Place, schema: Schema, error?: SchemaError): Finding {
  // The error may know better than the schema: `text` may be null, but not beside `text_model: bert`.
  const type = error?.keyword === 'type' && isType(error.params.type) ? error.params.type : schema.type;
  const expected = type === undefined ? schema : { ...schema, type };
  return finding(
    'wrong-type',
    place,
    phrase`${subject(place)} must be ${expectation(expected, scope.document.syntax)}, got ${got(place.node)}`,
    fixes(scope, place, expected),
  );
}

function nulled(scope: Scope, place: Place): Fix[] {
  return place.shared ? [] : replacing(scope, place, null, phrase`none`);
}

/** The type in words; of a mapping that needs one key, the key too. */
function expectation(schema: Schema, syntax: Syntax): Phrase {
  const [only, ...others] = schema.required ?? [];
  return schema.type === 'object' && only !== undefined && others.length === 0 ? phrase`a mapping with ${code(only)}` : typeInWords(schema, syntax);
}

function isType(type: unknown): type is string | string[] {
  return typeof type === 'string' || Array.isArray(type);
}

/** A tag before a value, which would go on making it of a wrong type: `!!float 3`. */
const TAGGED = /(?:^|[\s[{,])!\S*\s+(?:&\S+\s+)?$/;

function fixes(scope: Scope, place: Place, schema: Schema): Fix[] {
  if (place.shared || TAGGED.test(scope.document.text.slice(0, place.node.range.start).slice(-80))) return [];
  const meant = respelt(place.node, schema);
  if (meant === null) return usualFixes(scope, place);
  return replacing(scope, place, meant.value).map((fix) => ({ ...fix, ...(meant.same ? { safe: true } : {}) }));
}

function notAllowed(scope: Scope, place: Place, schema: Schema, allowed: readonly string[]): Finding {
  const names = allowed.length > 6 ? phrase`one of upstream's models` : either(allowed.map(code));
  const typed = place.node.kind === 'scalar' ? String(place.node.value) : '';
  const same = allowed.find((value) => letters(value) === letters(typed));
  const near = same ?? nearest(typed, allowed);
  const first = near ?? fitting(scope, place);
  const ranked = first === null ? allowed : [first, ...allowed.filter((value) => value !== first)];
  const offered = allowed.length > 6 ? ranked.slice(0, near === null ? 0 : 1) : ranked;
  const wrong = phrase`${subject(place)} must be ${names}, got ${got(place.node)}`;
  const message = near === null ? wrong : phrase`${wrong}; did you mean ${code(near)}?`;
  const made = place.shared
    ? []
    : offered.flatMap((value): Fix[] => {
        const says = briefOf(schema, schema.enum?.indexOf(value) ?? -1);
        return replacing(scope, place, value, says).map((fix) => (value === same ? { ...fix, safe: true } : fix));
      });
  return finding('not-allowed-value', place, message, made);
}

/** What is left of a word when capitals, hyphens and the like do not count. */
function letters(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9+]/g, '');
}

/** The text tower whose keys are given; null for any other key. */
function fitting({ node }: Scope, { path }: Place): string | null {
  const text = entryOf(node, 'text')?.value;
  if (path !== 'text_model' || text === undefined) return null;
  return entryOf(text, 'config') === undefined ? 'text_transformer' : 'bert';
}

/** The fix that writes another value; none where that can't be done. */
function replacing(scope: Scope, place: Place, value: PlainValue, consequence: Phrase | null = null): Fix[] {
  const { document } = scope;
  const key = place.index === undefined ? place.entry?.key : undefined;
  const newText = literal(value, document.syntax);
  const title = titled(key === undefined ? phrase`Change to ${newText}` : `${key}: ${newText}`, consequence);
  const edit = document.python === undefined ? inPlace(document, place, newText) : valueEdit(scope, place, value);
  return edit === null ? [] : [{ title, edits: [edit] }];
}

function inPlace({ text }: ConfigDocument, { range }: Place, newText: string): TextEdit {
  const touchesColon = range.start === range.end && text[range.start - 1] === ':';
  return { range, newText: touchesColon ? ` ${newText}` : newText };
}

function subject({ entry, index }: Place): PhraseValue {
  if (entry === undefined) return phrase`The config`;
  return index === undefined ? code(entry.key) : phrase`Value ${index + 1} of ${code(entry.key)}`;
}

function finding(name: string, place: Place, message: Phrase, made: readonly Fix[]): Finding {
  return { code: name, severity: 'error', message, range: visible(place), related: [], fixes: made };
}

/** An empty value has no text to mark; its key has. */
function visible({ range, entry }: Place): Finding['range'] {
  return range.start === range.end && entry !== undefined ? entry.keyRange : range;
}

function typesOf({ type }: Schema): readonly string[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}
