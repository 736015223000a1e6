import { HoverRequest, MarkupKind } from 'vscode-languageserver/node';
import { hover, withoutMarkup } from '../../core/editor';
import { type Say } from '../../core/phrase';
import { type ModelParams, SHOW_MODEL_COMMAND } from '../../protocol';
import { toRange } from '../convert';
import { type Feature, runOf } from './feature';

export const hoverFeature: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  listen(dispatcher, context) {
    const { say, client } = context;
    const { markdownHover } = client;
    const showsModel = context.commands.includes(SHOW_MODEL_COMMAND);
    dispatcher.request(HoverRequest.type, null, ({ textDocument, position }) => {
      const document = context.documents.get(textDocument.uri);
      if (document === undefined) return null;
      const offset = document.text.offsetAt(position);
      const placed = document.snapshot.at(offset);
      if (placed === undefined) return null;
      const info = hover(placed.analysis, offset - placed.base, runOf(context, document), say);
      if (info === null) return null;
      const range = toRange(document.text, info.range, placed.base);
      if (!markdownHover) return { contents: { kind: MarkupKind.PlainText, value: withoutMarkup(info.markdown) }, range };
      const link =
        info.model !== null && showsModel ? `\n\n${showLink({ uri: document.uri, id: context.ids.of(info.model), position: range.start }, say)}` : '';
      return { contents: { kind: MarkupKind.Markdown, value: info.markdown + link }, range };
    });
  },
};

/** A link that a client follows by its own command, of the hovers it trusts. */
function showLink(params: ModelParams, say: Say): string {
  const argument = encodeURIComponent(JSON.stringify([params])).replace(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16)}`);
  return `[${say`Show model`}](command:${SHOW_MODEL_COMMAND}?${argument})`;
}
