import type { DocumentAnalysis } from '../analysis';
import type { Finding } from '../finding';
import type { Range, TextEdit } from '../text';

export interface CodeFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly finding: Finding;
  /** The one an editor may apply without asking which. */
  readonly preferred: boolean;
}

/** The repairs of all findings that touch a range, the findings' own order kept. */
export function fixesAt(analysis: DocumentAnalysis, range: Range): CodeFix[] {
  return analysis.findings
    .filter((finding) => finding.range.start <= range.end && range.start <= finding.range.end)
    .flatMap((finding) => finding.fixes.map((fix, i) => ({ ...fix, finding, preferred: i === 0 })));
}
