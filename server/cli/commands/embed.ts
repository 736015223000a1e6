import { dirname, resolve } from 'node:path';
import { english } from '../../core/phrase';
import { mayHoldConfig, reasonOf } from '../../files';
import { whyNoRun } from '../../runner';
import { type Arguments, InputError, UsageError } from '../arguments';
import { runnerPath } from '../assets';
import type { Command } from '../command';
import { complain, EXIT, FORMAT_OPTION, MODEL_OPTION, STDIN_OPTION, WEIGHTS_OPTION, writeJson } from '../command';
import { type Embedded, EmbeddingFailed, embed } from '../embedding';
import { type EmbedOutcome, type EmbedProgress, embedJson, embedProgressText, embedText, unembeddedText } from '../embedText';
import { type Feature, imageFeature } from '../feature';
import { type Fingerprint, fingerprintOf, isUnchanged } from '../fingerprint';
import type { Host } from '../host';
import { fileOf, type IndexedImage, type IndexPlan, IndexWriter, type OpenIndex, pathInIndex, planIndex } from '../imageIndex';
import { findImages, type ImageFile } from '../images';
import { DEFAULT_INDEX, indexToWrite } from '../indexPlace';
import { printable } from '../paint';
import { progressLine } from '../progress';
import { recordOf } from '../recorded';
import { configFirst, openWeighted, type Weighted, weightsFor } from '../weighted';
import type { ModelWeights } from '../weights';

export const embedCommand: Command = {
  name: 'embed',
  summary: 'the features of images, as an index to search and for NumPy',
  usage: '[FILE] IMAGE... [options]',
  description: `Runs images through a model with the weights of a checkpoint and keeps what stands before its head: the output of
the pre_logits layer where there is one, else the pooled feature; of LiT the normalised image embedding, which
can be searched by text too. A model that keeps a vector for each token (classifier: unpooled) has no one
feature for an image.

FILE is the config. Without one it is inferred from the weights; without --weights the config's own checkpoint is
taken. An IMAGE is a file, a directory (searched for .jpg, .png, .webp, .gif, .tiff and .avif files; hidden ones left
out) or a pattern in quotes ("photos/**/*.jpg").

Two files are written into the directory of --output, once all images are done:
  features.npy  float32 [images, dimensions], a row for each image
  index.json    the images, by their paths, in the order of the rows; the config, the weights, and what the
                feature is. "images": [{"path", "bytes", "modified"}], paths relative to the directory
An index that is there is added to: only images that are new or have changed are embedded, and those whose files
are gone leave it. That takes the same model, weights and cropping; else --force makes it anew.

Exit code: 0 all images are in the index, 1 some can't be read (they are named, the others are in the index) or the
run failed, 2 unusable arguments, an unreadable file, weights that don't fit, or a package without ONNX Runtime.

--format json prints
  {"index", "model", "feature", "dimensions", "images", "embedded", "kept", "gone", "failed": [{"path", "reason"}],
   "weights", "adaptations", "seconds", "imagesPerSecond", "peakRssBytes"}
images: in the index now; embedded and kept: how they came there. imagesPerSecond and peakRssBytes are null where
nothing was embedded.`,
  options: {
    weights: { ...WEIGHTS_OPTION, help: 'an .npz or .safetensors checkpoint (default: the one that the config names)' },
    output: { type: 'string', short: 'o', placeholder: 'DIR', help: `the directory of the index (default: ${DEFAULT_INDEX})` },
    crop: { type: 'boolean', help: "cut out the middle instead of stretching, as upstream's preprocessing does with crop=True" },
    force: { type: 'boolean', help: 'make the index anew, whatever is there' },
    format: { ...FORMAT_OPTION, choices: ['text', 'json'], help: 'text (default) or json' },
    model: MODEL_OPTION,
    'stdin-filename': STDIN_OPTION,
  },
  examples: [
    'vit-config embed --weights ViT-B_16.npz photos/',
    'vit-config embed samples/models/LiT-B16B_2.vit.yaml --weights LiT-B16B_2.npz photos/ --output photos.index',
  ],

  async run(args, host) {
    const { config, rest } = configFirst(args.files);
    const second = rest.find(mayHoldConfig);
    if (second !== undefined) throw new UsageError(`embed takes one config, before the images; "${second}" is none of the images`);
    if (rest.length === 0) throw new UsageError('embed needs images: files, directories or patterns');
    const missing = whyNoRun(runnerPath());
    if (missing !== null) throw new InputError(english(missing));
    const weighted = await openWeighted(host, 'embed', {
      config,
      weights: args.value('weights'),
      model: args.value('model'),
      stdinName: args.value('stdin-filename'),
    });
    const feature = imageFeature(weighted.entry);
    const weights = weightsFor(weighted, feature.graph);
    const { images, problems } = await findImages(host, rest);
    for (const problem of problems) complain(host, problem);
    if (images.length === 0) throw new InputError('there are no images to embed');
    const task = { args, host, weighted, feature, weights, images, config: config === null || config === '-' ? null : weighted.source.path };
    const code = await new Embedding(task).run();
    return code === EXIT.ok && problems.length > 0 ? EXIT.failed : code;
  },
};

