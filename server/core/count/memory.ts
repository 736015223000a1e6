import type { Graph, Op, Section, Tensor } from '../model/graph';
import { bytesOf } from './cost';

/** One tensor of one round: the steps between which it is held. */
interface Life {
  readonly bytes: number;
  readonly born: number;
  lastRead: number;
}

/** The first round reads the tensor before the section, a middle one all that any does, the last one lets go of it: no other differs. */
const DISTINCT_ROUNDS = 3;

/**
 * The largest sum of bytes of tensors held at once when the ops run in order, batch 1.
 *
 * Inputs of the graph are held from the start, an op's output from that op on, each until the last op that reads it; outputs of the
 * graph to the end. An op's inputs and its output are held together: nothing is computed in place. In a repeated section each round's
 * carry is read by the next, and what a round reads from before the section is held until the last round has read it.
 * What an op needs inside itself, such as attention's weights, is not a tensor of the graph and not counted.
 */
export function activationBytes(graph: Graph): number {
  return held(graph).reduce((peak, { bytes }) => Math.max(peak, bytes), 0);
}

/** The same sum's peak while the ops of each group run; what is held before the first op counts to that op's group. */
export function activationPeaks<Group>(graph: Graph, groupOf: (op: Op) => Group): Map<Group, number> {
  const peaks = new Map<Group, number>();
  for (const { op, bytes } of held(graph)) {
    const group = groupOf(op);
    peaks.set(group, Math.max(peaks.get(group) ?? 0, bytes));
  }
  return peaks;
}

/** Bytes held at each step: an op of a round. */
interface Step {
  readonly op: Op;
  readonly bytes: number;
}

function held(graph: Graph): Step[] {
  const timeline = new Timeline();
  for (const { tensor } of graph.inputs) timeline.bear(tensor);
  for (const section of graph.sections) timeline.run(section);
  return timeline.steps(graph.outputs.map(({ tensor }) => tensor));
}

class Timeline {
  /** In the order they run; the first of them is step 1, at step 0 only the inputs are there. */
  readonly #ops: Op[] = [];
  readonly #lives: Life[] = [];
  /** By tensor id, as of the round being run. */
  readonly #current: (Life | undefined)[] = [];

  bear(tensor: Tensor): void {
    const life = { bytes: bytesOf(tensor), born: this.#ops.length, lastRead: this.#ops.length };
    this.#lives.push(life);
    this.#current[tensor.id] = life;
  }

  run({ ops, repeat, carry }: Section): void {
    const before = carry === null ? undefined : this.#current[carry.input.id];
    for (let round = 0; round < Math.min(repeat, DISTINCT_ROUNDS); round++) {
      if (carry !== null && round > 0) {
        this.#current[carry.input.id] = this.#current[carry.output.id];
      }
      for (const op of ops) {
        this.#ops.push(op);
        for (const input of op.inputs) this.#read(input);
        this.bear(op.output);
      }
    }
    if (carry !== null) this.#current[carry.input.id] = before;
  }

  steps(outputs: readonly Tensor[]): Step[] {
    for (const output of outputs) this.#read(output);
    // Changes of the held sum at each step: what is born adds at its own step, what is last read goes at the next.
    const changes = new Array<number>(this.#ops.length + 2).fill(0);
    for (const { bytes, born, lastRead } of this.#lives) {
      changes[born] = (changes[born] ?? 0) + bytes;
      changes[lastRead + 1] = (changes[lastRead + 1] ?? 0) - bytes;
    }
    const before = changes[0] ?? 0;
    let bytes = before;
    return this.#ops.map((op, i) => {
      bytes += changes[i + 1] ?? 0;
      return { op, bytes: i === 0 ? Math.max(before, bytes) : bytes };
    });
  }

  #read(tensor: Tensor): void {
    const life = this.#current[tensor.id];
    if (life !== undefined) life.lastRead = this.#ops.length;
  }
}
