import { join, resolve } from 'node:path';
import { english } from '../../core/phrase';
import { reasonOf } from '../../files';
import type { RunHandle } from '../../runner';
import { startRun, whyNoRun } from '../../runner';
import { InputError } from '../arguments';
import { runnerPath, sampleImagePath } from '../assets';
import type { Command } from '../command';
import { EXIT, FORMAT_OPTION, MODEL_OPTION, SEED_OPTION, STDIN_OPTION, seedOf, writeJson } from '../command';
import { shownPath } from '../files';
import type { Host } from '../host';
import { openOne, selectModels } from '../models';
import { paintFor } from '../paint';
import type { ProgressLine } from '../progress';
import { progressLine } from '../progress';
import type { Outcome } from '../runText';
import { runText } from '../runText';
import type { SourceModel } from '../source';

export const runCommand: Command = {
  name: 'run',
  summary: 'a real forward pass on an image, with random weights',
  usage: 'FILE [options]',
  description: `Builds each model, feeds it an image and runs it once, in a process of its own. The weights are random: this
shows that the model fits together, what comes out of it, how long it takes and how much memory, not how
accurate it would be.

Exit code: 0 all models ran, 1 one could not be built or failed, 2 unusable arguments, an unreadable file,
or a package of vit-config without ONNX Runtime.

--format json prints
  {"file", "models": [{"name", "ok", "outputs": [{"name", "shape", "finite", "mean", "std"}],
   "timings": {"buildMs", "sessionMs", "forwardMs"}, "blocks": [{"label", "ms"}], "peakRssBytes", "weights",
   "error"}]}
blocks are what forwardMs is the sum of, in the order they ran: Transformer/encoderblock_0, ... error is null
where ok is true; else it is a sentence, timings and weights are null, and outputs and blocks empty. Of LiT,
similarity is the cosine of the image's and the text's embedding.`,
  options: {
    image: { type: 'string', short: 'i', placeholder: 'IMAGE', help: 'a JPEG, PNG, WebP, ... (default: a picture that comes with vit-config)' },
    crop: { type: 'boolean', help: "cut out the middle instead of stretching, as upstream's preprocessing does with crop=True" },
    'save-outputs': { type: 'string', placeholder: 'DIR', help: 'write each output as a NumPy file, DIR/<output>.npy' },
    blocks: { type: 'boolean', help: 'also print what each block took of the forward pass, beside its MACs' },
    seed: SEED_OPTION,
    format: { ...FORMAT_OPTION, choices: ['text', 'json'], help: 'text (default) or json' },
    model: MODEL_OPTION,
    'stdin-filename': STDIN_OPTION,
  },
  examples: ['vit-config run samples/models/ViT-B_16.vit.yaml', 'vit-config run my.vit.yaml --image photo.jpg --save-outputs out'],

  async run(args, host) {
    const seed = seedOf(args.value('seed')) ?? 0;
    const runner = runnerPath();
    const missing = whyNoRun(runner);
    if (missing !== null) throw new InputError(english(missing));
    const stdinName = args.value('stdin-filename');
    const source = await openOne(host, 'run', args.files, stdinName === undefined ? {} : { stdinName });
    const models = selectModels(source, args.value('model'));
    if (models.length === 0) throw new InputError(`${source.path}: no model in this file`);
    const image = await imagePath(host, args.value('image'));
    const directory = args.value('save-outputs');
    const paint = paintFor(host, host.out);
    const json = args.value('format') === 'json';
    if (!json) host.out.write(`image ${shownPath(host.cwd, image)}\n\n`);

    const interrupt = new Interrupt(host);
    const outcomes: Outcome[] = [];
    try {
      const folders = models.length > 1 ? folderNames(models) : [''];
      for (const [i, entry] of models.entries()) {
        const saveOutputs = directory === undefined ? undefined : await outputDirectory(host, directory, folders[i] ?? '');
        const outcome = await runModel(host, interrupt, entry, {
          image,
          runnerPath: runner,
          crop: args.flag('crop'),
          weights: { kind: 'random', seed },
          ...(saveOutputs === undefined ? {} : { saveOutputs }),
        });
        if (interrupt.happened) {
          host.err.write('vit-config: interrupted\n');
          return EXIT.interrupted;
        }
        outcomes.push(outcome);
        if (!json) host.out.write(runText(outcome, { cwd: host.cwd, paint, blocks: args.flag('blocks') }));
      }
    } finally {
      interrupt.release();
    }
    if (json) writeJson(host, { file: source.path, models: outcomes.map(outcomeJson) });
    return outcomes.every((outcome) => outcome.built && outcome.result.ok) ? EXIT.ok : EXIT.failed;
  },
};

