/**
 * From what came in from elsewhere to where it was written. Where a plain function is defined the editor's Python tools know
 * as well; an editor shows the same place once.
 */
import type { DocumentAnalysis } from '../../analysis';
import type { Entry } from '../../syntax/tree';
import type { Range } from '../../text';
import type { Definition } from '../navigation/definition';
import { readAt } from './chain';
import { isOwn, type KeyAt, ownKeyAt } from './entries';
import { type Call, callAt } from './inherited';

/**
 * From a key to what it overrides; from a step on the way to a key (`transformer` in `config.transformer.num_heads`) to where
 * that was written; from a call to the function that something of the config came from. null where that is nothing else.
 */
export function originDefinition(analysis: DocumentAnalysis, offset: number): Definition | null {
  const { document, recognition, text } = analysis;
  if (recognition === null || document.python === undefined) return null;
  const key = ownKeyAt(document.root, text, offset);
  const read = key === null || key.range === key.entry.value.range ? readAt(document, offset) : null;
  if (read !== null) return toEntry(read.range, read.entry) ?? toOwn(read);
  if (key !== null) {
    const { entry, range } = key;
    if (entry.overrides !== undefined) return toEntry(range, entry.overrides);
    if (!isOwn(entry)) return toEntry(range, entry);
    return range === entry.keyRange || range === entry.value.range ? null : toOwn(key);
  }
  const call = callAt(document, offset);
  return call === null ? null : toFunction(call, text);
}

/** To what came in by a call: its key, with its value where that stands behind it. */
function toEntry(origin: Range, { keyRange, value }: Entry): Definition | null {
  const key = keyRange.origin;
  if (key === undefined) return null;
  const worth = value.range.origin;
  const follows = worth !== undefined && worth.file === key.file && worth.name === key.name && worth.range.start >= key.range.end;
  const target = { start: key.range.start, end: follows ? worth.range.end : key.range.end };
  return { origin, target, selection: plain(key.range), file: key.file };
}

function toOwn({ entry: { statement, keyRange }, range }: KeyAt): Definition {
  return { origin: range, target: statement ?? keyRange, selection: keyRange, file: null };
}

/** To the function that is called; where a call does not say which (`getattr(models, f'get_{model}_config')`), to what came from there. */
function toFunction({ range, entries }: Call, text: string): Definition | null {
  const callee = /(\w+)\s*(?:\([^]*)?$/.exec(text.slice(range.start, range.end))?.[1];
  const named = entries.filter(({ origin }) => origin.name === callee);
  const [first] = named.length > 0 ? named : entries;
  if (first === undefined) return null;
  const { origin } = first;
  const selection = origin.definition ?? plain(origin.range);
  return { origin: range, target: selection, selection, file: origin.file };
}

const plain = ({ start, end }: Range): Range => ({ start, end });
