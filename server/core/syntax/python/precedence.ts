/** `or`, `and`, `not` and comparisons by Python's precedence, from their operands and operators in source order. */
import type { Expression } from './ast';

export type Operation = Expression | { readonly operator: string; readonly at: number };

/** null where an operand is missing. */
export function ranked(operations: readonly Operation[]): Expression | null {
  let i = 0;
  const operator = () => {
    const next = operations[i];
    return next !== undefined && !('kind' in next) ? next.operator : null;
  };

  function chain(name: 'or' | 'and', operand: () => Expression | null): Expression | null {
    let left = operand();
    while (left !== null && operator() === name) {
      i++;
      const right = operand();
      if (right === null) return null;
      left = { kind: 'boolean', operator: name, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  function negation(): Expression | null {
    const nots: number[] = [];
    for (let next = operations[i]; next !== undefined && !('kind' in next) && next.operator === 'not'; next = operations[++i]) nots.push(next.at);
    let operand = comparison();
    for (const start of nots.reverse()) {
      if (operand === null) return null;
      operand = { kind: 'unary', operator: 'not', operand, start, end: operand.end };
    }
    return operand;
  }

  function comparison(): Expression | null {
    const first = operations[i++];
    if (first === undefined || !('kind' in first)) return null;
    const operands = [first];
    const operators: string[] = [];
    for (let sign = operator(); sign !== null && sign !== 'or' && sign !== 'and' && sign !== 'not'; sign = operator()) {
      const right = operations[++i];
      if (right === undefined || !('kind' in right)) return null;
      i++;
      operators.push(sign);
      operands.push(right);
    }
    if (operators.length === 0) return first;
    return { kind: 'compare', operands, operators, start: first.start, end: operands.at(-1)?.end ?? first.end };
  }

  const whole = chain('or', () => chain('and', negation));
  return i === operations.length ? whole : null;
}
