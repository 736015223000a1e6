/** Many forward passes as a command does them: with a line of progress, ended by Ctrl-C. */
import { english } from '../core/phrase';
import { startBatch } from '../runner';
import type { BatchRequest, BatchSuccess } from '../runner/protocol';
import { complain, EXIT } from './command';
import type { Host } from './host';
import { Interrupt } from './interrupt';
import { progressLine } from './progress';

/** The run as a whole failed; its items may each fail without this. */
export class ForwardError extends Error {}

/** What a command answers whose run failed or was interrupted: it says so, and this is its exit code. Rejects with anything else that `work` does. */
export async function whileRunning(host: Host, work: (interrupt: Interrupt) => Promise<number>): Promise<number> {
  const interrupt = new Interrupt(host);
  try {
    return await work(interrupt);
  } catch (error) {
    if (!(error instanceof ForwardError)) throw error;
    complain(host, interrupt.happened ? 'interrupted' : error.message);
    return interrupt.happened ? EXIT.interrupted : EXIT.failed;
  } finally {
    interrupt.release();
  }
}

/** `label` says in the progress what is run. Rejects with ForwardError. */
export async function forward(host: Host, interrupt: Interrupt, label: string, request: BatchRequest): Promise<BatchSuccess> {
  const progress = progressLine(host);
  const handle = startBatch(request, ({ phase, items, done, total }) => {
    const of = items === undefined ? `${done} of ${total}` : `${items.done} of ${items.total}`;
    progress.show(phase === 'building' ? `${label}: building` : `${label}: ${of}`);
  });
  interrupt.watch(handle);
  const result = await handle.result;
  progress.end();
  if (result.ok) return result;
  throw new ForwardError(english(result.failure.message));
}
