import { type CompletionInfo, completions, UpstreamFigures } from '../../../server/core/editor';
import { applied } from '../../../server/core/editor/completion/apply';
import type { Syntax } from '../../../server/core/syntax/tree';
import type { TextEdit } from '../../../server/core/text';
import { analyse } from './support';

const upstream = new UpstreamFigures();

export interface Asked {
  readonly text: string;
  readonly offset: number;
  readonly items: readonly CompletionInfo[];
}

/** Asks at an offset; `sign` is what was typed to ask. */
export function askAt(text: string, offset: number, syntax: Syntax = 'yaml', sign: string | null = null, fileName = `test.vit.${syntax}`): Asked {
  return { text, offset, items: completions(analyse(text, syntax, fileName), offset, upstream, sign) };
}

/** Asks at `$0`. */
export function ask(fixture: string, syntax: Syntax = 'yaml', sign: string | null = null): Asked {
  const offset = fixture.indexOf('$0');
  if (offset < 0) throw new Error(`the fixture has no $0: ${fixture}`);
  return askAt(fixture.replace('$0', ''), offset, syntax, sign);
}

export function labels({ items }: Asked, kind?: CompletionInfo['kind']): string[] {
  return items.filter((item) => kind === undefined || item.kind === kind).map(({ label }) => label);
}

export function itemOf({ items }: Asked, label: string): CompletionInfo {
  const item = items.find((candidate) => candidate.label === label);
  if (item === undefined) throw new Error(`there is no ${label} among ${items.map((candidate) => candidate.label).join(', ')}`);
  return item;
}

export function editsOf(item: CompletionInfo): TextEdit[] {
  return [...item.edits, { range: item.replace, newText: item.text('plain') }];
}

/** The text with the item of a label in it. */
export function accepted(asked: Asked, label: string): string {
  return applied(asked.text, editsOf(itemOf(asked, label)));
}
