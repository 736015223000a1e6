/** Findings about keys that upstream does not have. */

import { insertKey, removeEntry, renameKey } from '../../../edit/edits';
import type { PlainValue } from '../../../edit/literal';
import { isPlainSlip, nearest } from '../../../edit/nearest';
import type { Finding, Fix, Severity } from '../../../finding';
import { type Phrase, phrase } from '../../../phrase';
import type { ConfigNode, Entry, MappingNode } from '../../../syntax/tree';
import { entryOf } from '../../../syntax/tree';
import type { TextEdit } from '../../../text';
import { titled } from '../../../title';
import { keysOf, pathsOf, schemaAt } from '../../schemaDocs';
import { measuresInference, textOf } from '../keys';
import type { Place, Scope } from './place';
import { unreadable } from './plain';
import { code, listed, ownerName } from './words';

/** What other programs, or upstream's own README, call a key. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  accumulation_steps: ['accum_steps'],
  gradient_accumulation_steps: ['accum_steps'],
  attention_dropout: ['attention_dropout_rate'],
  batch_size: ['batch'],
  eval_batch_size: ['batch_eval'],
  lr: ['base_lr'],
  learning_rate: ['base_lr'],
  num_steps: ['total_steps'],
  max_steps: ['total_steps'],
  clip_grad: ['grad_norm_clip'],
  depth: ['num_layers', 'num_blocks'],
  layers: ['num_layers', 'num_blocks'],
  num_hidden_layers: ['num_layers', 'num_blocks'],
  dim: ['hidden_size', 'hidden_dim', 'width'],
  d_model: ['hidden_size', 'hidden_dim', 'width'],
  embed_dim: ['hidden_size', 'hidden_dim', 'width'],
  dropout: ['dropout_rate'],
  heads: ['num_heads'],
  n_heads: ['num_heads'],
  num_attention_heads: ['num_heads'],
  img_size: ['image_size'],
  resolution: ['image_size'],
  input_size: ['image_size'],
  intermediate_size: ['mlp_dim'],
  n_classes: ['num_classes'],
  num_labels: ['num_classes'],
  name: ['model_name'],
  tokens_dim: ['tokens_mlp_dim'],
  channels_dim: ['channels_mlp_dim'],
};

/** Above this many keys without a likely meaning, a mapping gets one finding for all. */
const MOST = 5;

const IGNORED = phrase`upstream does not read it`;

/** A key with what it was likely meant to be; both null when nothing is likely. */
export interface Stray {
  readonly entry: Entry;
  /** Path of the mapping it stands in, below the scope's root. */
  readonly owner: string;
  /** The key of the same mapping it was meant as. */
  readonly meant: string | null;
  /** Whether it can be a slip of that key only. */
  readonly plain: boolean;
  /** The path below the scope's root where a key of that name belongs. */
  readonly home: string | null;
}

/** The strays of a closed mapping: `keys` are those the schema has complained of. */
export function strays(scope: Scope, place: Place & { readonly node: MappingNode }, keys: ReadonlySet<string>): Stray[] {
  const candidates = absentKeys(scope, place);
  const counted = new Map<string, Entry>();
  for (const entry of place.node.entries) if (keys.has(entry.key) && (entry.merged === undefined || !counted.has(entry.key))) counted.set(entry.key, entry);
  const found: Stray[] = [];
  for (const [key, entry] of counted) {
    // x-…, _… and .… keep things for anchors and other tools; by convention nobody reads them.
    if (/^(?:x-|_(?!_)|\.)/.test(key) || unreadable(entry, scope.document.syntax)) continue;
    const home = homeOf(scope, place.path, key);
    const conditional = schemaAt(scope.form, join(place.path, key)) !== undefined;
    const meant = home === null && !conditional ? meaning(key, candidates) : null;
    const plain =
      meant !== null &&
      isPlainSlip(
        key.toLowerCase(),
        meant,
        keysOf(scope.form, place.path).map(({ key: known }) => known),
      );
    found.push({ entry, owner: place.path, home, meant, plain });
  }
  return found;
}

