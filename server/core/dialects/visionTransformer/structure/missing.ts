/** Findings about keys that upstream needs and the config lacks. */

import type { PlainValue } from '../../../edit/literal';
import type { Finding, Fix } from '../../../finding';
import type { ConfigNode, MappingNode } from '../../../syntax/tree';
import { entryOf } from '../../../syntax/tree';
import { keysOf } from '../../schemaDocs';
import type { UpstreamModel } from '../catalogue';
import { UPSTREAM_MODELS, upstreamModel } from '../catalogue';
import { textOf } from '../keys';
import { insertKeys } from './insert';
import type { Place, Scope } from './place';
import { code, listed, ownerName } from './words';

/** One finding for all that one mapping lacks. */
export function missingFinding(scope: Scope, place: Place & { readonly node: MappingNode }, keys: readonly string[]): Finding {
  const names = keys.map(code);
  const verb = keys.length === 1 ? 'is' : 'are';
  const message = place.path === '' ? `${listed(names)} ${verb} missing` : `${listed(names)} ${verb} missing from ${ownerName(scope.form, place.path)}`;
  const range = place.path === '' ? scope.anchor : (place.entry?.alias ?? place.entry?.keyRange ?? scope.anchor);
  return { code: 'missing-key', severity: 'error', message, range, related: [], fixes: place.shared ? [] : fixesOf(scope, place, keys) };
}

function fixesOf(scope: Scope, place: Place & { readonly node: MappingNode }, keys: readonly string[]): Fix[] {
  const { name, values } = template(scope, place.path);
  const owner = at(values, place.path);
  const added = keys.flatMap((key) => {
    const value = isMapping(owner) && Object.hasOwn(owner, key) ? owner[key] : undefined;
    return value === undefined ? [] : [{ key, value }];
  });
  if (added.length !== keys.length) return [];
  const order = keysOf(scope.form, place.path).map(({ key }) => key);
  const edits = insertKeys(scope.document, place.node, added, order);
  if (edits === null) return [];
  const [only] = added;
  const written = added.length === 1 && only !== undefined && !isMapping(only.value) ? `${only.key}: ${inline(only.value)}` : listed(keys);
  return [{ title: `Add ${written} (as in ${name})`, edits }];
}

/** Upstream values to fill in: those of the model that is named, else of the one that shares most of the numbers given. */
function template(scope: Scope, path: string): { name: string; values: PlainValue } {
  if (scope.form === 'training') return { name: "upstream's fine-tuning", values: TRAINING };
  const typed = textOf(entryOf(scope.node, 'model_name')?.value) ?? '';
  const named = upstreamModel(typed);
  const fits = (model: UpstreamModel) => isKin(scope.form, model) && (path !== 'resnet' || 'resnet' in model);
  const kin = Object.entries(UPSTREAM_MODELS).filter(([name, model]) => fits(model) && !name.startsWith('testing'));
  const usual = { vit: 'ViT-B_16', mixer: 'Mixer-B_16', lit: 'LiT-B16B_2', named: 'ViT-B_16' }[scope.form];
  let best = { name: usual, shared: -1 };
  for (const [name, model] of kin) {
    const same = shared(scope.node, plain(model)) + (name === usual ? 0.5 : 0);
    if (same > best.shared) best = { name, shared: same };
  }
  const name = named !== undefined && fits(named) ? typed : best.name;
  const values = plain(UPSTREAM_MODELS[name]);
  // A tower of the other kind than the template's needs other keys.
  const tower = textOf(entryOf(scope.node, 'text_model')?.value);
  const other = tower === 'text_transformer' ? UPSTREAM_MODELS['LiT-L16S'] : tower === 'bert' ? UPSTREAM_MODELS['LiT-B16B_2'] : undefined;
  return scope.form === 'lit' && other !== undefined && isMapping(values) && values.text_model !== tower
    ? { name: other.model_name, values: plain(other) }
    : { name, values };
}

const TRAINING: PlainValue = { model: plain(UPSTREAM_MODELS['ViT-B_16']), pp: { train: 'train[:98%]', test: 'test', crop: 384 } };

function isKin(form: Scope['form'], model: UpstreamModel): boolean {
  if (form === 'lit') return 'text_model' in model;
  return form === 'mixer' ? 'hidden_dim' in model : 'hidden_size' in model;
}

/** How many numbers and words of a template the config has too. */
function shared(node: ConfigNode, values: PlainValue): number {
  if (isMapping(values)) {
    let sum = 0;
    for (const [key, value] of Object.entries(values)) {
      const entry = entryOf(node, key);
      if (entry !== undefined && key !== 'model_name') sum += shared(entry.value, value);
    }
    return sum;
  }
  if (Array.isArray(values))
    return node.kind === 'sequence' && values.every((value, i) => node.items[i] !== undefined && shared(node.items[i], value) === 1) ? 1 : 0;
  return node.kind === 'scalar' && node.value === values ? 1 : 0;
}

function at(values: PlainValue, path: string): PlainValue | undefined {
  let found: PlainValue | undefined = values;
  for (const key of path === '' ? [] : path.split('.')) found = isMapping(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

function inline(value: PlainValue): string {
  return Array.isArray(value) ? `[${value.map(inline).join(', ')}]` : String(value);
}

function isMapping(value: PlainValue | undefined): value is { readonly [key: string]: PlainValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any of the catalogue's values, as plain data. */
function plain(value: unknown): PlainValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) : null;
}
