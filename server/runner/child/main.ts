/** The child process: takes one request over IPC, does its forward passes, answers and ends. */

import { basename } from 'node:path';
import { phrase, verbatim } from '../../core/phrase';
import type { ChildMessage, ChildRequest, ChildResult, ItemResult, RunItem } from '../protocol';
import { failureOf } from './failure';
import type { Values } from './forward';
import { forward, loadRuntime } from './forward';
import { Feeder } from './inputs';
import { peakRssBytes } from './peak';
import { itemResult } from './result';
import { Totals } from './totals';
import { openWeights } from './weights';

// Whoever asked is gone: nobody is left to hear the answer.
process.once('disconnect', () => process.exit(0));
process.once('message', (request: ChildRequest) => {
  void answer(request).then((result) => send({ type: 'result', result }, () => process.exit(0)));
});

function send(message: ChildMessage, sent: () => void = () => undefined): void {
  process.send?.(message, sent);
}

async function answer(request: ChildRequest): Promise<ChildResult> {
  try {
    return await run(request);
  } catch (error) {
    return { ok: false, failure: failureOf(error), peakRssBytes: peakRssBytes() };
  }
}

async function run(request: ChildRequest): Promise<ChildResult> {
  const { plan, items, chunk, weights } = request;
  const feeder = new Feeder(request);
  const chunks = Array.from({ length: Math.ceil(items.length / chunk) }, (_, i) => items.slice(i * chunk, (i + 1) * chunk));
  const take = (index: number) => Promise.all((chunks[index] ?? []).map((item) => feeder.feeds(item)));
  // Images are decoded in the library's threads while the runtime loads, and later while it computes.
  let next = take(0);
  const runtime = await loadRuntime();
  const source = await openWeights(weights, plan);
  const totals = new Totals(plan, items.length);
  const report = (label: string, done: number) => {
    if (totals.due) send(totals.progress(label, done));
  };
  try {
    for (const [index, members] of chunks.entries()) {
      const fed = await next;
      next = take(index + 1);
      const ready = fed.flatMap((feed, member) => (feed.ok ? [{ member, inputs: feed.inputs(runtime) }] : []));
      const inputs: Values[] = ready.map((entry) => entry.inputs);
      const passed = inputs.length === 0 ? null : await forward(runtime, plan, inputs, source.values, report);
      if (passed !== null) totals.add(passed);
      for (const [member, item] of members.entries()) {
        const feed = fed[member];
        const values = passed?.values[ready.findIndex((entry) => entry.member === member)];
        const result: ItemResult = feed?.ok === false ? feed : await resultOf(request, item, values);
        send({ type: 'item', index: index * chunk + member, result });
      }
      totals.chunkDone(members.length);
    }
  } finally {
    await source.close();
  }
  send(totals.progress('', 0));
  const said = weights.kind === 'random' ? phrase`random (seed ${weights.seed})` : verbatim(basename(weights.path));
  return { ok: true, ...totals.timed(weights.kind), peakRssBytes: peakRssBytes(), weights: said, estimatedBytes: 0 };
}

/** What came of one item; that its outputs can't be saved, or aren't numbers, is a failure of this item alone. */
async function resultOf({ plan, top, values: whole, weights }: ChildRequest, item: RunItem, values: Values | undefined): Promise<ItemResult> {
  // Trained weights would seem to say something of a text that nobody gave.
  const similarity = weights.kind === 'random' || item.tokens !== undefined;
  try {
    return await itemResult(plan.outputs, values ?? new Map(), { save: item.save ?? {}, top, values: whole, similarity });
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
