/** What a sweep of the workspace found, in numbers and in words. */

import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { type Phrase, phrase } from '../../core/phrase';
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

const filesText = (count: number): Phrase => (count === 1 ? phrase`1 file` : phrase`${count} files`);
const configsText = (count: number): Phrase => (count === 1 ? phrase`1 config` : phrase`${count} configs`);
const warningsText = (count: number): Phrase => (count === 1 ? phrase`1 warning` : phrase`${count} warnings`);
const notesText = (count: number): Phrase => (count === 1 ? phrase`1 note` : phrase`${count} notes`);
const errorsText = (count: number, files: number): Phrase =>
  count === 1 ? phrase`1 error in ${filesText(files)}` : phrase`${count} errors in ${filesText(files)}`;

/** `500 configs: 3 errors in 2 files, 1 warning.` */
export function describeOutcome({ files, configs, errors, warnings, notes, filesWithErrors, incomplete, cancelled }: SweepOutcome): Phrase {
  const [first, ...others] = [
    ...(errors > 0 ? [errorsText(errors, filesWithErrors)] : []),
    ...(warnings > 0 ? [warningsText(warnings)] : []),
    ...(notes > 0 ? [notesText(notes)] : []),
  ];
  const found = first === undefined ? phrase`no findings` : others.reduce((before, next) => phrase`${before}, ${next}`, first);
  if (cancelled) {
    // What an earlier sweep found is known, too.
    return configs === 0
      ? phrase`Cancelled after ${filesText(files)}. No config was found so far.`
      : phrase`Cancelled after ${filesText(files)}. Of ${configsText(configs)} known so far: ${found}.`;
  }
  const whole = configs === 0 ? phrase`There is no Vision Transformer config in this workspace.` : phrase`${configsText(configs)}: ${found}.`;
  return incomplete ? phrase`${whole} Not all folders were looked through; the log says why.` : whole;
}
