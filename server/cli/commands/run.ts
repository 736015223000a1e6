import { dirname, join, resolve } from 'node:path';
import type { Graph } from '../../core/model/graph';
import { english } from '../../core/phrase';
import { reasonOf } from '../../files';
import { startRun, whyNoRun } from '../../runner';
import type { Arguments } from '../arguments';
import { InputError, UsageError } from '../arguments';
import { runnerPath, sampleImagePath } from '../assets';
import { CheckpointReader } from '../checkpoints';
import { classesOf } from '../classes';
import type { Command } from '../command';
import { EXIT, FORMAT_OPTION, MODEL_OPTION, SEED_OPTION, STDIN_OPTION, seedOf, topOf, WEIGHTS_OPTION, writeJson } from '../command';
import { shownPath } from '../files';
import type { Host } from '../host';
import { Interrupt } from '../interrupt';
import { openOne, selectModels } from '../models';
import { paintFor } from '../paint';
import type { ProgressLine } from '../progress';
import { progressLine } from '../progress';
import type { Outcome } from '../runText';
import { runText } from '../runText';
import type { SourceModel } from '../source';
import { VOCAB_OPTION, vocabularyOf } from '../vocabulary';
import { type ModelWeights, runWeights, weightsOf } from '../weights';

const RANDOM = 'random';
const TOP = 5;
/** What to do about a checkpoint that is not there. */
const WITHOUT = `--weights names another file, and --weights ${RANDOM} runs without one.`;

