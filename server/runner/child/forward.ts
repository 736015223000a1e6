/** The forward pass: one ONNX Runtime session for each section, in order. */

import type * as ort from 'onnxruntime-node';
import { phrase } from '../../core/phrase';
import type { PlanSection, RunPlan } from '../../onnx/plan';
import { elements, resolveScope } from '../../onnx/shapes';
import type { BlockTiming } from '../protocol';
import { RunError, runtimeFailure } from './failure';

/**
 * Measured on this runtime: without its graph optimisations large models run no slower and load faster, and
 * threads that spin after a run only take time from the next section.
 */
const SESSION_OPTIONS: ort.InferenceSession.SessionOptions = {
  graphOptimizationLevel: 'disabled',
  // A pattern of the first round's allocations would be taken again in one piece beside them.
  enableMemPattern: false,
  extra: { session: { force_spinning_stop: '1' } },
  logSeverityLevel: 3,
};

/** The values of a parameter by its full name. They are let go when the round that they are for has run. */
export type Weights = (name: string, shape: readonly number[]) => Float32Array | Promise<Float32Array>;

/** What is fed to one forward pass, or came of it: tensors by the names of the plan's values. */
export type Values = ReadonlyMap<string, ort.Tensor>;

export interface ForwardResult {
  /** Of each item, in their order. */
  readonly values: readonly Values[];
  readonly sessionMs: number;
  /** Getting the weights. */
  readonly readMs: number;
  readonly forwardMs: number;
  /** What `forwardMs` is the sum of: each round's time for all items. */
  readonly blocks: readonly BlockTiming[];
}

/** Throws RunError: `environment` where ONNX Runtime can't be loaded, `runtime` where it fails. */
export async function loadRuntime(): Promise<typeof ort> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new RunError(
      'environment',
      phrase`ONNX Runtime can't be loaded on ${process.platform} ${process.arch}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Takes all items through one section after the other, so that a section's weights are got once for all of them.
 * `onProgress` is told of each item in each round before it runs, and how many such steps are done.
 */
export async function forward(
  runtime: typeof ort,
  plan: RunPlan,
  items: readonly Values[],
  weights: Weights,
  onProgress: (label: string, done: number) => void,
): Promise<ForwardResult> {
  const values = items.map((inputs) => new Map(inputs));
  const lastReader = new Map<string, number>();
  plan.sections.forEach((section, index) => {
    for (const name of section.reads) lastReader.set(name, index);
  });
  for (const output of plan.outputs) lastReader.set(output.value, Number.POSITIVE_INFINITY);
  let done = 0;
  let sessionMs = 0;
  let readMs = 0;
  const blocks: BlockTiming[] = [];

  for (const [index, section] of plan.sections.entries()) {
    if (section.repeat > 0) {
      const created = performance.now();
      const session = await createSession(runtime, section);
      sessionMs += performance.now() - created;
      const targets = values.map(() => [allocate(runtime, section), section.repeat > 1 ? allocate(runtime, section) : {}]);
      for (let round = 0; round < section.repeat; round++) {
        const label = resolveScope(section.label, section.firstIndex + round);
        onProgress(label, done);
        const asked = performance.now();
        const parameters = await parameterFeeds(runtime, section, round, weights);
        readMs += performance.now() - asked;
        let ms = 0;
        for (const [item, known] of values.entries()) {
          if (item > 0) onProgress(label, done);
          const started = performance.now();
          await runRound(session, section, round, known, parameters, targets[item]?.[round % 2] ?? {});
          ms += performance.now() - started;
          done++;
        }
        blocks.push({ label, ms });
      }
      await session.release();
    } else if (section.carry !== null) {
      for (const known of values) known.set(section.carry.output, valueOf(known, section.carry.input));
    }
    for (const known of values) for (const name of known.keys()) if ((lastReader.get(name) ?? -1) <= index) known.delete(name);
  }
  return { values, sessionMs, readMs, forwardMs: blocks.reduce((sum, { ms }) => sum + ms, 0), blocks };
}

async function createSession(runtime: typeof ort, section: PlanSection): Promise<ort.InferenceSession> {
  try {
    return await runtime.InferenceSession.create(section.model, SESSION_OPTIONS);
  } catch (error) {
    const label = resolveScope(section.label, section.firstIndex);
    throw runtimeFailure(error, section.firstIndex, (text) => phrase`ONNX Runtime failed to load ${label}: ${text}`);
  }
}

async function parameterFeeds(runtime: typeof ort, section: PlanSection, round: number, weights: Weights): Promise<Record<string, ort.Tensor>> {
  const feeds: Record<string, ort.Tensor> = {};
  for (const { input, name, shape, feedShape } of section.weights) {
    feeds[input] = new runtime.Tensor('float32', await weights(resolveScope(name, section.firstIndex + round), shape), feedShape);
  }
  return feeds;
}

async function runRound(
  session: ort.InferenceSession,
  section: PlanSection,
  round: number,
  values: Map<string, ort.Tensor>,
  parameters: Readonly<Record<string, ort.Tensor>>,
  targets: Readonly<Record<string, ort.Tensor>>,
): Promise<void> {
  const index = section.firstIndex + round;
  const feeds: Record<string, ort.Tensor> = { ...parameters };
  for (const name of section.reads) feeds[name] = valueOf(values, name);
  try {
    await session.run(feeds, targets);
  } catch (error) {
    throw runtimeFailure(error, index, (text) => phrase`ONNX Runtime failed in ${resolveScope(section.label, index)}: ${text}`);
  }
  for (const [name, value] of Object.entries(targets)) values.set(name, value);
  if (section.carry !== null && round + 1 < section.repeat) values.set(section.carry.input, valueOf(values, section.carry.output));
}

/**
 * Tensors for the runtime to write a section's results to. Two sets serve all rounds in turn, one read while the other is
 * written; results that the runtime allocates itself wait, round after round, for the garbage collector.
 */
function allocate(runtime: typeof ort, section: PlanSection): Record<string, ort.Tensor> {
  return Object.fromEntries(
    section.writes.map(({ name, shape, dtype }) => {
      const count = elements(shape);
      return [
        name,
        dtype === 'int32' ? new runtime.Tensor('int32', new Int32Array(count), shape) : new runtime.Tensor('float32', new Float32Array(count), shape),
      ];
    }),
  );
}

function valueOf(values: ReadonlyMap<string, ort.Tensor>, name: string): ort.Tensor {
  const value = values.get(name);
  if (value === undefined) throw new RunError('runtime', phrase`The value ${name} was never computed`);
  return value;
}
