/** Starts the child process for one run and turns whatever becomes of it into a result. */

import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Phrase, phrase } from '../core/phrase';
import type { RunPlan } from '../onnx/plan';
import { causeOfDeath } from './death';
import { availableBytes, chunkSize, estimateRunBytes } from './memory';
import type {
  BatchRequest,
  BatchResult,
  ChildMessage,
  ChildRequest,
  ItemResult,
  RunFailureKind,
  RunProgress,
  RunRequest,
  RunResult,
  RunWeights,
} from './protocol';

export interface RunHandle {
  /** Never rejects. There when the child is gone and its memory with it. */
  readonly result: Promise<RunResult>;
  /** Kills the child; the result is then a failure of kind `cancelled`, unless it was there already. */
  cancel(): void;
}

export interface BatchHandle {
  /** As of `RunHandle`. */
  readonly result: Promise<BatchResult>;
  cancel(): void;
}

/**
 * Runs `request.graph` once. `onProgress`, which must not throw, is called from a later turn on and never after the result.
 * One child per call: queueing is the caller's.
 */
export function startRun(request: RunRequest, onProgress: (progress: RunProgress) => void): RunHandle {
  const { image, tokens, saveOutputs, ...common } = request;
  const names = saveOutputs === undefined ? [] : request.graph.outputs.map(({ name }) => name);
  const save = Object.fromEntries(names.map((name) => [name, join(saveOutputs ?? '', `${name.replaceAll('/', '_')}.npy`)]));
  const item = { image, save, ...(tokens === undefined ? {} : { tokens }) };
  const { result, cancel } = startBatch({ ...common, items: [item] }, onProgress);
  return { result: result.then(single), cancel };
}

/**
 * Runs `request.graph` once for each item. `onItem`, which must not throw either, is told of each as soon as it is done, in their
 * order; outputs' values are then handed to it alone, so that they need not all be held.
 */
export function startBatch(
  request: BatchRequest,
  onProgress: (progress: RunProgress) => void,
  onItem: ((index: number, result: ItemResult) => void) | null = null,
): BatchHandle {
  const run = new Run(request, onProgress, onItem);
  return { result: run.result, cancel: () => run.cancel() };
}

function withoutValues(result: ItemResult): ItemResult {
  return result.ok ? { ...result, outputs: result.outputs.map(({ values: _, ...output }) => output) } : result;
}

function single(result: BatchResult): RunResult {
  if (!result.ok) return result;
  const { items, ...whole } = result;
  const [item] = items;
  if (item === undefined) return { ok: false, failure: { kind: 'died', message: phrase`The run gave no result` }, peakRssBytes: whole.peakRssBytes };
  return item.ok ? { ...item, ...whole } : { ok: false, failure: item.failure, peakRssBytes: whole.peakRssBytes };
}

const RANDOM: RunWeights = { kind: 'random', seed: 0 };

class Run {
  readonly result: Promise<BatchResult>;
  #resolve: (result: BatchResult) => void = () => undefined;
  #settled = false;
  #child: ChildProcess | null = null;
  #stderr = '';
  #buildMs = 0;
  #estimatedBytes = 0;
  readonly #items: ItemResult[] = [];

