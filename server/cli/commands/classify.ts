import { dirname, resolve } from 'node:path';
import { findLabels } from '../../checkpoint';
import { english } from '../../core/phrase';
import { mayHoldConfig } from '../../files';
import { whyNoRun } from '../../runner';
import type { Arguments } from '../arguments';
import { InputError, UsageError } from '../arguments';
import { runnerPath } from '../assets';
import { CheckpointReader } from '../checkpoints';
import { classCount, classifyByHead, classifyByLabels, type Guesses } from '../classify';
import { guessesText } from '../classifyText';
import type { Command } from '../command';
import { complain, EXIT, FORMAT_OPTION, MODEL_OPTION, STDIN_OPTION, topOf, WEIGHTS_OPTION, writeJson } from '../command';
import { whileRunning } from '../forward';
import type { Host } from '../host';
import { findImages } from '../images';
import type { Interrupt } from '../interrupt';
import { LABELS_OPTION, labelLines, labelsOf } from '../labels';
import { builtGraph } from '../models';
import { paintFor, printable } from '../paint';
import { openSource } from '../source';
import { VOCAB_OPTION } from '../vocabulary';
import { configFirst, openWeighted, type Weighted, weightsFor } from '../weighted';

const TOP = { ofLabels: 10, ofClasses: 5 };

export const classify: Command = {
  name: 'classify',
  summary: 'what images show: among labels that are given to LiT, or the classes of any model',
  usage: '[FILE] IMAGE... [options]',
  description: `Says what each image shows, with the weights of a checkpoint. A directory stands for the images in it.

LiT compares an image with any texts (zero-shot): --labels "a cat,a dog", or the config's \`labels\`. A label's
probability is the softmax over the labels of exp(t) times the cosine of the two embeddings, t being the model's
temperature. Texts become token ids exactly as upstream makes them, by the vocabulary that upstream keeps beside
its checkpoint: <checkpoint>.txt or <model_name>.txt for the bert tokenizer, .model for sentencepiece; --vocab
names another file. Labels are compared as they are: "a photo of a cat" is another text than "cat".

Other models have classes of their own. They get names from --labels or the config's \`labels\`, one for each class,
else from a file beside the checkpoint as \`vit-config run\` finds it; a class without a name is its number.

FILE is the config (.yaml, .yml, .json, .py, or one of several as in models.py:get_b16_config). Without it the config
is inferred from --weights; without that, too, it is the one config in the current folder that names a checkpoint.

Exit code: 0 every image was classified, 1 one could not be or the model failed, 2 unusable arguments, a file that
can't be read, weights that don't fit the config, or a package of vit-config without ONNX Runtime.

--format json prints
  {"file", "model", "weights", "adaptations": [text],
   "images": [{"image", "ok", "classes": [{"label", "index", "probability", "cosine"}], "error"}]}
classes are the likeliest first; index counts classes, or labels as they were given, from 0; label is null for a
class without a name, and cosine is LiT's alone. error is null where ok is true; else it is a sentence, and classes
is empty. adaptations is what is other than in the checkpoint.`,
  options: {
    labels: LABELS_OPTION,
    weights: { ...WEIGHTS_OPTION, help: "an .npz or .safetensors checkpoint (default: the config's `checkpoint`)" },
    vocab: VOCAB_OPTION,
    top: { type: 'string', placeholder: 'N', help: `how many of an image's classes to name (default ${TOP.ofClasses}, and ${TOP.ofLabels} of labels)` },
    crop: { type: 'boolean', help: "cut out the middle instead of stretching, as upstream's preprocessing does with crop=True" },
    format: { ...FORMAT_OPTION, choices: ['text', 'json'], help: 'text (default) or json' },
    model: MODEL_OPTION,
    'stdin-filename': STDIN_OPTION,
  },
  examples: [
    'vit-config classify samples/models/LiT-B16B_2.vit.yaml --weights LiT-B16B_2.npz --labels "a cat,a dog" photo.jpg',
    'vit-config classify --weights ViT-B_16.npz photos/',
  ],

  async run(args, host) {
    const missing = whyNoRun(runnerPath());
    if (missing !== null) throw new InputError(english(missing));
    const { config, rest } = configFirst(args.files);
    if (rest.length === 0) throw new UsageError('classify needs at least one image');
    const given = args.value('labels');
    const labels = given === undefined ? null : await labelsOf(host, given);
    const top = topOf(args.value('top'));
    const weights = args.value('weights');
    const weighted = await openWeighted(host, 'classify', {
      config: config ?? (weights === undefined ? await loneConfig(host) : null),
      weights,
      model: args.value('model'),
      stdinName: args.value('stdin-filename'),
    });
    const { images, problems } = await findImages(host, rest);
    for (const problem of problems) complain(host, problem);
    if (images.length === 0) return EXIT.unusable;

    return whileRunning(host, async (interrupt) => {
      const results = await classified(host, interrupt, args, weighted, { labels, top, images: images.map(({ path }) => path) });
      report(
        host,
        args.value('format') === 'json',
        weighted,
        images.map(({ path, shown }, i) => ({ image: shown, result: called(results[i], path, shown) })),
      );
      const whole = problems.length > 0 ? EXIT.unusable : EXIT.ok;
      return results.every(({ ok }) => ok) ? whole : EXIT.failed;
    });
  },
};

