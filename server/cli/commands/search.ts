import { resolve } from 'node:path';
import { english } from '../../core/phrase';
import { whyNoRun } from '../../runner';
import { type Arguments, InputError, UsageError } from '../arguments';
import { runnerPath } from '../assets';
import type { Command } from '../command';
import { EXIT, FORMAT_OPTION, topOf, WEIGHTS_OPTION, writeJson } from '../command';
import { imageFeature, textFeature } from '../feature';
import { shownPath } from '../files';
import { ForwardError, forward, whileRunning } from '../forward';
import type { Host } from '../host';
import { fileOf, type OpenIndex, rank } from '../imageIndex';
import { isImageName } from '../images';
import { DEFAULT_INDEX, indexToSearch } from '../indexPlace';
import type { Interrupt } from '../interrupt';
import { paintFor, printable } from '../paint';
import { recordedWeighted } from '../recorded';
import { table } from '../table';
import { VOCAB_OPTION, vocabularyOf } from '../vocabulary';
import { type Weighted, weightsFor } from '../weighted';
import { runWeights } from '../weights';

const TOP = 10;

export const search: Command = {
  name: 'search',
  summary: 'the images of an index that are most like another one, or like a text',
  usage: 'IMAGE_OR_TEXT [options]',
  description: `Ranks the images of an index, which vit-config embed makes, by how like they are to an image, or to a text where
the model is LiT: by the cosine of their features, 1 for the same direction. The query goes through the same model,
with the same config and weights, as the index says; weights that have changed since are refused.

A query that names a file is an image, any other a text; --image and --text say which is meant. A text becomes token
ids exactly as upstream makes them, by the vocabulary that upstream keeps beside its checkpoint.

Exit code: 0 ranked, 1 the image can't be read or the run failed, 2 unusable arguments, no index or a damaged one,
weights that are not those of the index, or a package of vit-config without ONNX Runtime.

--format json prints
  {"index", "model", "feature", "query": {"image"} or {"text"}, "images", "results": [{"path", "score"}]}
results are the nearest first, images how many there are in all; paths are as a person would type them here.`,
  options: {
    index: { type: 'string', placeholder: 'DIR', help: `the directory of the index (default: ${DEFAULT_INDEX})` },
    top: { type: 'string', placeholder: 'N', help: `how many images to list (default ${TOP})` },
    image: { type: 'boolean', help: 'the query is an image' },
    text: { type: 'boolean', help: 'the query is a text, even if a file is called so' },
    weights: { ...WEIGHTS_OPTION, help: "where the index's weights are now, if they have moved" },
    vocab: VOCAB_OPTION,
    format: { ...FORMAT_OPTION, choices: ['text', 'json'], help: 'text (default) or json' },
  },
  examples: ['vit-config search photo.jpg', 'vit-config search --index photos.index "a dog in the snow" --top 3'],

  async run(args, host) {
    const [query, ...more] = args.files;
    if (query === undefined) throw new UsageError('search needs a query: an image, or a text in quotes');
    if (more.length > 0)
      throw new UsageError(`search takes one query, got ${args.files.length}; a text of several words goes in quotes: "${args.files.join(' ')}"`);
    if (args.flag('image') && args.flag('text')) throw new UsageError('--image and --text: the query is one of them');
    const top = topOf(args.value('top')) ?? TOP;
    const missing = whyNoRun(runnerPath());
    if (missing !== null) throw new InputError(english(missing));
    const shown = args.value('index') ?? DEFAULT_INDEX;
    const directory = resolve(host.cwd, shown);
    const open = await indexToSearch(host, shown, directory);
    const weighted = await recordedWeighted(host, directory, open.index, args.value('weights'));
    const isText = await isTextQuery(host, args, query, weighted);
    return whileRunning(host, async (interrupt) => {
      const feature = isText ? await textQuery(host, interrupt, args, query, weighted) : await imageQuery(host, interrupt, query, weighted, open.index.crop);
      const results = ranked(host, directory, open, feature, top);
      if (args.value('format') === 'json') {
        const { model, feature: name, images } = open.index;
        writeJson(host, { index: shown, model, feature: name, query: isText ? { text: query } : { image: query }, images: images.length, results });
      } else {
        host.out.write(resultsText(host, open, isText ? `"${query}"` : query, results));
      }
      return EXIT.ok;
    });
  },
};

