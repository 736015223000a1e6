import { valueAsText } from '../../dialects/visionTransformer/text';
import { isMapping, type PlainValue } from '../../edit';
import type { Candidate } from './candidate';
import { candidates } from './candidates';
import { describeValue } from './describe';
import { type CompletionInfo, itemAt } from './item';
import { penOf } from './pen';
import type { Place, Surroundings } from './surroundings';
import { choicesOf, usualValue } from './usual';

/** The values that fit the site, the usual one first. */
export function valueItems(around: Surroundings): CompletionInfo[] {
  const place = around.place(around.site.path);
  if (around.isMapping(place)) return mappingItems(around, place);
  const kind = choicesOf(around, place) === null ? 'value' : 'choice';
  return candidatesAt(around, place).map((candidate) => valueItem(around, place, kind, candidate));
}

/** Of an item of a list: what the whole lists that fit have there. */
function candidatesAt(around: Surroundings, place: Place): Candidate[] {
  const [, list, index] = /^(.*)\.(\d+)$/.exec(place.full) ?? [];
  if (list === undefined) return candidates(around, place);
  const items = new Map<PlainValue, Candidate>();
  for (const { value, ...said } of candidates(around, around.place(list))) {
    const item: PlainValue | undefined = Array.isArray(value) ? value[Number(index)] : undefined;
    if (item !== undefined && !items.has(item)) items.set(item, { value: item, ...said });
  }
  return [...items.values()];
}

function valueItem(around: Surroundings, place: Place, kind: 'value' | 'choice', found: Candidate): CompletionInfo {
  const { site, syntax } = around;
  const { value, detail } = found;
  return itemAt(site, {
    label: typeof value === 'string' ? value : valueAsText(value, place.path, syntax),
    kind,
    detail,
    text: () => penOf(around, 'plain', () => null).value(value),
    describe: (edits, say) => describeValue(around, place, found, edits, say),
  });
}

/** The mapping with its usual keys, below its key or in brackets; null where that is a choice. */
function mappingItems(around: Surroundings, place: Place): CompletionInfo[] {
  const { site } = around;
  const found: CompletionInfo[] = [];
  const value = usualValue(around, place);
  if (isMapping(value) && Object.keys(value).length > 0) {
    const pen = (form: 'plain' | 'snippet') =>
      penOf(around, form, (path) =>
        choicesOf(
          around,
          path.split('.').reduce((at, key) => around.inside(at, key), place),
        ),
      );
    const keys = Object.keys(value);
    found.push(
      itemAt(site, {
        label: keys.length > 3 ? `${keys.slice(0, 3).join(', ')}, …` : keys.join(', '),
        kind: 'value',
        detail: around.docs(place)?.type ?? null,
        ...(site.flow ? {} : pen('plain').below),
        text: (form) => pen(form).value(value),
        describe: (edits, say) => describeValue(around, place, { value, detail: null, note: around.docs(place)?.markdown ?? null }, edits, say),
      }),
    );
  }
  const nullable = around.docs(place)?.types.includes('null') ?? false;
  return nullable ? [...found, valueItem(around, place, 'value', { value: null, detail: null, note: around.docs(place)?.markdown ?? null })] : found;
}
