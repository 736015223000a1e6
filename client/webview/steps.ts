/** The inside of a part: its steps one below the other, and beside them the lines of what goes where. */
import { humanParameters } from '../../server/core/count/units';
import { shapeText } from '../../server/core/editor/format';
import type { PartView, StepView } from '../../server/protocol';
import { el, type VElement } from './element';
import { type Bypass, bypasses } from './geometry';

/** Units of the drawing: a row, the radius of a corner and of a sum, and the space between lines. */
const ROW = 24;
/** A row that is high enough for a shape below its title. */
const HIGH_ROW = 36;
const CORNER = 6;
const SUM = 6;
const DOT = 3;
const LANE = 10;
/** From the left to the nodes, where one line goes around them. */
const MARGIN = 22;

/** `add`, `add and ReLU`: drawn as a sum. */
const isSum = ({ title }: StepView): boolean => title.startsWith('+');

/** A shape is given where it changes; `shape` is what comes in. */
export function stepList({ steps }: PartView, shape: readonly number[], id: string): VElement {
  const changed = (i: number, now: string) => now !== shapeText(steps[i - 1]?.outputShape ?? shape);
  const lines = bypasses(steps.map(({ inputs }) => inputs));
  const shapes = steps.map(({ outputShape }, i) => (changed(i, shapeText(outputShape)) ? shapeText(outputShape) : ''));
  const high = shapes.some((text) => text !== '');
  const spine = MARGIN + LANE * Math.max(0, ...lines.map(({ lane }) => lane));
  return el(
    'div.inside',
    { key: 'inside', attributes: { id, class: high ? 'with-shapes' : '' }, style: { '--rows': String(steps.length), '--lines': `${spine + SUM + 2}px` } },
    diagram(steps, lines, spine, ROW),
    high ? diagram(steps, lines, spine, HIGH_ROW) : null,
    el(
      'ol.steps',
      { key: 'steps' },
      steps.map((step, i) =>
        el(
          'li',
          { key: `${i} ${step.title}` },
          // Where it is cut short, the pointer tells the rest.
          el('span.step', { attributes: { title: step.title } }, isSum(step) ? sumText(step) : step.title),
          el('span.shape', {}, shapes[i] ?? ''),
          el('span.figure', {}, step.parameters > 0 ? humanParameters(step.parameters) : ''),
        ),
      ),
    ),
  );
}

/** The sum itself is drawn. */
function sumText({ title }: StepView) {
  return [el('span.unseen', {}, '+ '), title.replace(/^\+[ ·]*/, '')];
}

/** Rows are `row` high. */
function diagram(steps: readonly StepView[], lines: readonly Bypass[], spine: number, row: number): VElement {
  const feeds = new Set([...steps.flatMap(({ inputs }) => inputs), steps.length - 1]);
  const above = steps.map(({ inputs }, i) => (inputs.includes(i - 1) ? `M${spine} ${i * row}v${row / 2}` : ''));
  const below = steps.map((_, i) => (feeds.has(i) ? `M${spine} ${(i + 0.5) * row}v${row / 2}` : ''));
  return el(
    `svg:svg.lines.rows-${row}`,
    { key: `lines ${row}`, attributes: { viewBox: `0 0 ${spine + SUM + 2} ${steps.length * row}`, 'aria-hidden': 'true' } },
    el('svg:path', { key: 'spine', attributes: { d: [...above, ...below].join('') } }),
    lines.map(({ from, to, lane }) => {
      const tip = spine - (steps[to] !== undefined && isSum(steps[to]) ? SUM : DOT) - 1;
      return el('svg:path', {
        key: `${from} ${to}`,
        attributes: { d: around((from + 1) * row + 1, (to + 0.5) * row, spine, spine - MARGIN + 7 - LANE * lane, tip) },
      });
    }),
    steps.map((step, i) => node(step, i, spine, (i + 0.5) * row)),
  );
}

/** Out of the spine to the left, down, and with an arrow into the node. */
function around(start: number, end: number, spine: number, x: number, tip: number): string {
  const out = `M${spine} ${start}H${x + CORNER}Q${x} ${start} ${x} ${start + CORNER}`;
  const back = `V${end - CORNER}Q${x} ${end} ${x + CORNER} ${end}H${tip}`;
  return `${out}${back}M${tip - 3} ${end - 3}L${tip} ${end}L${tip - 3} ${end + 3}`;
}

function node(step: StepView, i: number, x: number, y: number): VElement {
  if (!isSum(step)) return el('svg:circle.dot', { key: `dot ${i}`, attributes: { cx: x, cy: y, r: DOT } });
  return el(
    'svg:g.sum',
    { key: `sum ${i}` },
    el('svg:circle', { attributes: { cx: x, cy: y, r: SUM } }),
    el('svg:path', { attributes: { d: `M${x - 3} ${y}H${x + 3}M${x} ${y - 3}V${y + 3}` } }),
  );
}
