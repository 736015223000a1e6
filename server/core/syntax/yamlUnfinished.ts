import { phrase } from '../phrase';
import type { Range } from '../text';
import { emptyNode, scalarNode } from './nodes';
import { brief, inserting, type Problems } from './problems';
import type { Entry } from './tree';
import { colonBehindKey, colonBehindLine } from './yamlRepairs';
import { readPlain } from './yamlScalar';

/** A key whose value stands right behind its colon, which YAML takes for one text. */
const SQUEEZED = /^([A-Za-z_][\w.-]*):(\S.*)$/;

export function isSqueezed(line: string): boolean {
  return SQUEEZED.test(line);
}

/** The entry that a line without `: ` was meant to be, and the problem that it is none yet. */
export function unfinishedEntry(text: string, range: Range, problems: Problems): Entry {
  const line = text.slice(range.start, range.end);
  const squeezed = SQUEEZED.exec(line);
  if (squeezed === null) {
    problems.error(range, phrase`\`${brief(line)}\` needs a colon and a value behind it`, [...colonBehindKey(text, range), ...colonBehindLine(text, range)]);
    return { key: line, keyRange: range, value: emptyNode(range.end), range };
  }
  const [, key = '', value = ''] = squeezed;
  const keyRange = { start: range.start, end: range.start + key.length };
  const at = keyRange.end + 1;
  const fix = inserting(phrase`Insert a space`, at, ' ', { safe: true });
  problems.error({ start: range.start, end: at }, phrase`A space is missing behind the colon of \`${brief(key)}\``, [fix]);
  // Quotes and brackets are not read here.
  const plain = /^[\w.+~/-]/.test(value);
  return { key, keyRange, value: plain ? scalarNode(text, { start: at, end: range.end }, readPlain(value), false) : emptyNode(range.end), range };
}
