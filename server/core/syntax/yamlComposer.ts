import { Composer, type CST, type Document } from 'yaml';

/** An error of the YAML library. */
export interface LibraryError {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly message: string;
}

const MAX_ERRORS = 1000;

/** We resolve scalars, tags and doubles ourselves; the library shall only build. */
const OPTIONS = { schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

type Place = number | readonly number[] | { readonly offset: number; readonly source?: unknown };

/**
 * Composes without building an Error, with its stack, for each fault: of a file that is no YAML there may be as many as
 * it has characters. `onError` is internal to the library's class; were it gone, reading would be slower and no more.
 */
class QuietComposer extends Composer {
  readonly found: LibraryError[] = [];

  constructor() {
    super(OPTIONS);
    this['onError'] = (place: Place, code: string, message: string, warning?: boolean): void => {
      if (!warning && this.found.length < MAX_ERRORS) this.found.push({ ...placeOf(place), code, message });
    };
  }
}

/** The documents in the tokens of one, usually one, and what the library finds wrong with them, in source order. */
export function composed(tokens: readonly CST.Token[], length: number): { documents: Document[]; errors: readonly LibraryError[] } {
  const composer = new QuietComposer();
  const documents = [...composer.compose(faultless(tokens, composer.found), true, length)];
  return { documents, errors: composer.found.sort((a, b) => a.start - b.start) };
}

/** The tokens without the parser's own errors, which are noted. */
function* faultless(tokens: readonly CST.Token[], found: LibraryError[]): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type !== 'error') yield token;
    else if (found.length < MAX_ERRORS)
      found.push({ ...placeOf(token), code: 'UNEXPECTED_TOKEN', message: `${token.message}: ${JSON.stringify(token.source)}` });
  }
}

function placeOf(place: Place): { start: number; end: number } {
  if (typeof place === 'number') return { start: place, end: place + 1 };
  if ('offset' in place) return { start: place.offset, end: place.offset + (typeof place.source === 'string' ? place.source.length : 1) };
  return { start: place[0] ?? 0, end: place[1] ?? 0 };
}
