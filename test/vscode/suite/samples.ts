/** Samples that the checks open. */
export const B16 = 'models/ViT-B_16.vit.yaml';
export const BROKEN_HEADS = 'broken/heads-divide-width.vit.yaml';
/** Of the workspace of the tests alone: runs for seconds. */
export const SLOW = 'models/slow.vit.yaml';
