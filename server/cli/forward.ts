/** Many forward passes as a command does them: with a line of progress, ended by Ctrl-C. */
import { english } from '../core/phrase';
import { startBatch } from '../runner';
import type { BatchRequest, BatchSuccess } from '../runner/protocol';
import type { Host } from './host';
import type { Interrupt } from './interrupt';
import { progressLine } from './progress';

/** The run as a whole failed; its items may each fail without this. */
export class ForwardError extends Error {}

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
