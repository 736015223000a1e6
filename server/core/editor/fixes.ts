import type { DocumentAnalysis } from '../analysis';
import type { Finding, Fix } from '../finding';
import type { Range } from '../text';

export interface FindingFixes {
  readonly finding: Finding;
  /** The first is the one an editor may apply without asking which. */
  readonly fixes: readonly Fix[];
}

/** All findings that touch a range, each with its repairs, in their own order. */
export function fixesAt(analysis: DocumentAnalysis, range: Range): FindingFixes[] {
  return analysis.findings
    .filter((finding) => finding.range.start <= range.end && range.start <= finding.range.end)
    .map((finding) => ({ finding, fixes: finding.fixes }));
}
