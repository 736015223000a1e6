import {
  type CompletionItem,
  CompletionItemKind,
  CompletionRequest,
  CompletionResolveRequest,
  CompletionTriggerKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver/node';
import { type CompletionInfo, completions, mayBegin, PATH_TRIGGERS, TRIGGERS, UpstreamFigures, withoutMarkup } from '../../core/editor';
import { type Say } from '../../core/phrase';
import type { CompletionFeatures } from '../client';
import { toRange } from '../convert';
import type { DocumentStore, OpenDocument } from '../documents';
import { type OfferedPath, pathsAt } from '../paths';
import type { Feature } from './feature';

const KINDS: Readonly<Record<CompletionInfo['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  choice: CompletionItemKind.EnumMember,
  model: CompletionItemKind.Snippet,
};

/** What an item keeps to be found again: with its label and kind, enough. */
interface ItemData {
  readonly uri: string;
  readonly version: number;
  readonly offset: number;
}

export const completionFeature: Feature = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: [...TRIGGERS, ...PATH_TRIGGERS], resolveProvider: true, completionItem: { labelDetailsSupport: true } },
  }),
  listen(dispatcher, { documents, client, say, commands, environment, checkpoints }) {
    const upstream = new UpstreamFigures();
    dispatcher.request(CompletionRequest.type, { isIncomplete: false, items: [] }, async ({ textDocument, position, context }) => {
      const document = documents.get(textDocument.uri);
      if (document === undefined) return { isIncomplete: false, items: [] };
      const offset = document.text.offsetAt(position);
      const sign = context?.triggerKind === CompletionTriggerKind.TriggerCharacter ? (context.triggerCharacter ?? null) : null;
      if (sign !== null && !mayBegin(sign, document.snapshot.options.syntax)) return { isIncomplete: false, items: [] };
      const { base, items } = itemsAt(document, offset, upstream, sign);
      const data: ItemData = { uri: document.uri, version: document.version, offset };
      const known = items.map((item, i) => toItem(item, i, { document, base, client: client.completion, data, say }));
      const version = document.version;
      const paths = await pathsAt(document, offset, environment.disk, checkpoints);
      if (document.version !== version || documents.get(document.uri) !== document) return { isIncomplete: false, items: [] };
      const offered = paths.items.map((item, i) => toPathItem(item, i, document, paths.base, commands));
      return { isIncomplete: false, items: [...offered, ...known] };
    });
    // Guarded here, since what is answered after an error is the item that was asked about.
    dispatcher.request(CompletionResolveRequest.type, { label: '' }, (item) => {
      let resolved = item;
      dispatcher.guard(CompletionResolveRequest.method, () => {
        const markdown = describe(documents, upstream, item, say);
        if (markdown === '') return;
        const documentation = client.completion.markdown
          ? { kind: MarkupKind.Markdown, value: markdown }
          : { kind: MarkupKind.PlainText, value: withoutMarkup(markdown) };
        resolved = { ...item, documentation };
      });
      return resolved;
    });
  },
};

function itemsAt({ snapshot }: OpenDocument, offset: number, upstream: UpstreamFigures, sign: string | null): { base: number; items: CompletionInfo[] } {
  const placed = snapshot.at(offset);
  if (placed === undefined) return { base: 0, items: [] };
  return { base: placed.base, items: completions(placed.analysis, offset - placed.base, upstream, sign) };
}

/** Empty for an item of another version of the document, which may mean something else by now. */
function describe(documents: DocumentStore, upstream: UpstreamFigures, { label, kind, data }: CompletionItem, say: Say): string {
  if (!isItemData(data)) return '';
  const document = documents.get(data.uri);
  if (document === undefined || document.version !== data.version) return '';
  const { items } = itemsAt(document, data.offset, upstream, null);
  return items.find((item) => item.label === label && KINDS[item.kind] === kind)?.describe(say) ?? '';
}

function isItemData(data: unknown): data is ItemData {
  if (data === null || typeof data !== 'object') return false;
  const { uri, version, offset } = data as Record<string, unknown>;
  return typeof uri === 'string' && typeof version === 'number' && typeof offset === 'number';
}

/** Where and for whom items are. */
interface Asked {
  readonly document: OpenDocument;
  readonly base: number;
  readonly client: CompletionFeatures;
  readonly data: ItemData;
  readonly say: Say;
}

/** `rank` is the item's place in the list: they are shown as they come, whatever their labels. */
function toItem(item: CompletionInfo, rank: number, { document: { text }, base, client, data, say }: Asked): CompletionItem {
  const { label, filterText, edits, insert, replace } = item;
  // A sentence beside a label ends without its full stop.
  const detail = item.detail === null ? null : say(item.detail).replace(/[.。]$/, '');
  const range = toRange(text, replace, base);
  const plain = item.text('plain');
  const snippet = client.snippets ? item.text('snippet') : plain;
  // Without a stop it is plain text, in which nothing has to be escaped.
  const isSnippet = snippet !== plain;
  const lineStart = { line: range.start.line, character: 0 };
  const newText = indented(snippet, text.getText({ start: lineStart, end: range.start }), isSnippet, client.indentation);
  const both = client.insertReplace && insert.end !== replace.end;
  return {
    label,
    kind: KINDS[item.kind],
    ...(detail === null ? {} : { detail }),
    ...(detail === null || !client.labelDetails ? {} : { labelDetails: { description: detail } }),
    // Before what other servers put in no order, such as JSON's `$schema`.
    sortText: `!${String(rank).padStart(3, '0')}`,
    filterText,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(client.indentation === 'chosen' ? { insertTextMode: InsertTextMode.asIs } : {}),
    textEdit: both ? { newText, insert: toRange(text, insert, base), replace: range } : { newText, range },
    ...(edits.length === 0 ? {} : { additionalTextEdits: edits.map((edit) => ({ range: toRange(text, edit.range, base), newText: edit.newText })) }),
    data,
  };
}

/** VS Code's own: asks again, in the directory that was chosen. */
const SUGGEST = 'editor.action.triggerSuggest';

function toPathItem(
  { label, filterText, kind, replace, newText, edits }: OfferedPath,
  rank: number,
  { text }: OpenDocument,
  base: number,
  commands: readonly string[],
): CompletionItem {
  return {
    label,
    kind: kind === 'directory' ? CompletionItemKind.Folder : CompletionItemKind.File,
    sortText: `!${String(rank).padStart(3, '0')}`,
    filterText,
    textEdit: { range: toRange(text, replace, base), newText },
    ...(edits.length === 0 ? {} : { additionalTextEdits: edits.map((edit) => ({ range: toRange(text, edit.range, base), newText: edit.newText })) }),
    ...(kind === 'directory' && commands.includes(SUGGEST) ? { command: { title: '', command: SUGGEST } } : {}),
  };
}

/** A client that adjusts further lines puts the white space before them that the line has up to the edit, as editors do with snippets. */
function indented(text: string, before: string, isSnippet: boolean, indentation: CompletionFeatures['indentation']): string {
  const adjusted = indentation === 'adjusted' || (indentation === null && isSnippet);
  const white = /^[\t ]*/.exec(before)?.[0] ?? '';
  return adjusted && white !== ''
    ? text.replace(/(\r\n?|\n)([\t ]*)/g, (_, eol: string, own: string) => eol + (own.startsWith(white) ? own.slice(white.length) : own))
    : text;
}