  constructor(
    private readonly request: BatchRequest,
    private readonly onProgress: (progress: RunProgress) => void,
    private readonly onItem: ((index: number, result: ItemResult) => void) | null,
  ) {
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    setImmediate(() => void this.#start());
  }

  cancel(): void {
    this.#fail('cancelled', phrase`The run was cancelled.`);
  }

  async #start(): Promise<void> {
    if (this.#settled) return;
    this.onProgress({ phase: 'building', label: '', done: 0, total: 0 });
    const { runnerPath, graph, items, weights = RANDOM } = this.request;
    if (!existsSync(runnerPath)) return this.#fail('environment', phrase`The runner is not there: ${runnerPath}`);
    try {
      // Loaded with the first run: reading ONNX's schema takes longer than all else a starting server does.
      const { runPlan } = await import('../onnx/plan');
      if (this.#settled) return;
      const started = performance.now();
      const plan = runPlan(graph);
      this.#buildMs = performance.now() - started;

      const available = availableBytes();
      const chunk = chunkSize(plan, items.length, available);
      this.#estimatedBytes = estimateRunBytes(plan, weights.kind, chunk);
      if (this.#estimatedBytes > available) {
        return this.#fail('memory', phrase`The run needs about ${gibibytes(this.#estimatedBytes)} of memory, and ${gibibytes(available)} are available.`);
      }
      this.#fork(this.#message(plan, weights, chunk, available - this.#estimatedBytes));
    } catch (error) {
      this.#fail('environment', phrase`The run could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #message(plan: RunPlan, weights: RunWeights, chunk: number, imageBudgetBytes: number): ChildRequest {
    const { items, crop = false, top = 0, values = false } = this.request;
    return { type: 'run', plan, items, chunk, crop, weights, top: namesClasses(weights) ? top : 0, values, imageBudgetBytes };
  }

  #fork(message: ChildRequest): void {
    const child = fork(this.request.runnerPath, [], {
      serialization: 'advanced',
      execArgv: [],
      env: childEnvironment(),
      // Nothing may reach this process's own output: a language server speaks its protocol there.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      windowsHide: true,
    });
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-2000);
    });
    child.on('message', (received) => this.#receive(received as ChildMessage));
    child.on('error', (error) => this.#fail('environment', phrase`The child process could not be started: ${error.message}`));
    // `close` comes after `exit`, when its last words have been read too.
    child.on('close', (code, signal) => this.#fail('died', causeOfDeath(code, signal, this.#stderr)));
    // A failure to send is followed by `close`, which says more.
    child.send(message, () => undefined);
  }

  #receive(message: ChildMessage): void {
    if (this.#settled) return;
    switch (message.type) {
      case 'progress':
        return this.onProgress(message.progress);
      case 'item':
        this.#items[message.index] = this.onItem === null ? message.result : withoutValues(message.result);
        return this.onItem?.(message.index, message.result);
      case 'result': {
        const { result } = message;
        if (!result.ok) return this.#settle(result);
        const timings = { ...result.timings, buildMs: this.#buildMs };
        return this.#settle({ ...result, items: this.#items, timings, estimatedBytes: this.#estimatedBytes });
      }
    }
  }

  #fail(kind: RunFailureKind, message: Phrase): void {
    this.#settle({ ok: false, failure: { kind, message }, peakRssBytes: null });
  }

  /** The child has nothing left to do, so it is ended the fast way: its memory goes back at once and no destructor can fail. */
  #settle(result: BatchResult): void {
    if (this.#settled) return;
    this.#settled = true;
    const child = this.#child;
    const runs = child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
    if (!runs) return this.#resolve(result);
    child.once('exit', () => this.#resolve(result));
    child.kill('SIGKILL');
  }
}

/** A head that nobody trained has nothing to say of an image. */
function namesClasses(weights: RunWeights): boolean {
  return weights.kind === 'checkpoint' && weights.sources.get('head/kernel')?.kind !== 'new';
}

/** What a program needs to find its libraries and temporary files, and nothing else of this process's environment. */
function childEnvironment(): NodeJS.ProcessEnv {
  const kept = [
    'PATH',
    'Path',
    'HOME',
    'USERPROFILE',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'windir',
    'LD_LIBRARY_PATH',
    'DYLD_LIBRARY_PATH',
    'LANG',
    'LC_ALL',
  ];
  const environment: NodeJS.ProcessEnv = {};
  for (const name of kept) if (process.env[name] !== undefined) environment[name] = process.env[name];
  // In VS Code's extension host this process is Electron, which runs a script as Node only when told so.
  if (process.versions.electron !== undefined) environment.ELECTRON_RUN_AS_NODE = '1';
  return environment;
}

function gibibytes(bytes: number): string {
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}
