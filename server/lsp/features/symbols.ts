import { type DocumentSymbol, DocumentSymbolRequest, type SymbolInformation, SymbolKind } from 'vscode-languageserver/node';
import { documentSymbols, type SymbolInfo } from '../../core/editor';
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
  listen(dispatcher, { documents, client }) {
    dispatcher.request(DocumentSymbolRequest.type, [], ({ textDocument }): DocumentSymbol[] | SymbolInformation[] => {
      const document = documents.get(textDocument.uri);
      if (document === undefined) return [];
      const roots = document.snapshot.documents.flatMap(({ base, analysis }) => documentSymbols(analysis).map((symbol) => ({ base, symbol })));
      return client.nestsSymbols
        ? roots.map(({ base, symbol }) => nested(document, symbol, base, client.documentSymbolKinds))
        : roots.flatMap(({ base, symbol }) => flat(document, symbol, base, client.documentSymbolKinds));
    });
  },
};

function nested(
  document: OpenDocument,
  { name, detail, kind, range, selectionRange, children }: SymbolInfo,
  base: number,
  known: ReadonlySet<SymbolKind>,
): DocumentSymbol {
  return {
    name,
    ...(detail === '' ? {} : { detail }),
    kind: symbolKind(kind, known),
    range: toRange(document.text, range, base),
    selectionRange: toRange(document.text, selectionRange, base),
    children: children.map((child) => nested(document, child, base, known)),
  };
}

function flat(
  document: OpenDocument,
  { name, kind, range, children }: SymbolInfo,
  base: number,
  known: ReadonlySet<SymbolKind>,
  container?: string,
): SymbolInformation[] {
  const location = { uri: document.uri, range: toRange(document.text, range, base) };
  const symbol = { name, kind: symbolKind(kind, known), location, ...(container === undefined ? {} : { containerName: container }) };
  return [symbol, ...children.flatMap((child) => flat(document, child, base, known, name))];
}
