/** Where assignments to a config may be added. */
import type { PythonPlace } from '../tree';
import type { Block, Expression, Statement } from './ast';
import { lineEnd, mentions } from './candidates';
import type { Unit } from './values';

type Insertion = PythonPlace['insertion'];

/** Behind the last statement of the block that has to do with the variable. */
export function insertionIn(unit: Unit, block: Block, variable: string): Insertion {
  const last = block.findLast((statement) => statement.kind !== 'return' && mentions(unit, statement, variable) && !locks(statement, variable));
  if (last === undefined || last.kind === 'function') return null;
  const { text } = unit;
  const line = text.lastIndexOf('\n', last.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line, last.start))?.[0] ?? '';
  return { variable, at: lineEnd(text, last.end), indent };
}

/** `config.lock()`: behind it no key may be added. */
function locks(statement: Statement, variable: string): boolean {
  const call: Expression | null = statement.kind === 'expression' ? statement.value : null;
  const callee = call?.kind === 'call' ? call.callee : null;
  return callee?.kind === 'attribute' && callee.name.name === 'lock' && callee.value.kind === 'name' && callee.value.name === variable;
}
