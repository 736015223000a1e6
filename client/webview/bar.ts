import { el, type VElement } from './element';

/** A bar under a figure, which it only repeats: out of sight for a screen reader. `kind` is its colour. */
export function bar(kind: 'parameters' | 'macs' | 'activations' | 'time' | 'probability', value: number, whole: number): VElement {
  const percent = whole > 0 ? Math.min(100, (100 * value) / whole) : 0;
  return el(
    `span.bar.${kind}`,
    { key: `bar ${kind}`, attributes: { 'aria-hidden': 'true' } },
    percent > 0 ? el('span', { style: { width: `${percent.toFixed(2)}%` } }) : null,
  );
}
