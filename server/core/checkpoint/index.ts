/**
 * Checkpoints as the core knows them: their headers against a model's graph (`fitOf`), and the config that one must have had
 * (`inferConfig`). Values are never read here.
 */

export { type Comparison, comparisonOf, effectIn, fits, isImageSize, leavesOutHead, mismatches } from './comparison';
export { type ConfigTextOptions, configFromCheckpoint, type InferredText } from './configText';
export { describeCheckpoint } from './describe';
export { type Difference, type Differences, differences, type Effect } from './differences';
export { type Adaptation, type Fit, isComplete, isPerfect, type Loader, type Misshape, type NamedParameter, type Stop, type TensorSource } from './fit';
export { type FittedSpec, fitOf, loaderOf } from './fitOf';
export type { CheckpointHeader, CheckpointRead, CheckpointReference, Checkpoints, CheckpointTensor, FloatType } from './header';
export { type Inference, type Inferred, type InferredKey, inferConfig, type Refusal } from './infer';
export type { Naming } from './names';