type RunOptions = Omit<Parameters<typeof startRun>[0], 'graph'>;

async function runModel(host: Host, interrupt: Interrupt, entry: SourceModel, options: RunOptions): Promise<Outcome> {
  const { graph } = entry.model;
  if (!graph.ok) return { entry, built: false, reason: graph.problems.map(({ message }) => english(message)).join('; ') };
  const progress = progressLine(host);
  const handle = startRun({ ...options, graph: graph.graph }, (state) => showProgress(progress, entry.label, state));
  interrupt.watch(handle);
  const result = await handle.result;
  progress.end();
  return { entry, built: true, result };
}

function showProgress(line: ProgressLine, label: string, state: { phase: 'building' | 'running'; label: string; done: number; total: number }): void {
  line.show(state.phase === 'building' ? `${label}: building` : `${label}: running, ${state.done} of ${state.total}  ${state.label}`);
}

/** Ctrl-C: ends the child of the run under way. */
class Interrupt {
  happened = false;
  readonly release: () => void;
  #handle: RunHandle | null = null;

  constructor(host: Host) {
    this.release = host.onInterrupt(() => {
      this.happened = true;
      this.#handle?.cancel();
    });
  }

  watch(handle: RunHandle): void {
    this.#handle = handle;
    if (this.happened) handle.cancel();
  }
}

/** The image to run on; throws InputError if there is none. */
async function imagePath(host: Host, given: string | undefined): Promise<string> {
  const path = given === undefined ? sampleImagePath() : resolve(host.cwd, given);
  const info = await host.stat(path).catch((error: unknown) => english(reasonOf(error)));
  const reason = typeof info === 'string' ? info : info.kind === 'directory' ? 'is a directory, not an image' : null;
  if (reason !== null) throw new InputError(`${given ?? path}: ${reason}`);
  return path;
}

/** A folder for each model: its name, with a number behind it where another has the same, whatever the case of its letters. */
function folderNames(models: readonly SourceModel[]): string[] {
  const taken = new Set<string>();
  return models.map(({ label }) => {
    const name = label.replace(/[^\w.+-]+/g, '_').replace(/^\.+/, '_');
    let free = name;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name}-${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/** Made where missing. Throws InputError if it can't be made. */
async function outputDirectory(host: Host, directory: string, folder: string): Promise<string> {
  const path = join(resolve(host.cwd, directory), folder);
  try {
    await host.makeDirectory(path);
  } catch (error) {
    throw new InputError(`${directory}: ${english(reasonOf(error))}`);
  }
  return path;
}

function outcomeJson(outcome: Outcome) {
  const { name } = outcome.entry;
  const failed = { name, ok: false, outputs: [], timings: null, blocks: [], peakRssBytes: null, weights: null };
  if (!outcome.built) return { ...failed, error: `the model can't be built: ${outcome.reason}` };
  const { result } = outcome;
  if (!result.ok) return { ...failed, peakRssBytes: result.peakRssBytes, error: english(result.failure.message) };
  return {
    name,
    ok: true,
    outputs: result.outputs.map(({ name: output, shape, finite, mean, std }) => ({ name: output, shape, finite, mean, std })),
    timings: result.timings,
    blocks: result.blocks,
    peakRssBytes: result.peakRssBytes,
    weights: english(result.weights),
    ...(result.similarity === undefined ? {} : { similarity: result.similarity }),
    error: null,
  };
}