/** The strays of a mapping that may hold more than upstream reads: only keys that are plainly slips. */
export function slips(scope: Scope, place: Place & { readonly node: MappingNode }): Stray[] {
  const known = schemaAt(scope.form, place.path)?.properties ?? {};
  const candidates = absentKeys(scope, place);
  const found: Stray[] = [];
  for (const entry of place.node.entries) {
    const { key } = entry;
    if (entry.merged !== undefined || Object.hasOwn(known, key) || unreadable(entry, scope.document.syntax)) continue;
    const alike = key.length < (place.path === '' ? 6 : 4) ? [] : candidates.filter((name) => name[0] === key[0]);
    const meant = otherName(key, candidates) ?? nearest(key, alike);
    // Where keys of one's own are allowed, what was meant is never certain.
    if (meant !== null) found.push({ entry, owner: place.path, meant, plain: false, home: null });
  }
  return found;
}

/** What a stray key can have been meant as: keys that are not there, and in Python those of a base, which it was to override. */
function absentKeys(scope: Scope, place: Place & { readonly node: MappingNode }): string[] {
  const isFree = (entry: Entry | undefined) => entry === undefined || entry.keyRange.origin !== undefined;
  const measuring = scope.form !== 'training' || place.path !== '' || measuresInference(scope.node);
  return keysOf(scope.form, place.path)
    .map(({ key }) => key)
    .filter((key) => isFree(entryOf(place.node, key)) && (measuring || !INFERENCE_ONLY.includes(key)));
}

const INFERENCE_ONLY = ['image_size', 'num_classes', 'steps', 'initial_steps', 'log_dir', 'train'];

/** Two letters are soon near another two: short keys have to begin alike. */
function meaning(key: string, candidates: readonly string[]): string | null {
  const word = key.toLowerCase();
  return otherName(key, candidates) ?? nearest(word, word.length < 5 ? candidates.filter((name) => name[0] === word[0]) : candidates);
}

function otherName(key: string, candidates: readonly string[]): string | null {
  const names = Object.hasOwn(OTHER_NAMES, key) ? OTHER_NAMES[key] : undefined;
  return names?.find((name) => candidates.includes(name)) ?? null;
}

