/**
 * The repairs of faults of the syntax. Those that are guesses by the look of the text are tried: one is offered where the text
 * then has fewer faults, and of several the one first that leaves the fewest findings of structure.
 */
import type { Dialect, Recognition } from '../dialects/dialect';
import { applied } from '../edit/apply';
import type { Fix } from '../finding';
import { readDocument } from '../syntax';
import type { ConfigDocument, SyntaxFix, SyntaxProblem } from '../syntax/tree';

/** Longer texts are not read again and again. */
const LONGEST = 16_384;
/** Trials for a whole document; each reads it once. */
const MOST_TRIALS = 16;
/** Guesses that are offered of one fault. */
const MOST_OFFERED = 3;

/** The fixes of each of a document's problems. */
export function syntaxFixes(document: ConfigDocument, dialect: Dialect, recognition: Recognition): (problem: SyntaxProblem) => Fix[] {
  let trials = document.text.length > LONGEST ? 0 : MOST_TRIALS;
  const faults = faultsOf(document);
  const findingsAfter = (fix: SyntaxFix): number | null => {
    if (trials-- <= 0) return null;
    const after = readDocument(applied(document.text, fix.edits), document.syntax);
    return after.root !== null && faultsOf(after) < faults ? dialect.structure(after, recognition).length : null;
  };
  return ({ fixes = [] }) => {
    const offered = fixes.filter(({ guess }) => !guess).map(offer);
    const tried = fixes.filter(({ guess }) => guess).map((fix) => ({ fix, findings: findingsAfter(fix) }));
    const better = tried.flatMap(({ fix, findings }) => (findings === null ? [] : [{ fix, findings }]));
    return [...offered, ...better.sort((a, b) => a.findings - b.findings).map(({ fix }) => offer(fix))].slice(0, Math.max(offered.length, MOST_OFFERED));
  };
}

function offer({ title, edits, safe }: SyntaxFix): Fix {
  return { title, edits, ...(safe ? { safe } : {}) };
}

function faultsOf({ problems }: ConfigDocument): number {
  return problems.filter(({ severity, code }) => severity === 'error' && code !== 'json-comment').length;
}
