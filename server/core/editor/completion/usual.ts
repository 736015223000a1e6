import type { PlainValue } from '../../edit';
import { isMapping, plainValue } from '../../edit';
import { candidates } from './candidates';
import type { Place, Surroundings } from './surroundings';

/** Keys whose values others of the same mapping go by. */
const WIDTHS = ['hidden_size', 'hidden_dim', 'width'];

/** The value a key would most likely get here; of a mapping with its own keys, each with theirs. undefined where anything may stand. */
export function usualValue(around: Surroundings, place: Place): PlainValue | undefined {
  if (!around.isMapping(place)) return candidates(around, place)[0]?.value;
  const mapping = [around.template(place), plainValue(around.docs(place)?.examples[0])].find(isMapping) ?? {};
  // A mapping with a width of its own is of one piece; one without has to fit the width it stands beside.
  if (WIDTHS.some((width) => Object.hasOwn(mapping, width))) return mapping;
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, usualValue(around, around.inside(place, key)) ?? value]));
}

/** The few values a key is limited to, the usual one first; null where it is not. */
export function choicesOf(around: Surroundings, place: Place): readonly PlainValue[] | null {
  const docs = around.docs(place);
  if (docs === null || around.isMapping(place)) return null;
  return docs.values.length > 0 || docs.types.join() === 'boolean' ? candidates(around, place).map(({ value }) => value) : null;
}
