/** Findings as plain data for scripts. */

import type { Finding } from '../../core/finding';
import { english } from '../../core/phrase';
import type { PlacedRange } from '../place';
import type { Source } from '../source';

export interface DiagnosticJson {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  /** Lines and characters from 0, characters in UTF-16 units, the end exclusive: as in the Language Server Protocol. */
  readonly range: PlacedRange;
  /** `file` only where it is another one: a module that the config imports. */
  readonly related: readonly { readonly message: string; readonly file?: string; readonly range: PlacedRange }[];
  /** The preferred one first. */
  readonly fixes: readonly { readonly title: string; readonly edits: readonly { readonly range: PlacedRange; readonly newText: string }[] }[];
}

export function diagnosticsJson(source: Source, findings: readonly Finding[] = source.findings): DiagnosticJson[] {
  return findings.map(({ code, severity, message, range, related, fixes }) => ({
    code,
    severity,
    message: english(message),
    range: source.place(range),
    related: related.map((place) => {
      const { path } = source.textOf(place);
      return { message: english(place.message), ...(place.file === undefined ? {} : { file: path }), range: source.textOf(place).place(place.range) };
    }),
    fixes: fixes.map(({ title, edits }) => ({
      title: english(title),
      edits: edits.map((edit) => ({ range: source.place(edit.range), newText: edit.newText })),
    })),
  }));
}
