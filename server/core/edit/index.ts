/**
 * Writing into a config: values in the syntax of the document, edits that keep its style, the nearest of several words.
 * What every fix is made of, whoever offers it.
 */
export { applied, inOrder } from './apply';
export { composed, rangeBefore } from './compose';
export { insertKey, removeEntries, removeEntry, renameKey, replaceValue, setValue } from './edits';
export { literal, type PlainValue } from './literal';
export { isPlainSlip, nearest } from './nearest';
export { assignments, configDictName, dictText, pythonLiteral, quotesOf, type Target } from './python';
export { entryLines, inlineText, isMapping, type LeafText, type PlainMapping, plainValue } from './write';
