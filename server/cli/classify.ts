/** What images show: by the texts of given labels (LiT), or by the classes of a model's own head. */

import { only } from '../core/model/prune';
import { english } from '../core/phrase';
import type { ItemResult, TopClass } from '../runner/protocol';
import { InputError } from './arguments';
import { runnerPath } from './assets';
import { ForwardError, forward } from './forward';
import type { Host } from './host';
import type { Interrupt } from './interrupt';
import { builtGraph } from './models';
import { vocabularyOf } from './vocabulary';
import { type Weighted, weightsFor } from './weighted';
import { hasTrainedHead, runWeights } from './weights';

/** One class of an image, or one label. */
export interface Guess {
  /** Its name; null where a class's is not known. */
  readonly label: string | null;
  /** Of the class, or of the label among those given, from 0. */
  readonly index: number;
  readonly probability: number;
  /** Of the image's and the label's embedding; LiT alone. */
  readonly cosine?: number;
}

/** Of one image: the likeliest first. */
export type Guesses = { readonly ok: true; readonly guesses: readonly Guess[] } | { readonly ok: false; readonly error: string };

export interface ClassifyRequest {
  /** Absolute paths. */
  readonly images: readonly string[];
  readonly crop: boolean;
  /** How many guesses an image gets. */
  readonly top: number;
}

/**
 * Zero-shot, as upstream's lit.ipynb: softmax over the labels of exp(t) times the cosine of image and label.
 * Throws InputError for a vocabulary or weights that can't be used, ForwardError where the model does not run.
 */
export async function classifyByLabels(
  host: Host,
  interrupt: Interrupt,
  weighted: Weighted,
  labels: readonly string[],
  { images, crop, top, vocabulary }: ClassifyRequest & { readonly vocabulary?: string | undefined },
): Promise<Guesses[]> {
  const graph = builtGraph(weighted.entry);
  const checkpoint = weightsFor(weighted, graph);
  const weights = runWeights(checkpoint, 0);
  const wanted = { spec: weighted.entry.model.spec, graph, checkpoint: checkpoint.path };
  const { encode } = await vocabularyOf(host, vocabulary === undefined ? wanted : { ...wanted, vocabulary });
  const runner = runnerPath();

  const textTower = only(graph, ['txt/normalized']);
  const texts = await forward(host, interrupt, 'labels', {
    graph: textTower,
    items: labels.map((label) => ({ tokens: encode(label) })),
    weights,
    runnerPath: runner,
    values: true,
  });
  const failed = texts.items.find((item) => !item.ok);
  if (failed?.ok === false) throw new ForwardError(english(failed.failure.message));
  const embeddings = texts.items.map((item) => valuesOf(item, 'txt/normalized'));

  const imageTower = only(graph, ['img/normalized', 't']);
  const result = await forward(host, interrupt, 'images', {
    graph: imageTower,
    items: images.map((image) => ({ image })),
    weights,
    runnerPath: runner,
    crop,
    values: true,
  });
  return result.items.map((item) => {
    if (!item.ok) return { ok: false, error: english(item.failure.message) };
    const image = valuesOf(item, 'img/normalized');
    const [temperature = 1] = valuesOf(item, 't');
    const cosines = embeddings.map((text) => text.reduce((sum, value, i) => sum + value * (image[i] ?? 0), 0));
    const probabilities = softmax(cosines.map((cosine) => temperature * cosine));
    const guesses = labels.map((label, index) => ({ label, index, probability: probabilities[index] ?? 0, cosine: cosines[index] ?? 0 }));
    return { ok: true, guesses: guesses.sort((a, b) => b.probability - a.probability || a.index - b.index).slice(0, top) };
  });
}

/** Throws InputError for a model whose head says nothing of classes, ForwardError where it does not run. */
export async function classifyByHead(
  host: Host,
  interrupt: Interrupt,
  weighted: Weighted,
  names: readonly string[] | null,
  { images, crop, top }: ClassifyRequest,
): Promise<Guesses[]> {
  const graph = builtGraph(weighted.entry);
  const request = {
    graph,
    items: images.map((image) => ({ image })),
    weights: runWeights(weightsFor(weighted, graph), 0),
    runnerPath: runnerPath(),
    crop,
    top,
  };
  const result = await forward(host, interrupt, 'images', request);
  const guess = ({ index, probability }: TopClass): Guess => ({ label: names?.[index] ?? null, index, probability });
  return result.items.map((item) => (item.ok ? { ok: true, guesses: (item.top ?? []).map(guess) } : { ok: false, error: english(item.failure.message) }));
}

/** How many classes a model's own head tells apart. Throws InputError where it has none that anybody trained. */
export function classCount(weighted: Weighted): number {
  const { label } = weighted.entry;
  const graph = builtGraph(weighted.entry);
  const [, classes, ...more] = graph.outputs.find(({ name }) => name === 'logits')?.tensor.shape ?? [];
  if (classes === undefined) throw new InputError(`${label} has no classes: without num_classes, what comes out is a feature`);
  if (more.length > 0) throw new InputError(`${label} has an answer for each token and none for the image as a whole (classifier: unpooled)`);
  const { fit, fileName } = weightsFor(weighted, graph);
  if (hasTrainedHead(fit)) return classes;
  throw new InputError(`${label} has ${classes} classes that ${fileName} does not have: its head would be new, and has nothing to say of an image`);
}

/** Empty for a pass that failed. */
function valuesOf(item: ItemResult, name: string): Float32Array {
  const output = item.ok ? item.outputs.find((candidate) => candidate.name === name) : undefined;
  return output?.values ?? new Float32Array();
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
