import type { DocumentAnalysis } from '../../analysis';
import type { ConfigNode } from '../../syntax/tree';
import { contains, type Range } from '../../text';
import { anchorAt } from './anchors';
import { ownEntries, ownValues, within, withoutQuotes } from './walk';

/** Each range lies in the one before and is smaller; none is empty. */
class Narrowing {
  readonly ranges: Range[] = [];

  constructor(readonly offset: number) {}

  add(range: Range): void {
    const last = this.ranges.at(-1);
    const length = range.end - range.start;
    const narrower = last === undefined || (within(last, range) && length < last.end - last.start);
    if (length > 0 && narrower && contains(range, this.offset)) this.ranges.push(range);
  }
}

const WORD = /[\p{L}\p{N}_]+/gu;

/**
 * What a selection at an offset grows to, from the smallest: word, text without quotes, value, entry, mapping, and so on up
 * to the document without the blank lines around it. Empty for a document that is not ours, and in Python.
 */
export function selectionRanges(analysis: DocumentAnalysis, offset: number): Range[] {
  const { text, document } = analysis;
  // Of Python the editor has its own.
  if (analysis.recognition === null || document.python !== undefined) return [];
  const narrowing = new Narrowing(offset);
  narrowing.add(trimmed(text));
  if (document.root !== null) descend(document.root, text, narrowing);
  const comment = document.comments.find(({ range }) => contains(range, offset));
  if (comment !== undefined) addText(comment.range, text, narrowing);
  const anchor = anchorAt(document, offset);
  if (anchor !== null) {
    narrowing.add(anchor.range);
    narrowing.add(anchor.name);
  }
  return narrowing.ranges.reverse();
}

function descend(node: ConfigNode, text: string, narrowing: Narrowing): void {
  narrowing.add(node.range);
  if (node.kind === 'scalar') {
    // A word of a number is no more than a digit or two.
    if (typeof node.value === 'string') addText(node.range, text, narrowing);
    return;
  }
  if (node.kind === 'unknown') return;
  if (node.flow) narrowing.add({ start: node.range.start + 1, end: Math.max(node.range.start + 1, node.range.end - 1) });
  for (const { range, keyRange } of ownEntries(node)) {
    if (!contains(range, narrowing.offset)) continue;
    narrowing.add(range);
    if (contains(keyRange, narrowing.offset)) return addText(keyRange, text, narrowing);
  }
  const value = ownValues(node).find(({ range }) => contains(range, narrowing.offset));
  if (value !== undefined) descend(value, text, narrowing);
}

/** A text, what is between its quotes, and the word in it. */
function addText(range: Range, text: string, narrowing: Narrowing): void {
  narrowing.add(range);
  const content = withoutQuotes(text, range);
  narrowing.add(content);
  for (const { index, 0: word } of text.slice(content.start, content.end).matchAll(WORD)) {
    narrowing.add({ start: content.start + index, end: content.start + index + word.length });
  }
}

function trimmed(text: string): Range {
  const start = text.length - text.trimStart().length;
  return { start, end: Math.max(start, text.trimEnd().length) };
}
