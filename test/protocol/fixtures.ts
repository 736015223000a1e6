import { afterEach } from 'vitest';
import type { Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Environment } from '../../server/lsp';
import { type ClientOptions, TestClient } from './testClient';

export const URI = 'file:///project/plain.vit.yaml';

export const B16 = `model_name: plain-B16
patches:
  size: [16, 16]
hidden_size: 768
transformer:
  mlp_dim: 3072
  num_heads: 12
  num_layers: 12
  attention_dropout_rate: 0.0
  dropout_rate: 0.0
classifier: token
representation_size: null
`;

/** Heads that do not divide the width: one finding, with fixes, related to `hidden_size`. */
export const BROKEN = edited(B16, 'num_heads: 12', 'num_heads: 10');

export function edited(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the fixture has no ${from}`);
  return text.replace(from, to);
}

/** Where `needle` begins, in lines and UTF-16 columns; lines end as LSP has them end. */
export function positionOf(text: string, needle: string): Position {
  const offset = text.indexOf(needle);
  if (offset < 0) throw new Error(`the text has no ${needle}`);
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** What a request at the nth `needle` of the fixture's file says, one character into it. */
export function at(text: string, needle: string, nth = 0) {
  let offset = -1;
  for (let i = 0; i <= nth; i++) offset = text.indexOf(needle, offset + 1);
  if (offset < 0) throw new Error(`the text has no ${needle}`);
  return { textDocument: { uri: URI }, position: TextDocument.create(URI, '', 0, text).positionAt(offset + 1) };
}

/** Lines from the start up to the needle's end; what a range covers. */
export function covered(text: string, { start, end }: { start: Position; end: Position }): string {
  const lines = text.split(/\r\n|\n|\r/);
  if (start.line === end.line) return lines[start.line]?.slice(start.character, end.character) ?? '';
  return `${lines[start.line]?.slice(start.character)}…${lines[end.line]?.slice(0, end.character)}`;
}

/** Starts servers for a file of tests and, after each, ends them: a message that was not read fails the test. */
export function servers(): (options?: ClientOptions, environment?: Partial<Environment>) => Promise<TestClient> {
  const running: TestClient[] = [];
  afterEach(async () => {
    for (const client of running.splice(0)) await client.stop();
  });
  return async (options, environment) => {
    const client = await TestClient.inProcess(options, environment);
    running.push(client);
    return client;
  };
}
