import type { Graph, Section, Tensor } from '../model/graph';
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
  const timeline = new Timeline();
  for (const { tensor } of graph.inputs) timeline.bear(tensor);
  for (const section of graph.sections) timeline.run(section);
  return timeline.peak(graph.outputs.map(({ tensor }) => tensor));
}

class Timeline {
  #step = 0;
  readonly #lives: Life[] = [];
  /** By tensor id, as of the round being run. */
  readonly #current: (Life | undefined)[] = [];

  bear(tensor: Tensor): void {
    const life = { bytes: bytesOf(tensor), born: this.#step, lastRead: this.#step };
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
        this.#step++;
        for (const input of op.inputs) this.#read(input, this.#step);
        this.bear(op.output);
      }
    }
    if (carry !== null) this.#current[carry.input.id] = before;
  }

  peak(outputs: readonly Tensor[]): number {
    for (const output of outputs) this.#read(output, this.#step);
    // Changes of the held sum at each step: what is born adds at its own step, what is last read goes at the next.
    const changes = new Array<number>(this.#step + 2).fill(0);
    for (const { bytes, born, lastRead } of this.#lives) {
      changes[born] = (changes[born] ?? 0) + bytes;
      changes[lastRead + 1] = (changes[lastRead + 1] ?? 0) - bytes;
    }
    let held = 0;
    let peak = 0;
    for (const change of changes) {
      held += change;
      if (held > peak) peak = held;
    }
    return peak;
  }

  #read(tensor: Tensor, step: number): void {
    const life = this.#current[tensor.id];
    if (life !== undefined) life.lastRead = step;
  }
}
