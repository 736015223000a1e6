/** What the model panel draws, as plain data with offsets of the document. */
import type { Shape } from '../../model/graph';
import type { Phrase } from '../../phrase';
import type { Range } from '../../text';
import type { KeyPlace } from '../places';

export interface ModelViewInfo {
  readonly name: Phrase;
  readonly kind: Phrase;
  readonly anchor: Range;
  /** Why it can't be built; empty where `built` is not null. */
  readonly problems: readonly { readonly message: Phrase; readonly places: readonly KeyPlace[] }[];
  readonly built: BuiltInfo | null;
}

export interface BuiltInfo {
  readonly parameters: number;
  readonly macs: number;
  readonly flops: number;
  readonly weightBytes: number;
  readonly activationBytes: number;
  readonly outputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** One, or for LiT the image tower and the text tower. */
  readonly towers: readonly TowerInfo[];
  /** LiT: what both towers end in. */
  readonly joint: PartInfo | null;
  readonly image: ImageInfo;
}

export interface TowerInfo {
  /** `image`, `text`, or empty for a model with one. */
  readonly name: string;
  readonly input: { readonly name: string; readonly shape: Shape };
  /** From top to bottom, each reading what the one before it gives. */
  readonly parts: readonly PartInfo[];
}

/** A stretch of the graph that people have one name for. The sums of all parts are the model's figures. */
export interface PartInfo {
  /** Unique within the model, and the same as long as the part is there. */
  readonly id: string;
  readonly title: Phrase;
  /** `12 heads of 64, MLP 3072`; null where there is nothing to add. */
  readonly detail: Phrase | null;
  /** How many blocks of its kind stand in a row; 1 for a part without blocks. */
  readonly repeat: number;
  /** What it is made of, in order: of a part with blocks, one of them. Empty where that is a single thing. */
  readonly steps: readonly StepInfo[];
  readonly outputShape: Shape;
  readonly parameters: number;
  readonly macs: number;
  readonly weightBytes: number;
  /** The most bytes of live tensors while it runs, those of other parts that are held meanwhile included. */
  readonly activationBytes: number;
  /** The typed keys that decide it, the most telling first; never empty. */
  readonly places: readonly KeyPlace[];
  /** Time in each of its blocks in the last run; null without one, or where a neighbour has it, see `blockTimes`. */
  readonly blockMs: readonly number[] | null;
}

export interface StepInfo {
  readonly title: Phrase;
  /** The steps whose outputs come in, by index; -1 is what comes into the part. */
  readonly inputs: readonly number[];
  readonly outputShape: Shape;
  readonly parameters: number;
  readonly macs: number;
}

/** How the image becomes tokens. */
export interface ImageInfo {
  readonly size: readonly [number, number];
  readonly grid: readonly [number, number];
  readonly effectivePatch: readonly [number, number];
  readonly lostPixels: readonly [number, number];
  readonly tokens: number;
  readonly places: readonly KeyPlace[];
}