interface Task {
  readonly args: Arguments;
  readonly host: Host;
  readonly weighted: Weighted;
  readonly feature: Feature;
  readonly weights: Extract<ModelWeights, { kind: 'checkpoint' }>;
  readonly images: readonly ImageFile[];
  /** The config file, where it is one. */
  readonly config: string | null;
}

/** One index made or brought up to date. */
class Embedding {
  readonly #shown: string;
  readonly #directory: string;
  readonly #crop: boolean;

  constructor(private readonly task: Task) {
    this.#shown = task.args.value('output') ?? DEFAULT_INDEX;
    this.#directory = resolve(task.host.cwd, this.#shown);
    this.#crop = task.args.flag('crop');
  }

  async run(): Promise<number> {
    const { host, feature, weights, args } = this.task;
    const place = { shown: this.#shown, directory: this.#directory, named: args.value('output') !== undefined, force: args.flag('force') };
    const before = await indexToWrite(host, place, { feature, crop: this.#crop, weights: weights.path });
    const plan = await this.#plan(before);
    const started = performance.now();
    const made = await this.#write(before, plan);
    if (typeof made === 'number') return made;
    const outcome = this.#outcome(plan, made, (performance.now() - started) / 1000);
    if (args.value('format') === 'json') writeJson(host, embedJson(outcome, host.cwd));
    else host.out.write(printable(embedText(outcome)));
    return made.failed.length > 0 ? EXIT.failed : EXIT.ok;
  }

  async #plan(before: OpenIndex | null): Promise<IndexPlan> {
    const { host, images } = this.task;
    const given = images.map(({ path, bytes, modified }) => ({ path: pathInIndex(this.#directory, path), bytes, modified }));
    const named = new Set(given.map(({ path }) => path));
    const gone = new Set<string>();
    for (const { path } of before?.index.images ?? []) {
      if (!named.has(path) && !(await isThere(host, fileOf(this.#directory, path)))) gone.add(path);
    }
    return planIndex(before, given, (path) => gone.has(path));
  }

  /** Or the exit code of what came to nothing. */
  async #write(before: OpenIndex | null, plan: IndexPlan): Promise<Embedded | number> {
    const { host } = this.task;
    const missing = await missingDirectories(host, this.#directory);
    const interrupt = new AbortController();
    const release = host.onInterrupt(() => interrupt.abort(new Interrupted()));
    const progress = progressLine(host);
    let writer: IndexWriter | null = null;
    let finished = false;
    try {
      await host.makeDirectory(this.#directory);
      writer = await IndexWriter.create(host, this.#directory, this.task.feature.dimensions);
      const made = await this.#embed(
        before,
        plan,
        writer,
        (state) => progress.show(embedProgressText(this.task.weighted.entry.label, state)),
        interrupt.signal,
      );
      finished = made !== null;
      progress.end();
      if (made !== null) return made;
      complain(host, 'no image could be embedded, nothing was written');
      return EXIT.failed;
    } catch (error) {
      progress.end();
      if (error instanceof Interrupted) {
        complain(host, 'interrupted, nothing was written');
        return EXIT.interrupted;
      }
      if (error instanceof EmbeddingFailed) {
        complain(host, `${english(error.failure.message)}${/[.!]$/.test(english(error.failure.message)) ? '' : '.'} Nothing was written.`);
        return EXIT.failed;
      }
      if (error instanceof Error && 'code' in error) throw new InputError(`${this.#shown}: ${english(reasonOf(error))}`);
      throw error;
    } finally {
      release();
      if (!finished) {
        // Whatever is still under way.
        interrupt.abort(new Interrupted());
        await writer?.discard();
        for (const directory of missing) await host.removeEmptyDirectory(directory);
      }
    }
  }

  /** null where not one image is left. */
  async #embed(
    before: OpenIndex | null,
    plan: IndexPlan,
    writer: IndexWriter,
    onProgress: (state: EmbedProgress) => void,
    signal: AbortSignal,
  ): Promise<Embedded | null> {
    const { host, feature, weights, weighted, config } = this.task;
    const images: IndexedImage[] = [];
    const started = performance.now();
    // Read while the child process computes. Its failure counts where it is awaited.
    const fingerprint = this.#fingerprint(before, signal);
    fingerprint.catch(() => undefined);
    const made = await embed(
      {
        rows: plan.rows,
        before: before?.features ?? new Float32Array(),
        dimensions: feature.dimensions,
        fileOf: ({ path }) => fileOf(this.#directory, path),
        request: {
          graph: feature.graph,
          runnerPath: runnerPath(),
          crop: this.#crop,
          weights: { kind: 'checkpoint', path: weights.path, sources: weights.fit.sources },
        },
      },
      async (image, row) => {
        await writer.add(row);
        images.push(image);
      },
      (progress) => onProgress({ progress, seconds: (performance.now() - started) / 1000, wanted: plan.added + plan.changed }),
      signal,
    );
    for (const { path, reason } of unembeddedText(made, host.cwd)) complain(host, `${path}: ${reason}`);
    if (images.length === 0) return null;
    await writer.finish({
      model: weighted.entry.label,
      feature: feature.name,
      crop: this.#crop,
      config: recordOf(this.#directory, weighted, config === null ? null : resolve(host.cwd, config)),
      weights: { path: pathInIndex(this.#directory, weights.path), ...(await this.#still(await fingerprint)) },
      images,
    });
    return made;
  }

  /** The fingerprint, if it is of the file that the child process has read. Throws InputError. */
  async #still(fingerprint: Fingerprint): Promise<Fingerprint> {
    const { host, weights } = this.task;
    const { bytes, modified } = await host.stat(weights.path);
    if (bytes === fingerprint.bytes && modified === fingerprint.modified) return fingerprint;
    throw new InputError(`${weights.fileName} was written while it was used`);
  }

  async #fingerprint(before: OpenIndex | null, signal: AbortSignal): Promise<Fingerprint> {
    const { host, weights } = this.task;
    const known = before?.index.weights;
    if (known === undefined || !(await isUnchanged(host.checkpoints, weights.path, known))) return fingerprintOf(host.checkpoints, weights.path, signal);
    const { bytes, modified } = await host.stat(weights.path);
    return { bytes, modified, sha256: known.sha256 };
  }

  #outcome(plan: IndexPlan, made: Embedded, seconds: number): EmbedOutcome {
    const { weighted, weights, feature } = this.task;
    const kept = plan.rows.length - plan.added - plan.changed;
    const embedded = plan.added + plan.changed - made.failed.length;
    const { fileName, adaptations } = weights;
    return { index: this.#shown, model: weighted.entry.label, feature, weights: { fileName, adaptations }, embedded, kept, gone: plan.gone, seconds, made };
  }
}

class Interrupted extends Error {}

async function isThere(host: Host, path: string): Promise<boolean> {
  return host.stat(path).then(
    () => true,
    () => false,
  );
}

/** Of a path, the innermost first. */
async function missingDirectories(host: Host, path: string): Promise<string[]> {
  return (await isThere(host, path)) || dirname(path) === path ? [] : [path, ...(await missingDirectories(host, dirname(path)))];
}
