import { type InlayHint, InlayHintRequest } from 'vscode-languageserver/node';
import { inlayHints } from '../../core/editor';
import { overlaps, shift } from '../../core/text';
import type { Feature } from './feature';

export const inlayHintFeature: Feature = {
  capabilities: () => ({ inlayHintProvider: true }),
  listen(dispatcher, { documents, say }) {
    dispatcher.request(InlayHintRequest.type, [], ({ textDocument, range }) => {
      const document = documents.get(textDocument.uri);
      if (document === undefined || !document.settings.inlayHints) return [];
      const asked = { start: document.text.offsetAt(range.start), end: document.text.offsetAt(range.end) };
      const hints = document.snapshot.documents.flatMap(({ base, analysis }) => {
        if (!overlaps(shift(analysis.extent, base), asked)) return [];
        return inlayHints(analysis, shift(asked, -base)).map(
          ({ offset, label }): InlayHint => ({ position: document.text.positionAt(base + offset), label: say(label), paddingLeft: true }),
        );
      });
      // A Python function that is read with several arguments says the same of each.
      return [...new Map(hints.map((hint) => [JSON.stringify(hint), hint])).values()];
    });
  },
};
