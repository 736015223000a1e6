import { type CompletionClientCapabilities, type InitializeParams, InsertTextMode, MarkupKind, SymbolKind } from 'vscode-languageserver/node';
import type { OtherServers } from '../protocol';

/** What the client can do, of what makes a difference here. */
export interface ClientFeatures {
  readonly markdownHover: boolean;
  readonly codeActionLiterals: boolean;
  readonly versionedEdits: boolean;
  readonly pullsDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescriptions: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly showsProgress: boolean;
  readonly completion: CompletionFeatures;
  readonly nestsSymbols: boolean;
  /** The kinds of symbols the client knows. */
  readonly documentSymbolKinds: ReadonlySet<SymbolKind>;
  readonly workspaceSymbolKinds: ReadonlySet<SymbolKind>;
  readonly foldsWholeLines: boolean;
  readonly mostFolds: number;
  /** Whether a definition may say what it was asked of, and show more than its name. */
  readonly definitionLinks: boolean;
  readonly linkTooltips: boolean;
  readonly preparesRename: boolean;
  /** Methods of documents that it can be told of later, and of which documents. */
  readonly registers: ReadonlySet<string>;
  /** It can be asked to watch files. */
  readonly watchesFiles: boolean;
}

/** What a client knows that does not say which: the kinds of the protocol's first version. */
const FIRST_SYMBOL_KINDS = Array.from({ length: SymbolKind.Array }, (_, i) => (i + 1) as SymbolKind);

export function clientFeatures({ capabilities: { textDocument, workspace, window } }: InitializeParams): ClientFeatures {
  const pulls = textDocument?.diagnostic !== undefined;
  // Clients that pull say it there or, the older ones, where they say it of pushed diagnostics.
  const supports = (feature: 'relatedInformation' | 'codeDescriptionSupport') =>
    ((pulls ? textDocument.diagnostic?.[feature] : undefined) ?? textDocument?.publishDiagnostics?.[feature]) === true;
  return {
    markdownHover: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    pullsDiagnostics: pulls,
    relatedInformation: supports('relatedInformation'),
    codeDescriptions: supports('codeDescriptionSupport'),
    // Helix says it under another name than the protocol's.
    refreshesDiagnostics:
      (workspace?.diagnostics ?? (workspace as { diagnostic?: { refreshSupport?: boolean } } | undefined)?.diagnostic)?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    showsProgress: window?.workDoneProgress === true,
    completion: completionFeatures(textDocument?.completion),
    nestsSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    documentSymbolKinds: new Set(textDocument?.documentSymbol?.symbolKind?.valueSet ?? FIRST_SYMBOL_KINDS),
    workspaceSymbolKinds: new Set(workspace?.symbol?.symbolKind?.valueSet ?? FIRST_SYMBOL_KINDS),
    foldsWholeLines: textDocument?.foldingRange?.lineFoldingOnly === true,
    mostFolds: textDocument?.foldingRange?.rangeLimit ?? Number.POSITIVE_INFINITY,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    linkTooltips: textDocument?.documentLink?.tooltipSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    registers: new Set(Object.entries(textDocument ?? {}).flatMap(([name, said]) => (registersLater(said) ? [`textDocument/${name}`] : []))),
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}

function registersLater(said: unknown): boolean {
  return fieldsOf(said).dynamicRegistration === true;
}

/** What our own client adds to `initialize`; other clients leave it out, and are trusted. */
export interface InitializationOptions {
  readonly trusted: boolean;
  /** The `vitConfig` section, for clients that can't be asked for it. */
  readonly settings: unknown;
  /** Commands of its own that lenses, hovers, fixes and messages may call. */
  readonly commands: readonly string[];
  /** It shows models and the state of files, and wants to be told when to ask for them again. */
  readonly views: boolean;
  readonly otherServers: OtherServers;
}

export function initializationOptions(value: unknown): InitializationOptions {
  const { trusted, settings, commands, views, otherServers: others } = fieldsOf(value);
  return {
    trusted: trusted !== false,
    settings,
    commands: Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : [],
    views: views === true,
    otherServers: otherServers(others),
  };
}

/** None is active unless the client says so. */
export function otherServers(value: unknown): OtherServers {
  const { json, yaml } = fieldsOf(value);
  return { json: json === true, yaml: yaml === true };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

export interface CompletionFeatures {
  readonly snippets: boolean;
  readonly insertReplace: boolean;
  readonly labelDetails: boolean;
  readonly markdown: boolean;
  /**
   * What becomes of the further lines of a text: `chosen` by each item, kept `as-is`, or `adjusted` to the line it is put
   * in; null where the client does not say.
   */
  readonly indentation: 'chosen' | 'as-is' | 'adjusted' | null;
}

function completionFeatures(completion: CompletionClientCapabilities | undefined): CompletionFeatures {
  const item = completion?.completionItem;
  const modes = { [InsertTextMode.asIs]: 'as-is', [InsertTextMode.adjustIndentation]: 'adjusted' } as const;
  const byDefault = completion?.insertTextMode === undefined ? null : modes[completion.insertTextMode];
  return {
    snippets: item?.snippetSupport === true,
    insertReplace: item?.insertReplaceSupport === true,
    labelDetails: item?.labelDetailsSupport === true,
    markdown: item?.documentationFormat?.includes(MarkupKind.Markdown) ?? false,
    indentation: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) ? 'chosen' : byDefault,
  };
}
