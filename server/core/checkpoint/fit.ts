/** How the tensors of a checkpoint become the parameters of a model, and what stands in the way. */
import type { Pair } from '../dialects/spec';
import type { Parameter } from '../model/graph';
import type { CheckpointTensor } from './header';

/** Where a parameter's values come from. */
export type TensorSource =
  /** The tensor's values in their order; `index`: one entry of its first axis, where blocks are stacked. Axes of size 1 may differ. */
  | { readonly kind: 'tensor'; readonly tensor: string; readonly index: number | null }
  /**
   * Position embeddings, the grid's resampled from `from` to `to` rows and columns as `scipy.ndimage.zoom(order=1)` does.
   * The class token's row before the grid: kept as it is, absent, or zeros where the checkpoint has none (big_vision adds positions first).
   */
  | { readonly kind: 'positions'; readonly tensor: string; readonly from: Pair; readonly to: Pair; readonly classToken: 'kept' | 'absent' | 'zeros' }
  /** A head of its own that nobody trained: zeros, as upstream begins it. */
  | { readonly kind: 'new' };

/** What upstream's loader changes of a checkpoint, by itself. */
export type Adaptation =
  /** The head is made anew; `from` classes in the checkpoint. */
  | { readonly kind: 'head'; readonly from: number; readonly to: number }
  | { readonly kind: 'positions'; readonly from: Pair; readonly to: Pair }
  /** `representation_size` is null and the checkpoint has a layer of this size. */
  | { readonly kind: 'pre-logits-dropped'; readonly size: number };

/** A parameter under its full name (`Transformer/encoderblock_3/MlpBlock_3/Dense_0/kernel`). */
export type NamedParameter = Parameter;

/** Shapes that differ. */
export interface Misshape {
  readonly parameter: NamedParameter;
  readonly tensor: CheckpointTensor;
}

export interface Fit {
  /** Of every parameter that can be filled, by its full name. */
  readonly sources: ReadonlyMap<string, TensorSource>;
  readonly adaptations: readonly Adaptation[];
  /** Parameters of the model that the checkpoint has no values for. */
  readonly missing: readonly NamedParameter[];
  /** Tensors that no parameter takes: what upstream's loader leaves unread. */
  readonly extra: readonly CheckpointTensor[];
  readonly misshapen: readonly Misshape[];
}
