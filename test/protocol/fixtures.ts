import { afterEach } from 'vitest';
import type { Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Environment } from '../../server/lsp';
import { edited, B16 as UPSTREAM_B16 } from '../unit/editor/support';
import { type ClientOptions, TestClient } from './testClient';

export { edited };

export const URI = 'file:///project/plain.vit.yaml';

/** ViT-B_16 under a name that upstream does not know. */
export const B16 = edited(UPSTREAM_B16, 'ViT-B_16', 'plain-B16');

/** Heads that do not divide the width: one finding, with fixes, related to `hidden_size`. */
export const BROKEN = edited(B16, 'num_heads: 12', 'num_heads: 10');

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