/** Where else in the form a key of exactly this name belongs, as near as can be: `num_heads` at the root belongs under `transformer`. */
function homeOf(scope: Scope, owner: string, key: string): string | null {
  // A key that the form has here, only not beside what else is given (a BERT tower has no width).
  if (schemaAt(scope.form, join(owner, key)) !== undefined) return null;
  const homes = pathsOf(scope.form).filter((path) => path === key || path.endsWith(`.${key}`));
  const shared = (home: string) => home.split('.').findIndex((part, i) => part !== owner.split('.')[i]);
  return homes.sort((a, b) => shared(b) - shared(a))[0] ?? null;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** `unread`: upstream neither reads nor refuses an unknown key in this mapping. */
export function strayFindings(scope: Scope, found: readonly Stray[], unread: boolean): Finding[] {
  const severity = unread ? 'warning' : 'error';
  const effect = unread ? IGNORED : null;
  const plain = found.filter(({ meant, home }) => meant === null && home === null);
  const told = plain.length <= MOST ? found : found.filter(({ meant, home }) => meant !== null || home !== null);
  const findings = told.map((stray) =>
    unread && !standsForRequired(scope, stray) ? strayFinding(scope, stray, 'warning', IGNORED) : strayFinding(scope, stray, 'error', null),
  );
  const first = plain[0];
  if (plain.length > MOST && first !== undefined) {
    const names = [...plain.slice(0, 3).map(({ entry }) => code(entry.key)), phrase`${plain.length - 3} more`];
    findings.push({
      code: 'unknown-key',
      severity: scope.certain ? severity : 'information',
      message: clauses(phrase`${listed(names)} are not keys of ${ownerName(scope.form, first.owner)}`, effect),
      range: first.entry.keyRange,
      related: plain.slice(1, 20).map(({ entry }) => ({ range: entry.keyRange, message: phrase`${code(entry.key)} is another` })),
      fixes: [],
    });
  }
  return findings;
}

/** Whether what was meant is a key upstream needs: then it is missed, whatever becomes of the stray one. */
function standsForRequired({ form }: Scope, { owner, meant }: Stray): boolean {
  return meant !== null && (schemaAt(form, owner)?.required?.includes(meant) ?? false);
}

function strayFinding(scope: Scope, stray: Stray, severity: Severity, effect: Phrase | null): Finding {
  const { entry, meant, home } = stray;
  const hint = home !== null ? belongs(home) : meant !== null ? phrase`did you mean ${code(meant)}?` : null;
  return {
    code: 'unknown-key',
    severity: hint === null && !scope.certain && severity === 'error' ? 'information' : severity,
    message: clauses(notAKey(scope, stray), effect, hint),
    range: entry.keyRange,
    related: [],
    fixes: fixesOf(scope, stray, severity === 'error'),
  };
}

/** `text_model` is the one key that decides which others a mapping takes. */
function notAKey({ form, node }: Scope, { owner, entry }: Stray): Phrase {
  const [key, of] = [code(entry.key), ownerName(form, owner)];
  if (form !== 'lit' || schemaAt(form, join(owner, entry.key)) === undefined) return phrase`${key} is not a key of ${of}`;
  return phrase`${key} is not a key of ${of} beside \`text_model: ${textOf(entryOf(node, 'text_model')?.value) ?? ''}\``;
}

function clauses(first: Phrase, ...others: readonly (Phrase | null)[]): Phrase {
  return others.reduce<Phrase>((before, next) => (next === null ? before : phrase`${before}; ${next}`), first);
}

function belongs(home: string): Phrase {
  const owner = ownerOf(home);
  return owner === '' ? phrase`it belongs beside the other keys of the model` : phrase`it belongs under ${code(owner)}`;
}

function moving(key: string, home: string): Phrase {
  const owner = ownerOf(home);
  return owner === '' ? phrase`Move ${key} beside the other keys of the model` : phrase`Move ${key} under ${owner}`;
}

/** `transformer` of `transformer.num_heads`, empty for a key of the model itself. */
function ownerOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** Whether the two edits leave each other alone (in brackets the place behind the last key may go with its line) and change something. */
function moves(text: string, removal: TextEdit, insert: TextEdit): boolean {
  const [first, second] = insert.range.end <= removal.range.start ? [insert, removal] : [removal, insert];
  if (second.range.start < first.range.end) return false;
  return first.newText + text.slice(first.range.end, second.range.start) + second.newText !== text.slice(first.range.start, second.range.end);
}

/** `refused`: upstream stops at the key, so that it can't be there for somebody else. */
function fixesOf({ document, prefix }: Scope, { entry, owner, meant, plain, home }: Stray, refused: boolean): Fix[] {
  const path = prefix + join(owner, entry.key);
  const fixes: Fix[] = [];
  if (home !== null) {
    const value = plainValue(entry.value);
    const insert = value === undefined ? null : insertKey(document, prefix + home, value);
    const removal = removeEntry(document, path);
    if (insert !== null && removal !== null && moves(document.text, removal, insert)) fixes.push({ title: moving(entry.key, home), edits: [removal, insert] });
  }
  if (meant !== null) {
    const rename = renameKey(document, path, meant);
    if (rename !== null) fixes.push({ title: phrase`Rename ${entry.key} to ${meant}`, edits: [rename], ...(plain && refused ? { safe: true } : {}) });
  }
  const removal = removeEntry(document, path);
  if (removal !== null) fixes.push({ title: titled(phrase`Remove ${entry.key}`, refused ? phrase`upstream stops at it` : IGNORED), edits: [removal] });
  return fixes;
}

/** A scalar, or a list of them, that can be written anew as it is; undefined for what is more. */
function plainValue(node: ConfigNode): PlainValue | undefined {
  if (node.kind === 'mapping' || node.kind === 'unknown') return undefined;
  if (node.kind === 'scalar') return node.consumer === undefined ? node.value : undefined;
  const items = node.items.map(plainValue);
  return items.every((item) => item !== undefined) ? items : undefined;
}