interface Wanted {
  readonly labels: readonly string[] | null;
  readonly top: number | undefined;
  readonly images: readonly string[];
}

async function classified(host: Host, interrupt: Interrupt, args: Arguments, weighted: Weighted, { labels, top, images }: Wanted): Promise<Guesses[]> {
  const { spec } = weighted.entry.model;
  const directory = dirname(resolve(host.cwd, weighted.source.path));
  const own = spec.labels?.known === true ? spec.labels.value : null;
  const crop = args.flag('crop');
  const vocab = args.value('vocab');
  if (spec.architecture.architecture === 'lit') {
    const texts = labels ?? (typeof own === 'string' ? (await labelLines(host, resolve(directory, own), own)).filter((line) => line !== '') : own);
    if (texts === null) throw new UsageError('LiT compares images with texts: say which, --labels "a cat,a dog"');
    if (texts.length < 2) throw new UsageError('one label alone gets all of the probability: name another to compare it with');
    const vocabulary = vocab === undefined ? undefined : resolve(host.cwd, vocab);
    return classifyByLabels(host, interrupt, weighted, texts, { images, crop, top: top ?? TOP.ofLabels, vocabulary });
  }
  if (vocab !== undefined) throw new UsageError(`--vocab is of LiT's text tower, and ${weighted.entry.label} takes no text`);
  const classes = classCount(weighted);
  const checkpoint = weightsFor(weighted, builtGraph(weighted.entry)).path;
  const found = await findLabels({ labels: labels ?? own, directory, checkpoint, classes }, host);
  for (const problem of found.problems) {
    // Names that were given are meant; others are looked for.
    if (labels !== null)
      throw new UsageError(
        `--labels has ${labels.length} ${labels.length === 1 ? 'name' : 'names'}, and ${weighted.entry.label} ${classes} classes of its own`,
      );
    complain(host, english(problem));
  }
  return classifyByHead(host, interrupt, weighted, found.names, { images, crop, top: top ?? TOP.ofClasses });
}

/** The image in what is said of it as it was typed. */
function called(result: Guesses | undefined, path: string, shown: string): Guesses {
  if (result === undefined) return { ok: false, error: 'the run gave no result' };
  return result.ok ? result : { ok: false, error: result.error.replace(path, shown) };
}

function report(host: Host, json: boolean, weighted: Weighted, results: readonly { readonly image: string; readonly result: Guesses }[]): void {
  const { source, entry } = weighted;
  const { fileName, adaptations } = weightsFor(weighted, builtGraph(weighted.entry));
  if (json) {
    const images = results.map(({ image, result }) =>
      result.ok ? { image, ok: true, classes: result.guesses, error: null } : { image, ok: false, classes: [], error: result.error },
    );
    return writeJson(host, { file: source.path, model: entry.name, weights: fileName, adaptations, images });
  }
  const paint = paintFor(host, host.out);
  const notes = adaptations.map((line) => paint('dim', `  ${printable(line)}\n`)).join('');
  const file = printable(fileName);
  const heading =
    weighted.inferred && entry.name === null ? `${paint('bold', file)}, the config inferred` : `${paint('bold', printable(entry.label))} with ${file}`;
  host.out.write(`${heading}\n${notes}\n`);
  for (const { image, result } of results) host.out.write(guessesText(image, result, paint));
}

/** The one config in the current folder that names a checkpoint. Throws UsageError where there is none, or several. */
async function loneConfig(host: Host): Promise<string> {
  const names = (await host.list(host.cwd)).filter(({ name, kind }) => kind === 'file' && mayHoldConfig(name)).map(({ name }) => name);
  const checkpoints = await CheckpointReader.of(host, undefined);
  const found: string[] = [];
  for (const name of names.sort()) {
    const opened = await openSource(host, name, { checkpoints });
    if (opened.ok && opened.source.models.some(({ model }) => model.checkpoint !== null)) found.push(name);
  }
  const [only, ...others] = found;
  if (only === undefined)
    throw new UsageError('classify needs weights: say --weights FILE, or FILE first, a config that names its `checkpoint`; none in this folder does');
  if (others.length === 0) return only;
  throw new UsageError(`${found.length} configs here name a checkpoint: say which, "${only}" or "${others[0]}"${others.length > 1 ? ' or another' : ''}`);
}
