/** What a sweep of the workspace found, in numbers and in words. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { SweepOutcome } from '../../protocol';

/** The diagnostics of each config. */
export function countOf(configs: Iterable<readonly Diagnostic[]>): Pick<SweepOutcome, 'configs' | 'errors' | 'warnings' | 'notes' | 'filesWithErrors'> {
  const count = { configs: 0, errors: 0, warnings: 0, notes: 0, filesWithErrors: 0 };
  for (const diagnostics of configs) {
    count.configs++;
    const errors = diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error).length;
    const warnings = diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Warning).length;
    count.errors += errors;
    count.warnings += warnings;
    count.notes += diagnostics.length - errors - warnings;
    if (errors > 0) count.filesWithErrors++;
  }
  return count;
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `500 configs: 3 errors in 2 files, 1 warning.` */
export function describeOutcome({ files, configs, errors, warnings, notes, filesWithErrors, incomplete, cancelled }: SweepOutcome): string {
  const parts = [
    ...(errors > 0 ? [`${many(errors, 'error')} in ${many(filesWithErrors, 'file')}`] : []),
    ...(warnings > 0 ? [many(warnings, 'warning')] : []),
    ...(notes > 0 ? [many(notes, 'note')] : []),
  ];
  const found = parts.length > 0 ? parts.join(', ') : 'no findings';
  // What an earlier sweep found is known, too.
  if (cancelled)
    return `Cancelled after ${many(files, 'file')}. ${configs === 0 ? 'No config was found so far' : `Of ${many(configs, 'config')} known so far: ${found}`}.`;
  const what = configs === 0 ? 'There is no Vision Transformer config in this workspace' : `${many(configs, 'config')}: ${found}`;
  return `${what}.${incomplete ? ' Not all folders were looked through; the log says why.' : ''}`;
}
