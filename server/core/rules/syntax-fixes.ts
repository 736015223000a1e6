/**
 * The repairs of faults of the syntax. Those that are guesses by the look of the text are tried: one is offered where the text
 * then has fewer faults, and where no other leaves fewer of them or, of as many, fewer findings of structure.
 */
import type { Dialect, Recognition } from '../dialects/dialect';
import type { Fix } from '../finding';
import { readEdited } from '../syntax';
import type { ConfigDocument, SyntaxFix, SyntaxProblem } from '../syntax/tree';

/** Longer texts are not read again and again. */
const LONGEST = 16_384;
/** Trials for a whole document; each reads it once. */
const MOST_TRIALS = 16;
/** Findings of structure that are told apart. */
const MOST_FINDINGS = 1000;

/** The fixes of each of a document's problems. */
export function syntaxFixes(document: ConfigDocument, dialect: Dialect, recognition: Recognition): (problem: SyntaxProblem) => Fix[] {
  let trials = document.text.length > LONGEST ? 0 : MOST_TRIALS;
  const faults = faultsOf(document);
  const tried = new Map<string, number | null>();
  /** How much is wrong with the text with the guess: faults first, then findings of structure. null where it is not better. */
  const leaves = ({ edits }: SyntaxFix): number | null => {
    const key = JSON.stringify(edits);
    const known = tried.get(key);
    if (known !== undefined || trials <= 0) return known ?? null;
    trials--;
    const after = readEdited(document, edits);
    const left = after.root === null ? faults : faultsOf(after);
    const wrong = left < faults ? left * MOST_FINDINGS + Math.min(dialect.structure(after, recognition).length, MOST_FINDINGS - 1) : null;
    tried.set(key, wrong);
    return wrong;
  };
  return ({ fixes = [] }) => {
    const better = fixes.flatMap((fix) => {
      const wrong = fix.guess ? leaves(fix) : null;
      return wrong === null ? [] : [{ fix, wrong }];
    });
    const least = Math.min(...better.map(({ wrong }) => wrong));
    return [...fixes.filter(({ guess }) => !guess), ...better.filter(({ wrong }) => wrong === least).map(({ fix }) => fix)].map(offer);
  };
}

function offer({ title, edits, safe }: SyntaxFix): Fix {
  return { title, edits, ...(safe ? { safe } : {}) };
}

function faultsOf({ problems }: ConfigDocument): number {
  return problems.filter(({ severity, code }) => severity === 'error' && code !== 'json-comment').length;
}
