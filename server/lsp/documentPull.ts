import { type DocumentDiagnosticReport, DocumentDiagnosticReportKind, DocumentDiagnosticRequest } from 'vscode-languageserver/node';
import type { Diagnostics } from './diagnostics';
import type { Dispatcher } from './dispatcher';
import type { DocumentStore, OpenDocument } from './documents';
import type { Workspace } from './workspace';

const NOTHING: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

interface PullHost {
  readonly documents: DocumentStore;
  readonly diagnostics: Diagnostics;
  readonly workspace: Workspace;
  /** Resolves once a document has its settings, and the files it names have been looked at. */
  ready(document: OpenDocument): Promise<void>;
}

/** Answers clients that ask for the diagnostics of a file: an open one by its text, another by what is known of it on disk. */
export function answerPulls(dispatcher: Dispatcher, { documents, diagnostics, workspace, ready }: PullHost): void {
  dispatcher.request(DocumentDiagnosticRequest.type, NOTHING, async ({ textDocument, previousResultId }): Promise<DocumentDiagnosticReport> => {
    const document = documents.get(textDocument.uri);
    if (document !== undefined) await ready(document);
    const report = document === undefined ? workspace.reportOf(textDocument.uri) : diagnostics.report(document);
    if (report === null) return NOTHING;
    const { resultId } = report;
    if (document !== undefined) workspace.pulled(document.uri, report);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: report.items() };
  });
}
