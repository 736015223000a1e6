/**
 * Text for people, in the language they read. What is held (findings, reasons, problems) is held as phrases and worded when
 * somebody asks; what is asked for at once is worded by a `Say`. Either way the English text is the key of its translations,
 * `{0}` standing for each value, and is always whole: a sentence is never glued from pieces that only English joins so.
 */

/** Plain data, so that it goes between processes as it is. */
export interface Phrase {
  /** English, `{0}`, `{1}` ... for the values. */
  readonly text: string;
  readonly values: readonly PhraseValue[];
}

export type PhraseValue = string | number | Phrase;

/** English text -> text in another language, with the same placeholders. */
export type Translations = Readonly<Record<string, string>>;

/** Words texts in one language: `` say`${heads} heads` ``, `say(finding.message)`. */
export interface Say {
  (strings: TemplateStringsArray, ...values: readonly PhraseValue[]): string;
  (phrase: Phrase): string;
}

/** `` phrase`${heads} heads of ${width}` `` is `{0} heads of {1}` with its values. */
export function phrase(strings: TemplateStringsArray, ...values: readonly PhraseValue[]): Phrase {
  return { text: strings.reduce((text, string, i) => `${text}{${i - 1}}${string}`), values };
}

/** Text that is the same in every language: a name, code, what another program said. */
export const verbatim = (text: string): Phrase => ({ text: '{0}', values: [text] });

/** An error that is told to people; its message is the English text. */
export class PhraseError extends Error {
  constructor(readonly said: Phrase) {
    super(english(said));
  }
}

const WIDE = '\\u3000-\\u303f\\uff00-\\uffef';
const HAN = `[\\p{Script=Han}${WIDE}]`;
const NO_SPACE = new RegExp(`${HAN} ?\n ?${HAN}|[${WIDE}] ?\n|\n ?[${WIDE}]`, 'u');

/** Between Han characters and beside punctuation of full width there is no space: the one that a template has beside a value goes. */
function joined(before: string, after: string): string {
  if (!NO_SPACE.test(`${before.slice(-3)}\n${after.slice(0, 3)}`)) return before + after;
  return before.replace(/ $/, '') + after.replace(/^ /, '');
}

/** A text without a translation is said in English. */
export function sayIn(translations: Translations): Say {
  const word = ({ text, values }: Phrase): string => {
    const translated = Object.hasOwn(translations, text) ? (translations[text] ?? text) : text;
    // Placeholders stand at the odd places.
    return translated.split(/\{(\d+)\}/).reduce((said, part, i) => {
      const value = i % 2 === 0 ? part : (values[Number(part)] ?? '');
      return joined(said, typeof value === 'object' ? word(value) : String(value));
    }, '');
  };
  return (said: TemplateStringsArray | Phrase, ...values: readonly PhraseValue[]) => word('text' in said ? said : phrase(said, ...values));
}

export const english: Say = sayIn({});
