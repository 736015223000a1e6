/** What became of a smoke test, as an editor shows it. The core only words it; who runs it hands it in. */
import { duration, memory, ordinal, shapeText } from './format';

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
      readonly weights: string;
      /** LiT: cosine of the two embeddings. */
      readonly similarity: number | null;
      /** Name of the image, where it was picked for this run alone. */
      readonly image?: string;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** Short enough for a lens: `✓ ran in 61 ms · [1, 1000] · 134 MB`. */
export function runTitle(state: RunState): string {
  switch (state.kind) {
    case 'queued':
      return `waiting (${ordinal(state.place)})`;
    case 'running':
      return state.phase === 'building' ? 'building…' : `running… ${state.done} of ${state.total} layers`;
    case 'ok': {
      const outputs = state.outputs.filter(({ shape }) => shape.length > 1);
      const shapes = [...new Set((outputs.length > 0 ? outputs : state.outputs).map(({ shape }) => shapeText(shape)))];
      return `✓ ran in ${duration(state.forwardMs)}${state.image === undefined ? '' : ` on ${fileLabel(state.image)}`} · ${shapes.join(' ')} · ${memory(state.peakRssBytes)}`;
    }
    case 'failed':
      return `✗ ${brief(state.reason)}`;
  }
}

/** Characters of a file's name in a lens. */
const LENS_NAME = 32;

/** A file's name as it fits into a lens, with its extension. */
export function fileLabel(name: string): string {
  const line = name.replace(/\s+/g, ' ');
  return line.length <= LENS_NAME ? line : `${line.slice(0, LENS_NAME - 9)}…${line.slice(-8)}`;
}

/** A lens is one line: what the runtime adds about its own sources is for the diagnostic. */
const LENS_REASON = 100;

function brief(reason: string): string {
  const [line = ''] = reason.split('\n');
  return line.length <= LENS_REASON ? line : `${line.slice(0, LENS_REASON - 1).trimEnd()}…`;
}

const decimals = (value: number): string => value.toPrecision(3).replace('-', '−');

/** All of it, in sentences. */
export function describeRun(name: string, state: RunState): string {
  return state.kind === 'ok' ? `${name} ran in ${details(state)}` : `${name}: ${outcome(state)}`;
}

/** The same behind a model's figures, where the name stands above. */
export function describeLastRun(state: RunState): string {
  return `Last run: ${state.kind === 'ok' ? details(state) : outcome(state)}`;
}

/** What `runTitle` says, the reason of a failure in full. */
const outcome = (state: RunState): string => (state.kind === 'failed' ? `✗ ${state.reason}` : runTitle(state));

function details(state: RunState & { readonly kind: 'ok' }): string {
  const outputs = state.outputs.map((output) => `${output.name} ${shapeText(output.shape)}, mean ${decimals(output.mean)}, deviation ${decimals(output.std)}`);
  return [
    `${duration(state.forwardMs)} (build ${duration(state.buildMs)}, session ${duration(state.sessionMs)}), peak memory ${memory(state.peakRssBytes)}.`,
    `${outputs.join('; ')}.`,
    ...(state.similarity === null ? [] : [`Similarity of the two embeddings ${decimals(state.similarity)}.`]),
    ...(state.image === undefined ? [] : [`Image: ${state.image}.`]),
    `Weights: ${state.weights}. A smoke test: it checks shapes and numbers, not accuracy.`,
  ].join(' ');
}
