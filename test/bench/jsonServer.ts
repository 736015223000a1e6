/**
 * What ours is measured against: vscode-json-languageservice behind the same protocol library and stdio, with our schema,
 * validating on every change without waiting. Run by the benchmark as a process of its own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getLanguageService, type JSONDocument } from 'vscode-json-languageservice';
import { createConnection, ProposedFeatures, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const schemas = join(__dirname, '..', 'schemas');
const connection = createConnection(ProposedFeatures.all);
const service = getLanguageService({
  schemaRequestService: async (uri) => readFileSync(join(schemas, uri.replace(/^.*\//, '')), 'utf8'),
});
service.configure({ validate: true, schemas: [{ uri: 'schema:///vision-transformer.schema.json', fileMatch: ['*.vit.json'] }] });

const open = new Map<string, { text: TextDocument; json: JSONDocument }>();

async function validate(text: TextDocument): Promise<void> {
  const json = service.parseJSONDocument(text);
  open.set(text.uri, { text, json });
  const diagnostics = await service.doValidation(text, json);
  await connection.sendDiagnostics({ uri: text.uri, version: text.version, diagnostics });
}

connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, hoverProvider: true } }));
connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => validate(TextDocument.create(uri, languageId, version, text)));
connection.onDidChangeTextDocument(async ({ textDocument: { uri, version }, contentChanges }) => {
  const document = open.get(uri);
  if (document !== undefined) await validate(TextDocument.update(document.text, contentChanges, version));
});
connection.onHover(({ textDocument: { uri }, position }) => {
  const document = open.get(uri);
  return document === undefined ? null : service.doHover(document.text, position, document.json);
});
connection.listen();
