/** What breaks ConfigDict's rules, at its place in one config. */
import { phrase } from '../../phrase';
import { MAX_PROBLEMS } from '../limits';
import type { SyntaxProblem } from '../tree';
import type { Span } from './ast';
import type { FunctionCandidate } from './candidates';
import type { Problem } from './interpreter';
import type { Unit } from './values';

/**
 * Those of the config's own text, and those of functions it calls at the call; but not what the other configs of the file
 * are told themselves. Each place is named once.
 */
export function problemsOf(found: readonly Problem[], unit: Unit, extent: Span, functions: readonly FunctionCandidate[], run: number): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  const places = new Set<string>();
  const within = ({ start, end }: Span, outer: Span) => start >= outer.start && end <= outer.end;
  for (const { code, message, place, near, before, via } of found) {
    const own = place.unit === unit && within(place, extent);
    if (!own && place.unit === unit && functions.some((other) => within(place, other.extent))) continue;
    const span = own ? place : via !== null && via.run === run && within(via, extent) ? via : null;
    if (span === null || places.has(`${code} ${span.start}`) || problems.length >= MAX_PROBLEMS) continue;
    places.add(`${code} ${span.start}`);
    const related = before !== null && before.place.unit === unit ? [{ range: bare(before.place), message: phrase`\`${before.name}\` is set here first` }] : [];
    const fix =
      own && near !== null && /^\w+$/.test(unit.text.slice(place.start, place.end))
        ? { fixes: [{ title: phrase`Change to \`${near}\``, edits: [{ range: bare(place), newText: near }] }] }
        : {};
    problems.push({ code, severity: 'error', message, range: bare(span), ...(related.length === 0 ? {} : { related }), ...fix });
  }
  return problems.sort((a, b) => a.range.start - b.range.start);
}

const bare = ({ start, end }: Span) => ({ start, end });
