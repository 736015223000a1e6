/** Sums over the chunks of a run: how far it is, and what it took. */
import type { RunPlan } from '../../onnx/plan';
import type { BlockTiming, ChildMessage, RunWeights, Timings } from '../protocol';
import type { ForwardResult } from './forward';

/** Small models take many steps in a millisecond, and nobody follows so many. */
const PROGRESS_MS = 20;

export class Totals {
  readonly #rounds: number;
  #items = 0;
  #told = { items: -1, at: 0 };
  #sessionMs = 0;
  #readMs = 0;
  readonly #blocks: { label: string; ms: number }[] = [];

  constructor(
    plan: RunPlan,
    private readonly items: number,
  ) {
    this.#rounds = plan.sections.reduce((sum, section) => sum + section.repeat, 0);
  }

  /** Whether it is time to tell how far it is: of one item always, of many now and then, and when some are done. */
  get due(): boolean {
    const now = performance.now();
    if (this.items > 1 && this.#told.items === this.#items && now - this.#told.at < PROGRESS_MS) return false;
    this.#told = { items: this.#items, at: now };
    return true;
  }

  /** `done` steps of the chunk under way, a step being one item in one round. */
  progress(label: string, done: number): ChildMessage {
    const steps = { done: this.#items * this.#rounds + done, total: this.items * this.#rounds };
    const items = this.items === 1 ? {} : { items: { done: this.#items, total: this.items } };
    return { type: 'progress', progress: { phase: 'running', label, ...steps, ...items } };
  }

  chunkDone(items: number): void {
    this.#items += items;
  }

  add({ sessionMs, readMs, blocks }: ForwardResult): void {
    this.#sessionMs += sessionMs;
    this.#readMs += readMs;
    for (const [index, { label, ms }] of blocks.entries()) {
      const block = this.#blocks[index];
      if (block === undefined) this.#blocks.push({ label, ms });
      else block.ms += ms;
    }
  }

  timed(weights: RunWeights['kind']): { timings: Timings; blocks: readonly BlockTiming[] } {
    const forwardMs = this.#blocks.reduce((sum, { ms }) => sum + ms, 0);
    const readMs = weights === 'checkpoint' ? { readMs: this.#readMs } : {};
    return { timings: { buildMs: 0, sessionMs: this.#sessionMs, ...readMs, forwardMs }, blocks: this.#blocks };
  }
}
