/** A mapping of a Python config against the schema of its program: values that it can't take, slips in keys, keys it can't do without. */
import { renameKey, replaceValue } from '../edit/edits';
import { isPlainSlip, nearest } from '../edit/nearest';
import type { Finding, Fix } from '../finding';
import { phrase } from '../phrase';
import type { ConfigDocument, ConfigNode, Entry, MappingNode } from '../syntax/tree';
import type { Range } from '../text';
import { isOfType } from './bigVision/structure';
import { type FormName, keysOf, type Schema, schemaAt, typeInWords } from './schemaDocs';
import { code, either, got } from './visionTransformer/structure/words';

export interface Checked {
  readonly document: ConfigDocument;
  readonly form: FormName;
  /** Path of the form's mapping from the root with a trailing dot. */
  readonly prefix: string;
  /** Who reads it: `TransUNet`. */
  readonly program: string;
  /** Paths within the form that can be left out although the schema requires them. */
  readonly optional?: (path: string) => boolean;
  /** Whether a key that the schema knows is nothing to this program. */
  readonly unread?: (path: string) => boolean;
}

/** Findings of the mapping at `path` of the form and of those below it, in no order. `place` is where a missing key is said. */
export function checkMapping(checked: Checked, mapping: MappingNode, path: string, place: Range): Finding[] {
  const { form } = checked;
  const inside = (key: string) => (path === '' ? key : `${path}.${key}`);
  const entries = [...new Map(mapping.entries.map((entry) => [entry.key, entry])).values()];
  const findings = missing(checked, mapping, path, place);
  for (const entry of entries) {
    const schema = schemaAt(form, inside(entry.key));
    if (schema === undefined) findings.push(...slip(checked, entry, entries, path));
    else if (checked.unread?.(inside(entry.key)) !== true) {
      findings.push(...ofValue(checked, entry, schema, inside(entry.key)));
      if (entry.value.kind === 'mapping' && schema.properties !== undefined)
        findings.push(...checkMapping(checked, entry.value, inside(entry.key), entry.keyRange));
    }
  }
  return findings;
}

function error(code: Finding['code'], range: Range, message: Finding['message'], fixes: readonly Fix[] = []): Finding {
  return { code, severity: 'error', message, range, related: [], fixes };
}

function missing({ form, program, prefix, optional }: Checked, mapping: MappingNode, path: string, place: Range): Finding[] {
  if (mapping.open !== undefined) return [];
  const needed = schemaAt(form, path)?.required ?? [];
  return needed.flatMap((key) => {
    const inner = path === '' ? key : `${path}.${key}`;
    if (mapping.entries.some((entry) => entry.key === key) || optional?.(inner) === true) return [];
    return [error('missing-key', place, phrase`${code(prefix + inner)} is missing: ${program} reads it without a default`)];
  });
}

/** A key that is hardly anything else than one of the program's that is not there. Others may be anybody's. */
function slip({ document, form, prefix, program, unread }: Checked, { key, keyRange }: Entry, all: readonly Entry[], path: string): Finding[] {
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
  const names = keysOf(form, path)
    .map((docs) => docs.key)
    .filter((name) => unread?.(inside(name)) !== true);
  const free = names.filter((name) => all.every((other) => other.key !== name));
  const meant = nearest(key, free);
  if (meant === null || !isPlainSlip(key.toLowerCase(), meant, names)) return [];
  const edit = renameKey(document, prefix + inside(key), meant);
  const fixes: Fix[] = edit === null ? [] : [{ title: phrase`Rename to ${code(meant)}`, edits: [edit], safe: true }];
  const message = phrase`${code(key)} is not a key that ${program} reads. Did you mean ${code(meant)}?`;
  return [{ code: 'unknown-key', severity: 'warning', message, range: keyRange, related: [], fixes }];
}

/** The first thing that is wrong with a value; nothing of one that is not known. */
function ofValue({ document, prefix }: Checked, { key, value }: Entry, schema: Schema, path: string): Finding[] {
  if (value.kind === 'unknown' || (value.kind === 'sequence' && value.items.some(({ kind }) => kind === 'unknown'))) return [];
  if (!isOfType(value, schema))
    return [error('wrong-type', value.range, phrase`${code(key)} must be ${typeInWords(schema, document.syntax)}, got ${got(value)}`)];
  if (value.kind !== 'scalar') return [];
  const plain = value.value;
  if (typeof plain === 'number') return ofNumber(key, value, plain, schema);
  if (typeof plain !== 'string' || schema.enum === undefined || schema.enum.includes(plain)) return [];
  const allowed = schema.enum.map(String);
  const near = nearest(plain.toLowerCase(), allowed);
  const fixes = (near === null ? allowed : [near]).flatMap((choice): Fix[] => {
    const edit = replaceValue(document, prefix + path, choice);
    return edit === null ? [] : [{ title: phrase`${key}: ${choice}`, edits: [edit] }];
  });
  return [error('not-allowed-value', value.range, phrase`${code(key)} must be ${either(allowed.map(code))}, got ${got(value)}`, fixes)];
}

function ofNumber(key: string, node: ConfigNode, value: number, { minimum, maximum, exclusiveMinimum }: Schema): Finding[] {
  if (minimum !== undefined && value < minimum) return [error('out-of-range', node.range, phrase`${code(key)} must be at least ${minimum}, got ${got(node)}`)];
  if (maximum !== undefined && value > maximum) return [error('out-of-range', node.range, phrase`${code(key)} must be at most ${maximum}, got ${got(node)}`)];
  if (exclusiveMinimum === undefined || value > exclusiveMinimum) return [];
  return [error('out-of-range', node.range, phrase`${code(key)} must be above ${exclusiveMinimum}, got ${got(node)}`)];
}
