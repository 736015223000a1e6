import { type DocumentSymbol, DocumentSymbolRequest, type SymbolInformation, SymbolKind } from 'vscode-languageserver/node';
import { documentSymbols, type SymbolInfo } from '../../core/editor';
import { type Say } from '../../core/phrase';
import { toRange } from '../convert';
import type { OpenDocument } from '../documents';
import type { Feature } from './feature';

/** For each kind of ours the protocol's, the second for clients that know its first version only. */
const KINDS: Readonly<Record<SymbolInfo['kind'], readonly [SymbolKind, SymbolKind]>> = {
  model: [SymbolKind.Class, SymbolKind.Class],
  training: [SymbolKind.Module, SymbolKind.Module],
  mapping: [SymbolKind.Object, SymbolKind.Namespace],
  list: [SymbolKind.Array, SymbolKind.Array],
  number: [SymbolKind.Number, SymbolKind.Number],
  text: [SymbolKind.String, SymbolKind.String],
  flag: [SymbolKind.Boolean, SymbolKind.Boolean],
  null: [SymbolKind.Null, SymbolKind.Constant],
};

export function symbolKind(kind: SymbolInfo['kind'], known: ReadonlySet<SymbolKind>): SymbolKind {
  const [kindOf, otherwise] = KINDS[kind];
  return known.has(kindOf) ? kindOf : otherwise;
}

export const symbolFeature: Feature = {
  capabilities: () => ({ documentSymbolProvider: { label: 'ViT Config' } }),
  listen(dispatcher, { documents, client, say }) {
    dispatcher.request(DocumentSymbolRequest.type, [], ({ textDocument }): DocumentSymbol[] | SymbolInformation[] => {
      const document = documents.get(textDocument.uri);
      if (document === undefined) return [];
      const roots = document.snapshot.documents.flatMap(({ base, analysis }) => documentSymbols(analysis).map((symbol) => ({ base, symbol })));
      return client.nestsSymbols
        ? roots.map(({ base, symbol }) => nested(symbol, { document, base, known: client.documentSymbolKinds, say }))
        : roots.flatMap(({ base, symbol }) => flat(symbol, { document, base, known: client.documentSymbolKinds, say }));
    });
  },
};

interface Told {
  readonly document: OpenDocument;
  readonly base: number;
  readonly known: ReadonlySet<SymbolKind>;
  readonly say: Say;
}

function nested({ name, detail, kind, range, selectionRange, children }: SymbolInfo, told: Told): DocumentSymbol {
  const { document, base, known, say } = told;
  return {
    name: say(name),
    ...(detail === null ? {} : { detail: say(detail) }),
    kind: symbolKind(kind, known),
    range: toRange(document.text, range, base),
    selectionRange: toRange(document.text, selectionRange, base),
    children: children.map((child) => nested(child, told)),
  };
}

function flat({ name: said, kind, range, children }: SymbolInfo, told: Told, container?: string): SymbolInformation[] {
  const { document, base, known, say } = told;
  const name = say(said);
  const location = { uri: document.uri, range: toRange(document.text, range, base) };
  const symbol = { name, kind: symbolKind(kind, known), location, ...(container === undefined ? {} : { containerName: container }) };
  return [symbol, ...children.flatMap((child) => flat(child, told, name))];
}
