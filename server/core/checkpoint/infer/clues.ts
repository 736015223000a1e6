/** Looks up tensors of one tower, and gathers the keys they give away. */
import type { PlainValue } from '../../edit/literal';
import { type Phrase, phrase } from '../../phrase';
import type { CheckpointNames, NamedTensor } from '../names';
import { type InferredKey, Refused } from './inference';

export class Clues {
  readonly keys: InferredKey[] = [];

  constructor(
    readonly names: CheckpointNames,
    /** What the tower's tensors begin with: `` or `img/`. */
    readonly tower: string,
    /** What its keys begin with: `` or `image.`. */
    readonly prefix: string,
  ) {}

  /** The tensor of a name in Linen's numbering with so many axes, none of size 0. */
  find(name: string, axes: number): NamedTensor | null {
    const found = this.names.tensors.get(this.tower + name);
    return found !== undefined && found.shape.length === axes && found.shape.every((size) => size > 0) ? found : null;
  }

  /** The first of several places that say the same: [name, axes, which axis]. Throws Refused where there is none. */
  size(what: string, ...places: readonly (readonly [name: string, axes: number, axis: number])[]): { size: number; tensor: NamedTensor } {
    for (const [name, axes, axis] of places) {
      const tensor = this.find(name, axes);
      const size = tensor?.shape[axis];
      if (tensor !== null && size !== undefined) return { size, tensor };
    }
    throw new Refused(
      'incomplete',
      phrase`\`${what}\` can't be told: the file has no tensor \`${this.tower}${places[0]?.[0] ?? ''}\` as the model would have it.`,
    );
  }

  /** How many of `name_0`, `name_1`, ... there are, and the first tensor of the last one. */
  count(start: string): { count: number; last: NamedTensor | null } {
    let count = 0;
    let last: NamedTensor | null = null;
    const pattern = this.tower + start;
    for (const [name, tensor] of this.names.tensors) {
      if (!name.startsWith(pattern)) continue;
      const index = Number(/^\d+(?=\/)/.exec(name.slice(pattern.length))?.[0] ?? Number.NaN);
      if (index + 1 > count) {
        count = index + 1;
        last = tensor;
      }
    }
    return { count, last };
  }

  /** What the tensors say. */
  says(key: string, value: PlainValue, evidence: readonly (NamedTensor | null)[], note: Phrase | null = null): void {
    this.#add(key, value, evidence, note, false);
  }

  /** What they don't, and no weight depends on. */
  assumes(key: string, value: PlainValue, note: Phrase): void {
    this.#add(key, value, [], note, true);
  }

  #add(key: string, value: PlainValue, evidence: readonly (NamedTensor | null)[], note: Phrase | null, free: boolean): void {
    const tensors = evidence.flatMap((found) => (found === null ? [] : [found.tensor]));
    this.keys.push({ key: this.prefix + key, value, evidence: tensors, note, free });
  }
}
