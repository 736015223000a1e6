import type { Diagnostic } from 'vscode-languageserver/node';

/** The diagnostics of a file as a client that asks gets them. */
export interface FileReport {
  /** Equal for equal diagnostics of one file. */
  readonly resultId: string;
  /** Of an open file. */
  readonly version: number | null;
  items(): Diagnostic[];
}
