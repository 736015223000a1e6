/** How fixes are titled: by what they change and, in brackets, what follows from it. */
import { type Phrase, type PhraseValue, phrase } from './phrase';

const TITLED = phrase`${''} (${''})`.text;

/** A title with one consequence more. */
export function alsoSaying(title: Phrase, consequence: Phrase | null): Phrase {
  const [change, consequences] = title.values;
  if (consequence === null) return title;
  if (title.text !== TITLED || change === undefined || consequences === undefined) return titled(title, consequence);
  return titled(change, phrase`${consequences}, ${consequence}`);
}

/** A fix's title: the change, and in brackets what follows from it. */
export function titled(change: PhraseValue, ...consequences: readonly (Phrase | null)[]): Phrase {
  const said = consequences.filter((consequence) => consequence !== null);
  return said.length === 0 ? phrase`${change}` : phrase`${change} (${said.reduce((before, next) => phrase`${before}, ${next}`)})`;
}
