/** Samples that the checks open. */
export const B16 = 'models/ViT-B_16.vit.yaml';
export const BROKEN_HEADS = 'broken/heads-divide-width.vit.yaml';
export const TRAINING = 'training/b16-cifar10.vit.yaml';
/** Of the workspace of the tests alone: runs for seconds. */
export const SLOW = 'models/slow.vit.yaml';

/** Generous: the first run on a busy machine loads ONNX Runtime from a cold disk. */
export const RUN_LIMIT_MS = 45_000;
