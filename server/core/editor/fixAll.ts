import type { DocumentAnalysis, Snapshot } from '../analysis';
import { applied } from '../edit/apply';
import { composed, rangeBefore } from '../edit/compose';
import type { Finding, Fix } from '../finding';
import { english, type Phrase } from '../phrase';
import type { SyntaxProblem } from '../syntax/tree';
import type { Range, TextEdit } from '../text';
import { shift } from '../text';

export interface Mended {
  readonly code: string;
  /** The title of the fix that was applied. */
  readonly title: Phrase;
  /** Where the finding stood, in offsets of the text as it was. */
  readonly range: Range;
}

export interface AllFixed {
  readonly text: string;
  /** From the text as it was to `text`, in order; none overlap or touch. */
  readonly edits: readonly TextEdit[];
  /** In the order in which they were applied. */
  readonly mended: readonly Mended[];
}

/** Readings of one document, so that an editor that fixes on save is not kept waiting. */
const MOST_READINGS = 100;

/** The fix of a finding that may be applied unseen: the one to prefer, where it is safe. */
export function safeFixOf({ fixes: [first] }: Finding): Fix | null {
  return first?.safe === true ? first : null;
}

/**
 * All safe fixes of a file, round by round until none is left: what one mends may bring another to light. A document that can't
 * be read, and could not be with all of them, is left as it is: what stands in it is not certain.
 */
export function fixAll({ text, documents, options }: Snapshot): AllFixed {
  if (options.syntax === 'python') return fixPython(text, documents);
  const edits: TextEdit[] = [];
  const mended: Mended[] = [];
  for (const { base, analysis } of documents) {
    const fixed = fixDocument(analysis);
    edits.push(...fixed.edits.map(({ range, newText }) => ({ range: shift(range, base), newText })));
    mended.push(...fixed.mended.map((one) => ({ ...one, range: shift(one.range, base) })));
  }
  return { text: applied(text, edits), edits, mended };
}

/** One config after the other, each as those before it left the text: several may be of one function. */
function fixPython(text: string, documents: Snapshot['documents']): AllFixed {
  let edits: TextEdit[] = [];
  let mended: Mended[] = [];
  let middle = text;
  for (const { analysis } of documents) {
    if (!analysis.findings.some((finding) => safeFixOf(finding) !== null)) continue;
    const fixed = fixDocument(edits.length === 0 ? analysis : analysis.edited(edits));
    if (fixed.edits.length === 0) continue;
    mended = [...mended, ...fixed.mended.map((one) => ({ ...one, range: rangeBefore(one.range, edits) }))];
    edits = composed(edits, fixed.edits, middle);
    middle = applied(text, edits);
  }
  return { text: middle, edits, mended };
}

interface Candidate {
  readonly finding: Finding;
  readonly fix: Fix;
}

function fixDocument(given: DocumentAnalysis): Omit<AllFixed, 'text'> {
  const nothing = { edits: [], mended: [] };
  if (given.recognition === null || faultsOf(given).some(({ fixes }) => fixes?.[0]?.safe !== true)) return nothing;
  let analysis = given;
  let edits: TextEdit[] = [];
  const mended: Mended[] = [];
  /** Those that did not mend. */
  const refused = new Set<string>();
  for (let readings = 0, together = true; readings < MOST_READINGS; readings++) {
    const candidates = candidatesOf(analysis, refused);
    const chosen = together ? apart(candidates) : candidates.slice(0, 1);
    if (chosen.length === 0) break;
    const made = chosen.flatMap(({ fix }) => fix.edits);
    const after = analysis.edited(made);
    if (mends(chosen, analysis, after)) {
      for (const { finding, fix } of chosen) mended.push({ code: finding.code, title: fix.title, range: rangeBefore(finding.range, edits) });
      edits = composed(edits, made, analysis.text);
      analysis = after;
      together = true;
    } else if (chosen.length === 1) for (const candidate of chosen) refused.add(nameOf(candidate));
    else together = false;
  }
  if (faultsOf(analysis).length > 0) return nothing;
  return { edits, mended: mended.sort((a, b) => a.range.start - b.range.start) };
}

function candidatesOf({ findings }: DocumentAnalysis, refused: ReadonlySet<string>): Candidate[] {
  return findings.flatMap((finding) => {
    const fix = safeFixOf(finding);
    return fix === null || refused.has(nameOf({ finding, fix })) ? [] : [{ finding, fix }];
  });
}

/** Those whose edits leave each other alone; the others come in the next round. */
function apart(candidates: readonly Candidate[]): Candidate[] {
  const taken: Range[] = [];
  return candidates.filter(({ fix }) => {
    const ranges = fix.edits.map(({ range }) => range);
    if (ranges.some(({ start, end }) => taken.some((other) => start <= other.end && other.start <= end))) return false;
    return taken.push(...ranges) > 0;
  });
}

/** Places move as others are mended; what is said of one stays. */
function nameOf({ finding: { code, message, range }, fix: { title } }: Candidate): string {
  return [code, english(message), english(title), range.end - range.start].join('\n');
}

/** Whether all these findings are gone and the text is no worse to read. What they hid may come to light. */
function mends(chosen: readonly Candidate[], before: DocumentAnalysis, after: DocumentAnalysis): boolean {
  const left = counted(after.findings);
  const had = counted(before.findings);
  const gone = counted(chosen.map(({ finding }) => finding));
  return [...gone].every(([said, count]) => (left.get(said) ?? 0) <= (had.get(said) ?? 0) - count) && faultsOf(after).length <= faultsOf(before).length;
}

/** How often each thing is said. */
function counted(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, message } of findings) {
    const said = `${code} ${english(message)}`;
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return counts;
}

function faultsOf({ document }: DocumentAnalysis): SyntaxProblem[] {
  return document.problems.filter(({ code, severity }) => severity === 'error' && (code === 'syntax' || code === 'too-large'));
}
