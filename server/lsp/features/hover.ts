import { HoverRequest, MarkupKind } from 'vscode-languageserver/node';
import { hover, withoutMarkup } from '../../core/editor';
import { toRange } from '../convert';
import { type Feature, runOf } from './feature';

export const hoverFeature: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  listen(dispatcher, context) {
    const { markdownHover } = context.client;
    dispatcher.request(HoverRequest.type, null, ({ textDocument, position }) => {
      const document = context.documents.get(textDocument.uri);
      if (document === undefined) return null;
      const offset = document.text.offsetAt(position);
      const placed = document.snapshot.at(offset);
      if (placed === undefined) return null;
      const info = hover(placed.analysis, offset - placed.base, runOf(context, document));
      if (info === null) return null;
      return {
        contents: markdownHover ? { kind: MarkupKind.Markdown, value: info.markdown } : { kind: MarkupKind.PlainText, value: withoutMarkup(info.markdown) },
        range: toRange(document.text, info.range, placed.base),
      };
    });
  },
};
