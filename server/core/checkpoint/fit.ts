/** How the tensors of a checkpoint become the parameters of a model, and what stands in the way. */
import type { Pair } from '../dialects/spec';
import type { Parameter } from '../model/graph';
import type { CheckpointTensor } from './header';
import type { Naming } from './names';

/** Where a parameter's values come from. */
export type TensorSource =
  /** The tensor's values in their order; `index`: one entry of its first axis, where blocks are stacked. Axes of size 1 may differ. */
  | { readonly kind: 'tensor'; readonly tensor: string; readonly index: number | null }
  /**
   * Position embeddings, the grid's resampled from `from` to `to` rows and columns as `scipy.ndimage.zoom(order=1)` does.
   * The class token's row before the grid: kept as it is, absent, or zeros where the checkpoint has none (big_vision adds positions first).
   */
  | { readonly kind: 'positions'; readonly tensor: string; readonly from: Pair; readonly to: Pair; readonly classToken: 'kept' | 'absent' | 'zeros' }
  /** A head of its own that nobody trained, all of it this value, as upstream begins it: 0, or a bias's `head_bias_init`. */
  | { readonly kind: 'new'; readonly value: number };

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

/** How upstream loads: `fine-tune` is `checkpoint.load_pretrained`, which adapts; `strict` LitModel's `load_variables`, which does not. */
export type Loader = 'fine-tune' | 'strict';

/**
 * Why upstream's loader stops, besides parameters that are missing (flax's ScopeParamNotFoundError) or misshapen
 * (ScopeParamShapeError). `error` is what its program ends with, as far as that is certain.
 */
export type Stop =
  /** It doesn't know these names; a run of ours can, where the model's parameters have sources all the same. */
  | { readonly kind: 'names'; readonly naming: Exclude<Naming, 'upstream'> }
  /** big_vision's attention pooling: upstream's model has nothing like it. */
  | { readonly kind: 'map-head'; readonly tensor: CheckpointTensor }
  /** The checkpoint has no head, and upstream replaces it without asking. */
  | { readonly kind: 'no-head'; readonly error: "KeyError: 'head'" }
  /** The model to be trained has no head. */
  | { readonly kind: 'headless'; readonly error: "KeyError: 'head'" }
  /** The checkpoint has position embeddings, and the model adds none. */
  | { readonly kind: 'no-positions'; readonly tensor: CheckpointTensor; readonly error: "KeyError: 'Transformer'" | "KeyError: 'posembed_input'" }
  /** Position embeddings can be resampled from a square grid to a square one only; `positions` is the grid's count, as upstream takes it. */
  | { readonly kind: 'old-grid' | 'new-grid'; readonly tensor: CheckpointTensor; readonly positions: number; readonly error: string }
  /**
   * The grid would be square if the class token were told from it: upstream does so for `classifier: token` alone. `of`: whose
   * count, `positions`, is taken for a grid's.
   */
  | {
      readonly kind: 'class-token';
      readonly tensor: CheckpointTensor;
      readonly of: 'checkpoint' | 'config';
      readonly positions: number;
      readonly error: string;
    }
  /** Position embeddings whose first axis is not 1. */
  | { readonly kind: 'positions-batch'; readonly tensor: CheckpointTensor; readonly error: 'AssertionError' }
  /** A tensor of whole numbers or the like where a weight belongs: nothing is read from it. */
  | { readonly kind: 'dtype'; readonly parameter: NamedParameter; readonly tensor: CheckpointTensor };

export interface Fit {
  readonly loader: Loader;
  readonly naming: Naming;
  /** Of every parameter that can be filled, by its full name. */
  readonly sources: ReadonlyMap<string, TensorSource>;
  readonly adaptations: readonly Adaptation[];
  /** Parameters of the model that the checkpoint has no values for. Of blocks far beyond the file's, the first ones only. */
  readonly missing: readonly NamedParameter[];
  /** Tensors that no parameter takes and nothing adapts: what upstream's loader leaves unread without a word. */
  readonly extra: readonly CheckpointTensor[];
  readonly misshapen: readonly Misshape[];
  readonly stops: readonly Stop[];
}

/** Whether the model can be run with these values. */
export const isComplete = ({ missing, misshapen, stops }: Fit): boolean =>
  missing.length + misshapen.length === 0 && stops.every(({ kind }) => kind === 'names' || kind === 'headless');

/** Whether the checkpoint is of just this model: nothing missing and nothing left over. What upstream adapts may differ. */
export const isPerfect = (fit: Fit): boolean => isComplete(fit) && fit.extra.length === 0;
