/** Where lines go: plain arithmetic, apart from the elements that show them. */
import type { ImageView, PartView } from '../../server/protocol';

/** A line around some steps: leaves below the step `from` (-1: above the first) and comes in at the step `to`. */
export interface Bypass {
  readonly from: number;
  readonly to: number;
  /** Lines that overlap run beside each other, the shorter ones nearer to the steps. */
  readonly lane: number;
}

/** The steps that read something else than what the step before gives. */
export function bypasses(inputs: readonly (readonly number[])[]): Bypass[] {
  const lines = inputs.flatMap((sources, to) => sources.filter((from) => from !== to - 1).map((from) => ({ from, to })));
  const placed: Bypass[] = [];
  for (const line of lines.sort((a, b) => a.to - a.from - (b.to - b.from) || a.to - b.to)) {
    const beside = new Set(placed.filter(({ from, to }) => from < line.to && line.from < to).map(({ lane }) => lane));
    let lane = 0;
    while (beside.has(lane)) lane++;
    placed.push({ ...line, lane });
  }
  return placed;
}

/** More lines than this on a picture of some three hundred points are a grey veil. */
const MOST_LINES = 32;

/** Positions along one axis where a line between patches is drawn, and of how many each stands for one. */
export interface GridLines {
  readonly at: readonly number[];
  readonly step: number;
}

/** Lines between `count` patches of `patch` pixels within `size` pixels, the outer edge of the last one included where it lies inside. */
export function gridLines(size: number, count: number, patch: number): GridLines {
  const step = Math.max(1, Math.ceil(count / MOST_LINES));
  const at: number[] = [];
  for (let line = step; line <= count; line += step) if (line * patch < size) at.push(line * patch);
  return { at, step };
}

/** Blocks `from` to `to`, counted from 1, and what one of them took and costs on average. */
export interface BlockRow {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
  readonly macs: number;
}

const MOST_ROWS = 32;

/** One row a block; of very deep models some neighbours share one. Nothing of a part that was not timed. */
export function blockRows({ blockMs, macs, steps }: Pick<PartView, 'blockMs' | 'macs' | 'steps'>): BlockRow[] {
  if (blockMs === null) return [];
  // The steps are those of a later block; a ResNet stage's first has a projection beside.
  const later = blockMs.length === 1 ? macs : steps.reduce((sum, step) => sum + step.macs, 0);
  const first = macs - later * (blockMs.length - 1);
  const each = Math.max(1, Math.ceil(blockMs.length / MOST_ROWS));
  const rows: BlockRow[] = [];
  for (let start = 0; start < blockMs.length; start += each) {
    const some = blockMs.slice(start, start + each);
    const cost = start === 0 ? first + later * (some.length - 1) : later * some.length;
    rows.push({ from: start + 1, to: start + some.length, ms: some.reduce((sum, ms) => sum + ms, 0) / some.length, macs: cost / some.length });
  }
  return rows;
}

/** Whether a class token stands before the patches. */
export const hasClassToken = ({ grid, tokens }: ImageView): boolean => tokens === grid[0] * grid[1] + 1;
