/** The child process: takes one request over IPC, does the forward pass, answers and ends. */

import type * as ort from 'onnxruntime-node';
import { phrase, verbatim } from '../../core/phrase';
import { elements } from '../../onnx/shapes';
import { isScale } from '../../onnx/weights';
import type { RgbImage } from '../preprocess';
import { preprocess } from '../preprocess';
import type { ChildMessage, ChildRequest, RunResult } from '../protocol';
import { sampleTokens } from '../tokens';
import { RunError } from './failure';
import { forward, loadRuntime } from './forward';
import { decodeImage } from './image';
import { peakRssBytes } from './peak';
import { similarity, summarize } from './result';
import { WeightWindows } from './windows';

// Whoever asked is gone: nobody is left to hear the answer.
process.once('disconnect', () => process.exit(0));
process.once('message', (request: ChildRequest) => {
  void answer(request).then((result) => send({ type: 'result', result }, () => process.exit(0)));
});

function send(message: ChildMessage, sent: () => void = () => undefined): void {
  process.send?.(message, sent);
}

async function answer(request: ChildRequest): Promise<RunResult> {
  try {
    return await run(request);
  } catch (error) {
    const failure =
      error instanceof RunError ? error.failure : { kind: 'runtime' as const, message: verbatim(error instanceof Error ? error.message : String(error)) };
    return { ok: false, failure, peakRssBytes: peakRssBytes() };
  }
}

async function run({ plan, image, crop, seed, save, imageBudgetBytes }: ChildRequest): Promise<RunResult> {
  // Decoding goes on in the image library's threads while the runtime loads and the weights are drawn.
  const decoding = plan.inputs.some((input) => input.name === 'images') ? decodeImage(image, imageBudgetBytes) : null;
  // It is awaited below; until then a failure must not count as one that nobody handles.
  decoding?.catch(() => undefined);
  const runtime = await loadRuntime();
  const scales = plan.sections.flatMap((section) => section.weights.filter((weight) => isScale(weight.name)).map((weight) => elements(weight.shape)));
  const windows = new WeightWindows(plan.largestParameter, Math.max(0, ...scales), seed);
  const inputs = await feeds(runtime, plan.inputs, decoding === null ? null : await decoding, crop, seed);

  const { values, sessionMs, forwardMs, blocks } = await forward(
    runtime,
    plan,
    inputs,
    (name, shape) => windows.values(name, shape),
    (progress) => send({ type: 'progress', progress }),
  );
  const outputs = [];
  for (const output of plan.outputs) outputs.push(await summarize(output, values.get(output.value), save[output.name]));
  const cosine = similarity(values, plan.outputs);
  return {
    ok: true,
    outputs,
    timings: { buildMs: 0, sessionMs, forwardMs },
    blocks,
    peakRssBytes: peakRssBytes(),
    weights: phrase`random (seed ${seed})`,
    ...(cosine === undefined ? {} : { similarity: cosine }),
    estimatedBytes: 0,
  };
}

async function feeds(
  runtime: typeof ort,
  planned: ChildRequest['plan']['inputs'],
  image: RgbImage | null,
  crop: boolean,
  seed: number,
): Promise<Map<string, ort.Tensor>> {
  const inputs = new Map<string, ort.Tensor>();
  for (const input of planned) {
    const [, first = 0, second = 0] = input.shape;
    if (input.name === 'images' && image !== null) {
      inputs.set(input.value, new runtime.Tensor('float32', preprocess(image, [first, second], crop), input.shape));
    } else {
      inputs.set(input.value, new runtime.Tensor('int32', sampleTokens(first, input.vocabulary ?? 1, seed), input.shape));
    }
  }
  return inputs;
}
