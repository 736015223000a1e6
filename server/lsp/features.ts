/** The editor features: from a request's positions to the core's offsets, and its plain data back. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CodeLens,
  type Hover,
  type HoverParams,
  type InlayHint,
  type InlayHintParams,
  MarkupKind,
} from 'vscode-languageserver/node';
import type { ModelAnalysis } from '../core/analysis';
import { fixesAt, hover, inlayHints, type LensAction, lenses, type RunState, withoutMarkup } from '../core/editor';
import { shift } from '../core/text';
import type { ClientFeatures } from './client';
import { CANCEL_RUN, RUN, SHOW_RUN } from './commands';
import { type DiagnosticForm, toDiagnostic, toLocal, toRange, toWorkspaceEdit } from './convert';
import type { DocumentStore, OpenDocument } from './documents';
import type { ModelIds } from './modelIds';
import type { Runs } from './runs';

/** `none` is a lens that only says something: clients show it without making it a link. */
const COMMANDS: Readonly<Record<LensAction, string>> = { run: RUN, cancel: CANCEL_RUN, show: SHOW_RUN, none: '' };

export class Features {
  constructor(
    private readonly documents: DocumentStore,
    private readonly runs: Runs,
    private readonly ids: ModelIds,
    private readonly client: ClientFeatures,
    private readonly form: DiagnosticForm,
    private readonly trusted: () => boolean,
  ) {}

  hover({ textDocument, position }: HoverParams): Hover | null {
    const document = this.documents.get(textDocument.uri);
    if (document === undefined) return null;
    const offset = document.text.offsetAt(position);
    const placed = document.snapshot.at(offset);
    if (placed === undefined) return null;
    const info = hover(placed.analysis, offset - placed.base, this.#runOf(document));
    if (info === null) return null;
    const kind = this.client.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
    return {
      contents: { kind, value: this.client.markdownHover ? info.markdown : withoutMarkup(info.markdown) },
      range: toRange(document.text, info.range, placed.base),
    };
  }

  lenses(uri: string): CodeLens[] {
    const document = this.documents.get(uri);
    if (document === undefined || !document.settings.codeLens) return [];
    const context = { runOf: this.#runOf(document), mayRun: this.trusted() };
    return document.snapshot.documents.flatMap(({ base, analysis }) =>
      lenses(analysis, context).map(({ range, title, action, model }): CodeLens => {
        const lspRange = toRange(document.text, range, base);
        const target = { uri, id: this.ids.of(model), position: lspRange.start };
        return { range: lspRange, command: { title, command: COMMANDS[action], arguments: action === 'none' ? [] : [target] } };
      }),
    );
  }

  inlayHints({ textDocument, range }: InlayHintParams): InlayHint[] {
    const document = this.documents.get(textDocument.uri);
    if (document === undefined || !document.settings.inlayHints) return [];
    const asked = { start: document.text.offsetAt(range.start), end: document.text.offsetAt(range.end) };
    return document.snapshot.documents.flatMap(({ base, analysis }) => {
      if (base > asked.end || base + analysis.text.length < asked.start) return [];
      return inlayHints(analysis, shift(asked, -base)).map(
        ({ offset, label }): InlayHint => ({ position: document.text.positionAt(base + offset), label, paddingLeft: true }),
      );
    });
  }

  codeActions({ textDocument, range, context }: CodeActionParams): CodeAction[] {
    const document = this.documents.get(textDocument.uri);
    const wanted = context.only === undefined || context.only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix);
    if (document === undefined || !wanted || !this.client.codeActionLiterals) return [];
    const { text, snapshot } = document;
    const asked = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
    return snapshot.documents.flatMap(({ base, analysis }) => {
      if (base > asked.end || base + analysis.text.length < asked.start) return [];
      return fixesAt(analysis, toLocal(text, range, base, analysis.text.length)).map(({ title, edits, finding, preferred }): CodeAction => {
        const diagnostic = toDiagnostic(text, { ...finding, range: shift(finding.range, base), related: [], fixes: [] }, this.form);
        return {
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          isPreferred: preferred,
          edit: toWorkspaceEdit(text, edits, base, this.client.versionedEdits),
        };
      });
    });
  }

  #runOf(document: OpenDocument): (model: ModelAnalysis) => RunState | null {
    return (model) => (this.runs.hasAny(document.uri) ? (this.runs.of(document.uri, this.ids.of(model))?.state ?? null) : null);
  }
}
