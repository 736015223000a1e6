/** Python's numbers: ints and floats apart, exact or not known. */
import type { PythonNumber } from './ast';
import type { Value } from './values';

/** The value of a number literal; null for complex ones and ints beyond 2^53. */
export function numberLiteral(source: string): PythonNumber | null {
  const text = source.replaceAll('_', '');
  if (/^0[xX][\da-fA-F]+$|^0[oO][0-7]+$|^0[bB][01]+$|^(?:0+|[1-9]\d*)$/.test(text)) return int(Number(text));
  return /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && !/^0\d+$/.test(text) ? { kind: 'float', value: Number(text) } : null;
}

function int(value: number): PythonNumber | null {
  return Number.isSafeInteger(value) ? { kind: 'int', value: value + 0 } : null;
}

/** `overflow`: a result that is not held exactly; `zero`: a division by zero. */
export function calculated(operator: string, left: PythonNumber, right: PythonNumber): PythonNumber | 'overflow' | 'zero' | null {
  const ints = left.kind === 'int' && right.kind === 'int';
  const [a, b] = [left.value, right.value];
  const result = (value: number): PythonNumber | 'overflow' => (ints ? (int(value) ?? 'overflow') : { kind: 'float', value });
  switch (operator) {
    case '+':
      return result(a + b);
    case '-':
      return result(a - b);
    case '*':
      return result(a * b);
    case '/':
      return b === 0 ? 'zero' : { kind: 'float', value: a / b };
    case '%':
      return b === 0 ? 'zero' : result(modulo(a, b));
    case '//':
      return b === 0 ? 'zero' : result(ints ? (a - modulo(a, b)) / b : Math.floor(Number.isFinite(b) ? (a - modulo(a, b)) / b + 0.5 : a / b));
    case '**':
      return power(a, b, ints);
    default:
      return ints ? bitwise(operator, a, b) : null;
  }
}

/** With the sign of the divisor. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function power(a: number, b: number, ints: boolean): PythonNumber | 'overflow' | 'zero' | null {
  if (a === 0 && b < 0) return 'zero';
  if (a < 0 && !Number.isInteger(b)) return null;
  if (!ints || b < 0) return { kind: 'float', value: a ** b };
  return int(a ** b) ?? 'overflow';
}

function bitwise(operator: string, a: number, b: number): PythonNumber | 'overflow' | null {
  const [x, y] = [BigInt(a), BigInt(b)];
  if ((operator === '<<' || operator === '>>') && (b < 0 || b > 64)) return 'overflow';
  const of: Readonly<Record<string, () => bigint>> = { '&': () => x & y, '|': () => x | y, '^': () => x ^ y, '<<': () => x << y, '>>': () => x >> y };
  const result = of[operator]?.();
  return result === undefined ? null : (int(Number(result)) ?? 'overflow');
}

/** An int, float or bool as a number to calculate with. */
export function numeric(value: Value): PythonNumber | null {
  if (value.kind === 'int' || value.kind === 'float') return value;
  return value.kind === 'bool' ? { kind: 'int', value: Number(value.value) } : null;
}

/** What Python's `repr` writes for a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power10 = Number(exponent);
  if (power10 < -4 || power10 >= 16) return `${digits}e${power10 < 0 ? '-' : '+'}${String(Math.abs(power10)).padStart(2, '0')}`;
  if (power10 < 0) return value.toFixed(Math.max(0, digits.replace(/^-|\./g, '').replace('.', '').length - 1 - power10));
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