export const runCommand: Command = {
  name: 'run',
  summary: 'a real forward pass on an image, with random weights or those of a checkpoint',
  usage: 'FILE [options]',
  description: `Builds each model, feeds it an image and runs it once, in a process of its own.

Without weights it draws some: this shows that the model fits together, what comes out of it, how long it takes
and how much memory, not how accurate it would be. With weights (--weights, or the checkpoint that the config
names: an .npz or a .safetensors file) it says what the image shows: the most probable classes, by name where
there are names. They come from the config's labels (a list, or a file with one on each line), else from a file
beside the checkpoint that has one for each class: <checkpoint>.labels.txt, labels.txt, or upstream's
ilsvrc2012_wordnet_lemmas.txt (1,000 classes) and imagenet21k_wordnet_lemmas.txt (21,843).

--seed draws the weights too, whatever checkpoint the config names.

The weights are loaded as upstream loads them for fine-tuning: position embeddings are interpolated to another
resolution, and a head of another number of classes is made anew, which is said. Only where the head is the
checkpoint's own are classes named.

LiT has no classes: it says how like a text an image is, which --text gives. \`vit-config classify\` compares with
several. The text becomes token ids as upstream makes them, by the vocabulary beside the checkpoint (--vocab).

Exit code: 0 all models ran, 1 one could not be built, did not fit its weights or failed, 2 unusable arguments,
an unreadable file, or a package of vit-config without ONNX Runtime.

--format json prints
  {"file", "models": [{"name", "ok", "outputs": [{"name", "shape", "finite", "mean", "std"}],
   "timings": {"buildMs", "sessionMs", "forwardMs"}, "blocks": [{"label", "ms"}], "peakRssBytes", "weights",
   "error"}]}
blocks are what forwardMs is the sum of, in the order they ran: Transformer/encoderblock_0, ... error is null
where ok is true; else it is a sentence, timings and weights are null, and outputs and blocks empty. Of LiT,
similarity is the cosine of the image's and the text's embedding. With weights from a checkpoint, weights is the
file's name, timings have readMs, similarity is there only with --text, and a model has two keys more: top,
[{"index", "label", "probability"}], label null for a class without a name, top itself null where no classes are
named; adaptations, what is other than in the file, a sentence each.`,
  options: {
    image: { type: 'string', short: 'i', placeholder: 'IMAGE', help: 'a JPEG, PNG, WebP, ... (default: a picture that comes with vit-config)' },
    weights: {
      ...WEIGHTS_OPTION,
      help: 'a checkpoint, in place of the one that the config names; random: draw them all the same',
    },
    top: { type: 'string', placeholder: 'N', help: 'how many classes to name (default 5)' },
    text: { type: 'string', short: 't', placeholder: 'TEXT', help: 'of LiT: what to compare the image with (default, of drawn weights: drawn token ids)' },
    vocab: VOCAB_OPTION,
    crop: { type: 'boolean', help: "cut out the middle instead of stretching, as upstream's preprocessing does with crop=True" },
    'save-outputs': { type: 'string', placeholder: 'DIR', help: 'write each output as a NumPy file, DIR/<output>.npy' },
    blocks: { type: 'boolean', help: 'also print what each block took of the forward pass, beside its MACs' },
    seed: SEED_OPTION,
    format: { ...FORMAT_OPTION, choices: ['text', 'json'], help: 'text (default) or json' },
    model: MODEL_OPTION,
    'stdin-filename': STDIN_OPTION,
  },
  examples: [
    'vit-config run samples/models/ViT-B_16.vit.yaml',
    'vit-config run samples/models/ViT-B_16.vit.yaml --weights ViT-B_16.npz --image photo.jpg',
    'vit-config run samples/models/LiT-B16B_2.vit.yaml --weights LiT-B16B_2.npz --image photo.jpg --text "a photo of a cat"',
    'vit-config run my.vit.yaml --image photo.jpg --save-outputs out',
  ],

  async run(args, host) {
    const { seed, checkpoints } = await weightOptions(host, args);
    const top = topOf(args.value('top')) ?? TOP;
    if (args.value('vocab') !== undefined && args.value('text') === undefined) throw new UsageError('--vocab is for the text of --text, and there is none');
    const runner = runnerPath();
    const missing = whyNoRun(runner);
    if (missing !== null) throw new InputError(english(missing));
    const stdinName = args.value('stdin-filename');
    const source = await openOne(host, 'run', args.files, {
      ...(checkpoints === null ? {} : { checkpoints }),
      ...(stdinName === undefined ? {} : { stdinName }),
    });
    const models = selectModels(source, args.value('model'));
    if (models.length === 0) throw new InputError(`${source.path}: no model in this file`);
    const image = await imagePath(host, args.value('image'));
    const directory = args.value('save-outputs');
    const paint = paintFor(host, host.out);
    const json = args.value('format') === 'json';
    if (!json) host.out.write(`image ${shownPath(host.cwd, image)}\n\n`);

    const interrupt = new Interrupt(host);
    const outcomes: Outcome[] = [];
    const folder = dirname(resolve(host.cwd, source.path));
    try {
      const folders = models.length > 1 ? folderNames(models) : [''];
      for (const [i, entry] of models.entries()) {
        const saveOutputs = directory === undefined ? undefined : await outputDirectory(host, directory, folders[i] ?? '');
        const options = { image, runnerPath: runner, crop: args.flag('crop'), top, ...(saveOutputs === undefined ? {} : { saveOutputs }) };
        const outcome = await runModel(host, interrupt, entry, { options, seed, checkpoints, folder, text: args.value('text'), vocab: args.value('vocab') });
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
    return outcomes.every((outcome) => outcome.kind === 'run' && outcome.result.ok) ? EXIT.ok : EXIT.failed;
  },
};

/** Where the weights come from: `checkpoints` is null where they are to be drawn. Throws UsageError, or InputError for a file that is no checkpoint. */
async function weightOptions(host: Host, args: Arguments): Promise<{ seed: number; checkpoints: CheckpointReader | null }> {
  const seed = seedOf(args.value('seed'));
  const given = args.value('weights');
  if (seed !== undefined && given !== undefined && given !== RANDOM) throw new UsageError('--seed is of random weights, and --weights names a file');
  const drawn = seed !== undefined || given === RANDOM;
  return { seed: seed ?? 0, checkpoints: drawn ? null : await CheckpointReader.of(host, given) };
}

interface ModelOptions {
  readonly options: Omit<Parameters<typeof startRun>[0], 'graph' | 'weights'>;
  readonly seed: number;
  readonly checkpoints: CheckpointReader | null;
  /** The config's, absolute. */
  readonly folder: string;
  /** --text and --vocab */
  readonly text: string | undefined;
  readonly vocab: string | undefined;
}

async function runModel(host: Host, interrupt: Interrupt, entry: SourceModel, given: ModelOptions): Promise<Outcome> {
  const { options, seed, checkpoints, folder } = given;
  const { graph } = entry.model;
  if (!graph.ok) return { entry, kind: 'unbuilt', reason: graph.problems.map(({ message }) => english(message)).join('; ') };
  const weights: ModelWeights = checkpoints === null ? { kind: 'random' } : weightsOf(checkpoints, entry, graph.graph, WITHOUT);
  if (weights.kind === 'misfit') return { entry, ...weights };
  const tokens = await tokensOf(host, entry, graph.graph, weights.kind === 'checkpoint' ? weights.path : null, given);
  const progress = progressLine(host);
  const handle = startRun({ ...options, ...tokens, graph: graph.graph, weights: runWeights(weights, seed) }, (state) =>
    showProgress(progress, entry.label, state),
  );
  interrupt.watch(handle);
  const result = await handle.result;
  progress.end();
  const classes = result.ok ? await classesOf(host, folder, entry, weights, result) : null;
  return { entry, kind: 'run', result, weights, classes };
}

/** Of --text. Throws InputError for a model that takes none, or where its vocabulary can't be used. */
async function tokensOf(host: Host, { model: { spec } }: SourceModel, graph: Graph, checkpoint: string | null, { text, vocab }: ModelOptions) {
  if (text === undefined) return {};
  const vocabulary = vocab === undefined ? {} : { vocabulary: resolve(host.cwd, vocab) };
  const { encode } = await vocabularyOf(host, { spec, graph, checkpoint, ...vocabulary });
  return { tokens: encode(text) };
}

function showProgress(line: ProgressLine, label: string, state: { phase: 'building' | 'running'; label: string; done: number; total: number }): void {
  line.show(state.phase === 'building' ? `${label}: building` : `${label}: running, ${state.done} of ${state.total}  ${state.label}`);
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
  if (outcome.kind === 'unbuilt') return { ...failed, error: `the model can't be built: ${outcome.reason}` };
  if (outcome.kind === 'misfit') return { ...failed, error: `${outcome.fileName} does not fit: ${outcome.differences.join('; ')}` };
  const { result, weights, classes } = outcome;
  if (!result.ok) return { ...failed, peakRssBytes: result.peakRssBytes, error: english(result.failure.message) };
  return {
    name,
    ok: true,
    outputs: result.outputs.map(({ name: output, shape, finite, mean, std }) => ({ name: output, shape, finite, mean, std })),
    timings: result.timings,
    blocks: result.blocks,
    peakRssBytes: result.peakRssBytes,
    weights: english(result.weights),
    ...(weights.kind === 'checkpoint' ? { top: classes?.top ?? null, adaptations: weights.adaptations } : {}),
    ...(result.similarity === undefined ? {} : { similarity: result.similarity }),
    error: null,
  };
}
