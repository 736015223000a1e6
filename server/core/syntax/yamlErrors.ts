import { type Phrase, phrase, verbatim } from '../phrase';
import type { Range } from '../text';
import { lineStart, nextLine } from './lines';
import { brief, type Problems, tight } from './problems';
import type { SyntaxFix } from './tree';
import type { LibraryError } from './yamlComposer';
import {
  closedBrackets,
  colonBehindKey,
  colonBehindLine,
  commaBefore,
  commaBeforeKey,
  commaOrColonBefore,
  dashBefore,
  dashBelowItem,
  doubledBackslash,
  quoted,
  type Repair,
  reindented,
  spaceBeforeComment,
  spaceBehindColon,
  twoKeys,
  withoutComma,
  withoutTag,
} from './yamlRepairs';
import type { Tokens } from './yamlTokens';

/** Of more brackets that are not closed nobody wants them all closed at once. */
const MOST_CLOSERS = 10;

/** Opening brackets without their closing ones. */
export function addUnclosed({ unclosed }: Tokens, text: string, problems: Problems): void {
  const closers = unclosed.map(({ source }) => (source === '[' ? ']' : '}'));
  for (const [i, { offset }] of unclosed.entries()) {
    if (problems.full) return;
    const missing = closers.length - i > MOST_CLOSERS ? '' : closers.slice(i).reverse().join('');
    problems.error({ start: offset, end: offset + 1 }, phrase`This is not closed: \`${closers[i] ?? ''}\` is missing`, closedBrackets(text, offset, missing));
  }
}

/**
 * The library's errors, the first of each line: those behind it are mostly of its making. `verbatim`: the library read the
 * text as it is, so that whoever reads by the same library finds the same.
 */
export function addLibraryErrors(errors: readonly LibraryError[], text: string, { unclosed }: Tokens, problems: Problems, verbatim: boolean): void {
  let next = 0;
  for (const error of errors) {
    // Open quotes and brackets are told of where they open.
    if (error.start < next || OPEN_QUOTE.test(error.message) || (unclosed.length > 0 && UNCLOSED.test(error.message))) continue;
    if (problems.full) return;
    const range = visible(text, tight(text, error));
    next = nextLine(text, range.start);
    if (problems.has(range.start)) continue;
    const lenient = LENIENT.test(error.message);
    const { message, fixes } = lenient
      ? { message: phrase`A comment needs a space in front of its #`, fixes: spaceBeforeComment(text, range) }
      : explained(error, text, range);
    problems.add({
      code: 'syntax',
      severity: lenient ? 'warning' : 'error',
      message,
      range,
      ...(fixes.length === 0 ? {} : { fixes }),
      ...(verbatim && !lenient && !STRICT.test(error.message) ? { common: true } : {}),
    });
  }
}

/** A range of white space alone moved to the word behind it, if there is one in the line. */
function visible(text: string, range: Range): Range {
  const word = /[ \t]+([^\s:,\]}]+)/y;
  word.lastIndex = range.start;
  const found = word.exec(text);
  if (found?.[1] === undefined || text.slice(range.start, range.end).trim() !== '') return range;
  return { start: word.lastIndex - found[1].length, end: word.lastIndex };
}

const OPEN_QUOTE = /^Missing closing .quote/;

const UNCLOSED = /^Flow (?:map|sequence) .*end with/;

/** Not looked for by servers that read leniently. */
const STRICT = /^The : indicator must be at most 1024 chars/;

/** PyYAML takes this, though YAML does not. */
const LENIENT = /^Comments must be separated/;

