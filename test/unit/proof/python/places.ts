/** Where the parts of a Python config's tree say that they are. */
import type { ConfigDocument, ConfigNode } from '../../../../server/core/syntax/tree';
import type { Range } from '../../../../server/core/text';

const MAX_DEPTH = 200;

/** Ranges that are not within the config's extent, and origins that are not within the text they name. `lengthOf`: of a module's text by its key. */
export function brokenPlaces(document: ConfigDocument, lengthOf: (key: string) => number | undefined): string[] {
  const { text, python, root, problems, comments } = document;
  if (python === undefined) return ['a config without a place'];
  const broken: string[] = [];
  const { extent, nameRange, insertion, name } = python;
  const inside = ({ start, end }: Range, outer: Range) =>
    Number.isInteger(start) && Number.isInteger(end) && outer.start <= start && start <= end && end <= outer.end;
  const whole = { start: 0, end: text.length };
  const check = (what: string, range: Range) => {
    if (!inside(range, extent)) broken.push(`${name}: ${what} at ${range.start}..${range.end}, outside of ${extent.start}..${extent.end}`);
    const { origin } = range;
    if (origin === undefined) return;
    const length = origin.file === null ? text.length : lengthOf(origin.file);
    if (length === undefined) broken.push(`${name}: ${what} comes from ${origin.file}, which nobody gave`);
    else if (!inside(origin.range, { start: 0, end: length }))
      broken.push(`${name}: ${what} comes from ${origin.range.start}..${origin.range.end} of ${length}`);
    if (origin.name === '') broken.push(`${name}: ${what} comes from nothing with a name`);
  };
  if (!inside(extent, whole)) broken.push(`${name}: extent ${extent.start}..${extent.end} of ${text.length}`);
  check('name', nameRange);
  if (text.slice(nameRange.start, nameRange.end) !== name) broken.push(`${name} is called ${text.slice(nameRange.start, nameRange.end)}`);
  if (insertion !== null && !inside({ start: insertion.at, end: insertion.at }, whole)) broken.push(`${name}: insertion at ${insertion.at}`);
  for (const { range } of problems) check('problem', range);
  for (const { range } of comments) if (!inside(range, whole)) broken.push(`${name}: comment at ${range.start}..${range.end}`);
  const visit = (node: ConfigNode, path: string, depth: number): void => {
    check(`the value of ${path}`, node.range);
    if (depth > MAX_DEPTH) return;
    if (node.kind === 'sequence') node.items.forEach((item, i) => visit(item, `${path}[${i}]`, depth + 1));
    if (node.kind !== 'mapping') return;
    if (node.python?.literal) check(`the literal of ${path}`, node.python.literal.range);
    for (const { key, keyRange, value, range, statement } of node.entries) {
      const below = `${path}.${key}`;
      check(`the key of ${below}`, keyRange);
      check(`the entry of ${below}`, range);
      if (statement !== undefined) check(`the statement of ${below}`, statement);
      visit(value, below, depth + 1);
    }
  };
  if (root !== null) visit(root, '', 0);
  return broken;
}
