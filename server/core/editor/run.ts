/** What became of a smoke test, as an editor shows it. The core only words it; who runs it hands it in. */
import { type Phrase, phrase, verbatim } from '../phrase';
import { duration, memory, ordinal, shapeText, share } from './format';

export interface RunOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
}

/** A round of a section of the graph, in the order they ran. */
export interface RunBlock {
  /** `Transformer/encoderblock_3` */
  readonly label: string;
  readonly ms: number;
}

/** A class among the most probable ones. */
export interface RunClass {
  readonly index: number;
  /** Null where nobody says what it is called. */
  readonly name: string | null;
  readonly probability: number;
}

export type RunState =
  /** Others go first; `place` counts in the line of runs, of which the one under way is the first. */
  | { readonly kind: 'queued'; readonly place: number }
  | { readonly kind: 'running'; readonly phase: 'building' | 'running'; readonly label: string; readonly done: number; readonly total: number }
  | {
      readonly kind: 'ok';
      readonly outputs: readonly RunOutput[];
      readonly buildMs: number;
      readonly sessionMs: number;
      readonly forwardMs: number;
      /** What `forwardMs` is the sum of. */
      readonly blocks: readonly RunBlock[];
      readonly peakRssBytes: number;
      readonly weights: Phrase;
      /** Whether they were read from a checkpoint: what comes out then means something. */
      readonly trained: boolean;
      /** The most probable classes of a model that names classes, the likeliest first. */
      readonly top: readonly RunClass[];
      /** What there is to say of the weights and the classes, in sentences. */
      readonly notes: readonly Phrase[];
      /** LiT: cosine of the two embeddings. */
      readonly similarity: number | null;
      /** Name of the image, where it was picked for this run alone. */
      readonly image?: string;
    }
  | { readonly kind: 'failed'; readonly reason: Phrase };

/** `✓ ran in 61 ms · [1, 1000] · 134 MB`; the reason of a failure may be too long for a lens, see `lensText`. */
export function runTitle(state: RunState): Phrase {
  switch (state.kind) {
    case 'queued':
      return phrase`waiting (${ordinal(state.place)})`;
    case 'running':
      return state.phase === 'building' ? phrase`building…` : phrase`running… ${state.done} of ${state.total} layers`;
    case 'ok': {
      const time = duration(state.forwardMs);
      const ran = state.image === undefined ? phrase`✓ ran in ${time}` : phrase`✓ ran in ${time} on ${fileLabel(state.image)}`;
      const [first] = state.top;
      if (first !== undefined) return phrase`${ran} · ${topText(first)}`;
      if (state.trained && state.similarity !== null) return phrase`${ran} · similarity ${decimals(state.similarity)}`;
      const outputs = state.outputs.filter(({ shape }) => shape.length > 1);
      const shapes = [...new Set((outputs.length > 0 ? outputs : state.outputs).map(({ shape }) => shapeText(shape)))];
      return phrase`${ran} · ${shapes.join(' ')} · ${memory(state.peakRssBytes)}`;
    }
    case 'failed':
      return phrase`✗ ${state.reason}`;
  }
}

/** Characters of a file's name in a lens. */
const LENS_NAME = 32;

/** A file's name as it fits into a lens, with its extension. */
export function fileLabel(name: string): string {
  const line = name.replace(/\s+/g, ' ');
  return line.length <= LENS_NAME ? line : `${line.slice(0, LENS_NAME - 9)}…${line.slice(-8)}`;
}

const decimals = (value: number): string => value.toPrecision(3).replace('-', '−');

/** `tabby`, `class 281` */
export const classText = ({ name, index }: RunClass): Phrase => (name === null ? phrase`class ${index}` : verbatim(shortened(name)));

/** Upstream's files have all the words of WordNet for a class. */
const shortened = (name: string): string => (name.length <= LENS_NAME ? name : `${name.slice(0, LENS_NAME - 1).trimEnd()}…`);

/** `tabby 93 %` */
const topText = (top: RunClass): Phrase => phrase`${classText(top)} ${share(top.probability, 1) || '0 %'}`;

/** All of it, in sentences. */
export function describeRun(name: Phrase, state: RunState): Phrase {
  return state.kind === 'ok' ? phrase`${name} ran in ${details(state)}` : phrase`${name}: ${runTitle(state)}`;
}

/** The same behind a model's figures, where the name stands above. */
export function describeLastRun(state: RunState): Phrase {
  return phrase`Last run: ${state.kind === 'ok' ? details(state) : runTitle(state)}`;
}

function details({ outputs, similarity, image, weights, trained, top, notes, ...run }: RunState & { readonly kind: 'ok' }): Phrase {
  const [time, build, session] = [duration(run.forwardMs), duration(run.buildMs), duration(run.sessionMs)];
  const took = phrase`${time} (build ${build}, session ${session}), peak memory ${memory(run.peakRssBytes)}.`;
  const values = outputs.map(({ name, shape, mean, std }) => phrase`${`${name} ${shapeText(shape)}`}, mean ${decimals(mean)}, deviation ${decimals(std)}`);
  return [
    ...(top.length === 0 ? [] : [phrase`Most probable: ${top.map(topText).reduce((before, next) => phrase`${before}; ${next}`)}.`]),
    ...(values.length === 0 ? [] : [phrase`${values.reduce((before, next) => phrase`${before}; ${next}`)}.`]),
    ...(similarity === null ? [] : [phrase`Similarity of the two embeddings ${decimals(similarity)}.`]),
    ...(image === undefined ? [] : [phrase`Image: ${image}.`]),
    ...notes,
    trained ? phrase`Weights: ${weights}.` : phrase`Weights: ${weights}. A smoke test: it checks shapes and numbers, not accuracy.`,
  ].reduce((before, next) => phrase`${before} ${next}`, took);
}
