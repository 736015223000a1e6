/** From the core's offsets and plain data to the protocol's. */

import {
  type Diagnostic,
  DiagnosticSeverity,
  type Range as LspRange,
  type TextEdit as LspTextEdit,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding, Severity } from '../core/finding';
import { type Say } from '../core/phrase';
import { type Range, shift, type TextEdit } from '../core/text';

export const SOURCE = 'vit-config';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toRange(document: TextDocument, range: Range, base = 0): LspRange {
  return { start: document.positionAt(base + range.start), end: document.positionAt(base + range.end) };
}

/** `range` clipped to the document whose first character is at `base`. */
export function toLocal(document: TextDocument, range: LspRange, base: number, length: number): Range {
  const local = (offset: number) => Math.min(Math.max(offset - base, 0), length);
  return { start: local(document.offsetAt(range.start)), end: local(document.offsetAt(range.end)) };
}

/** What the client shows of a diagnostic beside its message. */
export interface DiagnosticForm {
  readonly relatedInformation: boolean;
  /** URI of the page with a section for each code; null where it can't be shown or is not there. */
  readonly docs: string | null;
  readonly say: Say;
}

/** Another file that a finding or a value leads to, by the key that the core knows it by; null where it is not known any more. */
export type TextOf = (file: string) => TextDocument | null;

/** A finding in offsets of the file. */
export function toDiagnostic(document: TextDocument, finding: Finding, { relatedInformation, docs, say }: DiagnosticForm, textOf: TextOf): Diagnostic {
  const diagnostic: Diagnostic = {
    range: toRange(document, finding.range),
    severity: SEVERITIES[finding.severity],
    code: finding.code,
    source: SOURCE,
    message: say(finding.message),
  };
  if (docs !== null) diagnostic.codeDescription = { href: `${docs}#${finding.code}` };
  if (relatedInformation && finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.flatMap(({ range, file, message }) => {
      const text = file === undefined ? document : textOf(file);
      return text === null ? [] : [{ location: { uri: text.uri, range: toRange(text, range) }, message: say(message) }];
    });
  }
  return diagnostic;
}

/** An edit that says which version it is for where the client understands that, so that a late one is refused and not misplaced. */
export function toWorkspaceEdit(document: TextDocument, edits: readonly TextEdit[], base: number, versioned: boolean): WorkspaceEdit {
  const textEdits: LspTextEdit[] = edits.map(({ range, newText }) => ({ range: toRange(document, shift(range, base)), newText }));
  if (!versioned) return { changes: { [document.uri]: textEdits } };
  const edit: TextDocumentEdit = { textDocument: { uri: document.uri, version: document.version }, edits: textEdits };
  return { documentChanges: [edit] };
}
