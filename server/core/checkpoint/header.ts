/** What the header of a checkpoint file says: its tensors' names, types and shapes. Values are never part of it. */
import type { Shape } from '../model/graph';
import type { Phrase } from '../phrase';

/** Types that values are read from, each turned into float32. */
export type FloatType = 'float16' | 'bfloat16' | 'float32' | 'float64';

export interface CheckpointTensor {
  /** As in the file: `Transformer/encoderblock_0/LayerNorm_0/scale`, without `.npy`. */
  readonly name: string;
  readonly shape: Shape;
  /** NumPy's name. Others than `FloatType` can't be a weight (`int32`, a counter of steps). */
  readonly dtype: FloatType | (string & {});
}

export interface CheckpointHeader {
  readonly format: 'npz' | 'safetensors';
  /** In the file's order. */
  readonly tensors: readonly CheckpointTensor[];
  /** Of the whole file. */
  readonly bytes: number;
}

/** What became of reading a checkpoint's header. */
export type CheckpointRead =
  | { readonly ok: true; readonly fileName: string; readonly header: CheckpointHeader }
  /** `missing`: no such file. `unreadable`: it is there and is no whole checkpoint; `problem` is a sentence that says what was found and what was expected. */
  | { readonly ok: false; readonly fileName: string; readonly kind: 'missing' | 'unreadable'; readonly problem: Phrase };

/** Where a config names its checkpoint. */
export interface CheckpointReference {
  /** Dotted key that names it (`checkpoint`, `model_or_filename`, `pretrained_dir`). */
  readonly key: string;
  /** As a path relative to the config file, or absolute: what `checkpoint` says, or what upstream's training puts together. */
  readonly path: string;
  /** `checkpoint` names a file that has to be there; what upstream's keys come to may be elsewhere, and then says nothing. */
  readonly required: boolean;
}

/** Checkpoints as they are known outside of the core; null for one that nobody has read yet, of which nothing is said. */
export interface Checkpoints {
  read(reference: CheckpointReference): CheckpointRead | null;
}
