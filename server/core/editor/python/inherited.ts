/** What of a config its own function did not write: which keys came in by a call, and from where. */
import type { ModelAnalysis } from '../../analysis';
import { fieldsOf } from '../../dialects/fields';
import { literal, type PlainValue } from '../../edit';
import { type Phrase, phrase, type Say, verbatim } from '../../phrase';
import type { ConfigDocument, Entry } from '../../syntax/tree';
import { contains, type Origin, type Range } from '../../text';
import { code } from '../format';
import { entriesBelow, type KeyEntry, nodeText } from './entries';

/** Keys in one hover; the panel and the base itself have all of them. */
const MOST = 12;

/** A call, or a name, through which keys came in. */
export interface Call {
  readonly range: Range;
  readonly entries: readonly (KeyEntry & { readonly origin: Origin })[];
}

/** The innermost call at an offset that something of the config came in by. */
export function callAt({ root }: ConfigDocument, offset: number): Call | null {
  let range: Range | null = null;
  let entries: (KeyEntry & { origin: Origin })[] = [];
  for (const { path, entry } of entriesBelow(root)) {
    // Of a key that is the author's own, the value may be what came in.
    for (const at of [entry.keyRange, entry.value.range]) {
      const { origin } = at;
      if (origin === undefined || !contains(at, offset)) continue;
      const narrower = range === null || at.end - at.start < range.end - range.start;
      if (narrower) [range, entries] = [{ start: at.start, end: at.end }, []];
      if (range !== null && at.start === range.start && at.end === range.end) entries.push({ path, entry, origin });
      break;
    }
  }
  return range === null ? null : { range, entries };
}

/** The base name of a module's key: `models.py`. */
export const fileOf = (key: string): string => key.slice(Math.max(key.lastIndexOf('/'), key.lastIndexOf('\\')) + 1);

/** `` `get_b16_config` ``, `` `get_b16_config` in models.py ``. */
export function originText({ name, file }: Origin): Phrase {
  return file === null ? verbatim(code(name)) : phrase`${code(name)} in ${fileOf(file)}`;
}

interface Said {
  readonly origin: Origin;
  readonly words: Phrase;
}

/** From each place of origin a paragraph: `` From `get_b16_config`: `hidden_size` 768, `transformer.num_heads` 12. `` */
function paragraphs(said: readonly Said[], say: Say): string[] {
  const groups = new Map<string, Said[]>();
  for (const one of said) {
    const name = `${one.origin.file ?? ''} ${one.origin.name}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const shown = group.slice(0, MOST).map(({ words }) => words);
    const list = shown.reduce((before, next) => phrase`${before}, ${next}`);
    const all = group.length > MOST ? phrase`${list}; and ${group.length - MOST} more` : list;
    return [say`From ${originText(first.origin)}: ${all}.`];
  });
}

/** Of a model: the keys that decide its shapes and that its own function did not write. */
export function inheritedOf({ spec, graph }: ModelAnalysis, say: Say): string[] {
  if (spec.python === undefined) return [];
  const deciding = graph.ok ? new Set(graph.graph.sections.flatMap(({ ops }) => ops.flatMap(({ keys }) => keys))) : null;
  const said = fieldsOf(spec.architecture).flatMap((field): Said[] => {
    const origin = field.range?.origin;
    if (!field.known || origin === undefined || (deciding !== null && !deciding.has(field.key))) return [];
    const { key, value } = field;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return [];
    const name = key.startsWith(spec.prefix) ? key.slice(spec.prefix.length) : key;
    return [{ origin, words: phrase`${code(name)} ${literal(value as PlainValue, 'python')}` }];
  });
  return paragraphs(said, say);
}

/** Of a call: all that came in by it. */
export function broughtBy({ entries }: Call, say: Say): string[] {
  const said = entries.flatMap(({ path, entry: { value }, origin }): Said[] => {
    const text = nodeText(value);
    return text === null ? [] : [{ origin, words: phrase`${code(path)} ${code(text)}` }];
  });
  return paragraphs(said, say);
}

/** What a statement overrides: `` Overrides `(16, 16)` from `get_b16_config`. `` */
export function overriddenBy({ overrides }: Entry, say: Say): string[] {
  const origin = overrides?.value.range.origin ?? overrides?.keyRange.origin;
  if (overrides === undefined || origin === undefined) return [];
  const text = nodeText(overrides.value);
  return text === null ? [] : [say`Overrides ${code(text)} from ${originText(origin)}.`];
}
