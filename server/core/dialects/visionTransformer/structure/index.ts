/**
 * Structure: a document against its form's JSON Schema, in a person's words, one finding a mistake. The compiled schemas
 * find; the files beside turn what they find into findings with places and fixes.
 */

import { litModel, mixerModel, namedModel, trainingOnly, type Validator, vitModel } from '../../../../generated/validators';
import type { Finding } from '../../../finding';
import { type PhraseValue, phrase } from '../../../phrase';
import type { ConfigDocument, MappingNode } from '../../../syntax/tree';
import { entryOf } from '../../../syntax/tree';
import { placeName } from '../../../text';
import type { Recognition } from '../../dialect';
import type { SchemaName } from '../../schemaDocs';
import { layoutOf } from '../keys';
import { missingFinding } from './missing';
import type { Place, Scope } from './place';
import { placeOf } from './place';
import { plainOf } from './plain';
import type { Stray } from './unknown';
import { slips, strayFindings, strays } from './unknown';
import { valueFindings } from './values';
import { got } from './words';

const VALIDATORS: Readonly<Record<SchemaName, Validator>> = { vit: vitModel, mixer: mixerModel, lit: litModel, named: namedModel, training: trainingOnly };

/** Mappings upstream reads by single keys: what else is in them is neither read nor refused. */
const UNREAD = /(?:^|\.)(?:patches|resnet)$/;

/** Findings about structure, in source order. Never throws. */
export function structure(document: ConfigDocument, recognition: Recognition): readonly Finding[] {
  const layout = layoutOf(document, recognition);
  if (layout === null) return document.root?.kind === 'sequence' ? [notAMapping(document.root.range, got(document.root))] : [];
  const certain = recognition.evidence.some(({ range }) => range === null);
  const scopeOf = (form: SchemaName, node: MappingNode, prefix: string): Scope => ({ document, form, node, prefix, anchor: anchorOf(node), certain });
  const findings: Finding[] = [];
  if (layout.form === 'training') findings.push(...check(scopeOf('training', layout.root, '')), ...nameOf(layout.model === layout.root, scopeOf));
  if (layout.form === 'model' || layout.prefix !== '') {
    if (layout.model !== null) findings.push(...check(scopeOf(layout.kind, layout.model, layout.prefix)));
  }
  return distinct(findings).sort((a, b) => a.range.start - b.range.start);

  /** A training config without a model of its own takes the one it names, which has to be upstream's. */
  function nameOf(byName: boolean, scope: typeof scopeOf): Finding[] {
    if (!byName || layout === null) return [];
    const named = scope('named', layout.root, '');
    const entry = entryOf(layout.root, 'model_name');
    return entry === undefined
      ? []
      : valueFindings(
          named,
          errorsOf(named).filter(({ instancePath, keyword }) => instancePath === '/model_name' && keyword === 'enum'),
          [],
        );
  }
}

function notAMapping(range: Finding['range'], what: PhraseValue): Finding {
  return { code: 'wrong-type', severity: 'error', message: phrase`The config must be a mapping, got ${what}`, range, related: [], fixes: [] };
}

function anchorOf(node: MappingNode): Finding['range'] {
  const first = node.entries.find(({ merged }) => merged === undefined);
  return entryOf(node, 'model_name')?.keyRange ?? first?.keyRange ?? node.range;
}

function errorsOf(scope: Scope, plain = plainOf(scope.node)): NonNullable<Validator['errors']> {
  const validate = VALIDATORS[scope.form];
  return validate(plain.value) ? [] : (validate.errors ?? []);
}

function check(scope: Scope): Finding[] {
  const plain = plainOf(scope.node);
  const errors = errorsOf(scope, plain);
  const open = scope.form === 'training' ? ['', '/pp'] : scope.form === 'lit' ? ['/pp'] : [];
  if (errors.length === 0 && plain.odd.length === 0 && open.length === 0) return [];

  const found: Stray[] = [];
  const findings: Finding[] = [];
  for (const [pointer, keys] of grouped(errors, 'additionalProperties', 'additionalProperty')) {
    const place = mappingAt(scope, pointer);
    if (place === null) continue;
    const here = strays(scope, place, keys);
    found.push(...here);
    findings.push(...strayFindings(scope, here, UNREAD.test(place.path)));
  }
  for (const pointer of open) {
    const place = mappingAt(scope, pointer);
    if (place === null) continue;
    const here = slips(scope, place);
    found.push(...here);
    findings.push(...strayFindings(scope, here, true));
  }
  for (const [pointer, keys] of grouped(errors, 'required', 'missingProperty')) {
    const place = mappingAt(scope, pointer);
    // A misspelt or misplaced key is there, in a way: its own finding says so.
    const missing =
      place === null
        ? []
        : [...keys].filter((key) => !found.some(({ owner, meant, home }) => (owner === place.path && meant === key) || home === join(place.path, key)));
    if (place !== null && place.node.open === undefined && missing.length > 0) findings.push(missingFinding(scope, place, missing));
  }
  const ofValues = errors.filter(({ keyword }) => keyword !== 'required' && keyword !== 'additionalProperties' && keyword !== 'if');
  findings.push(...valueFindings(scope, ofValues, plain.odd));
  return findings;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function mappingAt(scope: Scope, pointer: string): (Place & { readonly node: MappingNode }) | null {
  const place = placeOf(scope, pointer);
  return place !== null && place.node.kind === 'mapping' ? { ...place, node: place.node } : null;
}

/** The keys that errors of one keyword are about, by the mapping. */
function grouped(errors: NonNullable<Validator['errors']>, keyword: string, parameter: string): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const error of errors) {
    if (error.keyword !== keyword) continue;
    const keys = groups.get(error.instancePath) ?? new Set<string>();
    keys.add(String(error.params[parameter]));
    groups.set(error.instancePath, keys);
  }
  return groups;
}

/** An anchored mapping that is used twice is checked twice; what is wrong with it is wrong once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, range }) => {
    const key = `${code} ${placeName(range)}`;
    return !seen.has(key) && seen.add(key);
  });
}
