import { type CodeAction, CodeActionKind, CodeActionRequest } from 'vscode-languageserver/node';
import { fixesAt } from '../../core/editor';
import { shift } from '../../core/text';
import { toDiagnostic, toLocal, toWorkspaceEdit } from '../convert';
import type { Feature } from './feature';

export const codeActionFeature: Feature = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } }),
  listen(dispatcher, { documents, client, form }) {
    dispatcher.request(CodeActionRequest.type, [], ({ textDocument, range, context }) => {
      const document = documents.get(textDocument.uri);
      const wanted = context.only === undefined || context.only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix);
      if (document === undefined || !wanted || !client.codeActionLiterals) return [];
      const { text, snapshot } = document;
      const asked = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
      return snapshot.documents.flatMap(({ base, analysis }) => {
        if (base > asked.end || base + analysis.text.length < asked.start) return [];
        return fixesAt(analysis, toLocal(text, range, base, analysis.text.length)).map(({ title, edits, finding, preferred }): CodeAction => {
          const diagnostic = toDiagnostic(text, { ...finding, range: shift(finding.range, base), related: [], fixes: [] }, form);
          return {
            title,
            kind: CodeActionKind.QuickFix,
            diagnostics: [diagnostic],
            isPreferred: preferred,
            edit: toWorkspaceEdit(text, edits, base, client.versionedEdits),
          };
        });
      });
    });
  },
};
