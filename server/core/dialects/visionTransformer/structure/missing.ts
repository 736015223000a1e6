/** Findings about keys that upstream needs and the config lacks. */

import { literal, type PlainValue } from '../../../edit/literal';
import { isMapping } from '../../../edit/write';
import type { Finding, Fix } from '../../../finding';
import { type Phrase, type PhraseValue, phrase } from '../../../phrase';
import type { MappingNode, Syntax } from '../../../syntax/tree';
import { titled } from '../../../title';
import { keysOf } from '../../schemaDocs';
import { plainAt, templateOf } from '../template';
import { insertKeys } from './insert';
import type { Place, Scope } from './place';
import { code, listed, ownerName } from './words';

/** One finding for all that one mapping lacks. */
export function missingFinding(scope: Scope, place: Place & { readonly node: MappingNode }, keys: readonly string[]): Finding {
  const message = missing(keys, place.path === '' ? null : ownerName(scope.form, place.path));
  const range = place.path === '' ? scope.anchor : (place.entry?.alias ?? place.entry?.keyRange ?? scope.anchor);
  return { code: 'missing-key', severity: 'error', message, range, related: [], fixes: place.shared ? [] : fixesOf(scope, place, keys) };
}

function missing(keys: readonly string[], owner: PhraseValue | null): Phrase {
  const names = listed(keys.map(code));
  if (owner === null) return keys.length === 1 ? phrase`${names} is missing` : phrase`${names} are missing`;
  return keys.length === 1 ? phrase`${names} is missing from ${owner}` : phrase`${names} are missing from ${owner}`;
}

function fixesOf(scope: Scope, place: Place & { readonly node: MappingNode }, keys: readonly string[]): Fix[] {
  const { name, values } = templateOf(scope.form, scope.node, place.path);
  const owner = plainAt(values, place.path);
  const added = keys.flatMap((key) => {
    const value = isMapping(owner) && Object.hasOwn(owner, key) ? owner[key] : undefined;
    return value === undefined ? [] : [{ key, value }];
  });
  if (added.length !== keys.length) return [];
  const order = keysOf(scope.form, place.path).map(({ key }) => key);
  const edits = insertKeys(scope.document, place.node, place.entry, added, order);
  if (edits === null) return [];
  const [only] = added;
  const written =
    added.length === 1 && only !== undefined && !isMapping(only.value) ? `${only.key}: ${inline(only.value, scope.document.syntax)}` : listed(keys);
  return [{ title: titled(phrase`Add ${written}`, phrase`as in ${name}`), edits }];
}

function inline(value: PlainValue, syntax: Syntax): string {
  if (syntax === 'python') return literal(value, syntax);
  return Array.isArray(value) ? `[${value.map((item) => inline(item, syntax)).join(', ')}]` : String(value);
}
