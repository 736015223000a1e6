/** A text's words, as TensorFlow Text's BasicTokenizer finds them with lower_case=True. */

/** Characters whose full case folding is not the lower case of their upper case: dotless i keeps its shape, Cherokee folds to upper case. */
function fold(character: string): string {
  if (character === 'ı') return character;
  const upper = character.toUpperCase();
  return /\p{Script=Cherokee}/u.test(upper) ? upper : upper.toLowerCase();
}

/** What has no width, and accents; U+1171E is one in the Unicode of TensorFlow Text, and no longer since Unicode 16. */
const NO_LETTERS = /[\p{Default_Ignorable_Code_Point}\p{Mn}\u{1171e}]/gu;

/** Case folded and compatible characters unified (Unicode's NFKC_Casefold), then without accents. The result is decomposed. */
export function lowerCase(text: string): string {
  let folded = text;
  // Unifying may bring capitals (ℌ to H), and folding may bring what unifies (ŉ to ʼn): twice is enough for every character.
  for (let i = 0; i < 2; i++) folded = Array.from(folded.normalize('NFKD'), fold).join('');
  return folded.normalize('NFKD').replace(NO_LETTERS, '');
}

const CONTROLS = /[\p{Cc}\p{Cf}]/gu;
/** White space is ASCII's alone here: other spaces have become that, or are part of a word. */
const WORDS =
  /[!-/:-@[-`{-~\p{P}]|[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu;

/** Words, with each punctuation mark and each Han character a word of its own. */
export function basicTokens(text: string): string[] {
  const spaced = lowerCase(text)
    .replace(CONTROLS, ' ')
    .replace(WORDS, (character) => ` ${character} `);
  return spaced.split(/[\t\n\f\r ]+/).filter((word) => word !== '');
}