/** Throws InputError for a query that can be neither. */
async function isTextQuery(host: Host, args: Arguments, query: string, { entry }: Weighted): Promise<boolean> {
  if (args.flag('image')) return false;
  const takesText = textFeature(entry) !== null;
  if (args.flag('text')) {
    if (takesText) return true;
    throw new InputError(`${entry.label} takes no text: only LiT has a text tower`);
  }
  const info = await host.stat(resolve(host.cwd, query)).catch(() => null);
  if (info?.kind === 'file') return false;
  if (!takesText)
    throw new InputError(
      `${query}: ${info === null ? 'there is no such file' : 'is no file'}; a text can't be looked for, as ${entry.label} has no text tower`,
    );
  if (isImageName(query)) throw new InputError(`${query}: there is no such file; --text looks for it as a text`);
  return true;
}

async function imageQuery(host: Host, interrupt: Interrupt, query: string, weighted: Weighted, crop: boolean): Promise<Float32Array> {
  const { graph } = imageFeature(weighted.entry);
  const weights = runWeights(weightsFor(weighted, graph), 0);
  const path = resolve(host.cwd, query);
  const { items } = await forward(host, interrupt, 'query', { graph, items: [{ image: path }], weights, runnerPath: runnerPath(), crop, values: true });
  const [item] = items;
  if (item?.ok) return item.outputs[0]?.values ?? new Float32Array();
  const reason = item === undefined ? 'the run gave no result' : english(item.failure.message);
  throw new ForwardError(reason.replace(`${path} `, `${query}: `));
}

async function textQuery(host: Host, interrupt: Interrupt, args: Arguments, query: string, weighted: Weighted): Promise<Float32Array> {
  const graph = textFeature(weighted.entry)?.graph;
  if (graph === undefined) throw new Error('a text for a model that takes none');
  const checkpoint = weightsFor(weighted, graph);
  const vocab = args.value('vocab');
  const wanted = { spec: weighted.entry.model.spec, graph, checkpoint: checkpoint.path };
  const { encode } = await vocabularyOf(host, vocab === undefined ? wanted : { ...wanted, vocabulary: resolve(host.cwd, vocab) });
  const request = { graph, items: [{ tokens: encode(query) }], weights: runWeights(checkpoint, 0), runnerPath: runnerPath(), values: true };
  const [item] = (await forward(host, interrupt, 'query', request)).items;
  if (item?.ok) return item.outputs[0]?.values ?? new Float32Array();
  throw new ForwardError(item === undefined ? 'the run gave no result' : english(item.failure.message));
}

interface Result {
  /** As a person would type it. */
  readonly path: string;
  readonly score: number;
}

function ranked(host: Host, directory: string, { index, features }: OpenIndex, query: Float32Array, top: number): Result[] {
  return rank(features, query, top).map(({ row, score }) => ({ path: shownPath(host.cwd, fileOf(directory, index.images[row]?.path ?? '')), score }));
}

function resultsText(host: Host, { index }: OpenIndex, query: string, results: readonly Result[]): string {
  const paint = paintFor(host, host.out);
  const rows = [['  score', 'image'], ...results.map(({ path, score }) => [`  ${score.toFixed(4)}`, printable(path)])];
  const lines = table(rows, ['right', 'left'], (cell, row) => (row === 0 ? paint('dim', cell) : cell));
  const of = index.images.length > results.length ? `, ${results.length} of ${index.images.length} images` : '';
  return `${paint('bold', printable(query))} by ${printable(index.model)}${of}\n\n${lines.join('\n')}\n`;
}