/** The YAML library's errors that speak of the grammar's insides, in words about the text. First match counts. */
const MESSAGES: readonly (readonly [pattern: RegExp, message: Phrase | ((match: RegExpExecArray, source: string) => Phrase), ...repairs: Repair[]])[] = [
  [
    /^Implicit map keys need to be followed by map values/,
    (_, source) => phrase`\`${brief(source)}\` needs a colon and a value behind it`,
    colonBehindKey,
    colonBehindLine,
    dashBelowItem,
  ],
  [
    /^Implicit keys need to be on a single line/,
    (_, source) => phrase`A colon is missing behind \`${brief(source)}\`, or the line behind it is indented wrongly`,
    colonBehindKey,
    colonBehindLine,
  ],
  [/^Implicit keys of flow sequence pairs need to be on a single line/, phrase`A key and its colon must stand on one line`],
  [/^Nested mappings are not allowed in compact mappings/, phrase`Two keys on one line: a value that contains \`: \` must be quoted`, twoKeys],
  [/^A block sequence may not be used as an implicit map key/, phrase`A list can't be a key; is the \`- \` indented wrongly, or a colon missing above?`],
  [
    /^All mapping items must start at the same column/,
    phrase`This key is not in line with the keys above: keys of one mapping start at the same column`,
    reindented,
  ],
  [
    /^All sequence items must start at the same column/,
    phrase`This item is not in line with the items above: items of one list start at the same column`,
    reindented,
  ],
  [/^Sequence item without - indicator/, phrase`An item of this list needs \`- \` in front`, dashBefore, reindented],
  [/^Unexpected block-seq-ind on same line with key/, phrase`A list of \`- \` items starts on a line of its own, or is written [a, b]`],
  [UNCLOSED, phrase`A closing bracket is missing here`],
  [/^Missing , between flow (map|sequence) items/, phrase`A comma is missing here`, commaBefore],
  [/^Missing , or : between flow (map|sequence) items/, phrase`A comma or a colon is missing here`, commaOrColonBefore],
  [/^Missing space after : in flow/, phrase`A space is missing behind the colon`, spaceBehindColon],
  [
    /^Unexpected empty item in flow (map|sequence)/,
    (match) =>
      match[1] === 'map'
        ? phrase`There is nothing between two commas of this mapping in braces`
        : phrase`There is nothing between two commas of this list in brackets`,
    withoutComma,
  ],
  [
    /^Unexpected , in flow (map|sequence)/,
    (match) =>
      match[1] === 'map'
        ? phrase`There is nothing before this comma of the mapping in braces`
        : phrase`There is nothing before this comma of the list in brackets`,
    withoutComma,
  ],
  [/^Block collections are not allowed within flow collections/, phrase`Inside brackets a list or mapping must be written in brackets too`, commaBeforeKey],
  [
    /^Multi-line .*quoted string needs to be sufficiently indented|^Missing indentation/,
    phrase`The following lines of a quoted text must be indented more than its key`,
  ],
  [/^Plain value cannot start with (.*)/, (match) => phrase`A value can't start with ${match[1] ?? ''}; quote it`, quoted],
  [/^Invalid escape sequence (.*)/, (match) => phrase`There is no escape ${match[1] ?? ''}; use \\\\ for a backslash, or single quotes`, doubledBackslash],
  [/^Tabs are not allowed as indentation/, phrase`YAML is indented by spaces; this is a tab`],
  [/^Block collection cannot start on same line/, phrase`A mapping or list must start on the line below the ---`],
  [/^Missing directives-end/, phrase`A %directive must be followed by a line ---`],
  [/^Unexpected doc-end without preceding document/, phrase`There is no document that this ... could end`],
  [/^Missing newline after block sequence props/, phrase`A list must start on the line below its tag or anchor`],
  [/^Tags and anchors must be separated/, phrase`A space is missing behind the tag or anchor`],
  [/^(?:Anchor|Alias) cannot be an empty string/, phrase`A name is missing behind the & or *`],
  [/^An alias node must not specify any properties/, phrase`An alias can have no tag or anchor of its own`],
  [/^Block scalar header includes extra characters/, phrase`The text of a | or > block starts on the next line`],
  [/^Block scalars with more-indented leading empty lines/, phrase`An empty line at the start of this text is indented more than the text`],
  [/^The : indicator must be at most 1024 chars/, phrase`This key is too long (over 1,024 characters)`],
  [/^Could not resolve tag|^Unresolved tag|^Missing .* tag handle|tag/i, (_, source) => phrase`The tag \`${brief(source)}\` is not known`, withoutTag],
  [/./, (_, source) => (source.trim() === '' ? phrase`Something is not expected here` : phrase`\`${brief(source)}\` is not expected here`)],
];

/** The error in a person's words, and what to try about it; `range` is the text it points at. */
function explained(error: LibraryError, text: string, range: Range): { message: Phrase; fixes: SyntaxFix[] } {
  const source = text.slice(range.start, range.end);
  const first = text.slice(lineStart(text, range.start), range.start).trim() === '';
  if (first && error.message === 'Unexpected scalar at node end') {
    const fixes = [...colonBehindKey(text, range), ...reindented(text, range)];
    return { message: phrase`\`${brief(source)}\` belongs to nothing above it; check its indentation`, fixes };
  }
  for (const [pattern, message, ...repairs] of MESSAGES) {
    const match = pattern.exec(error.message);
    if (match === null) continue;
    return { message: typeof message === 'function' ? message(match, source) : message, fixes: repairs.flatMap((repair) => repair(text, range)) };
  }
  return { message: verbatim(error.message), fixes: [] };
}
