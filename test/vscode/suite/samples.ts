/** Samples that the checks open. */
export const B16 = 'models/ViT-B_16.vit.yaml';
export const BROKEN_HEADS = 'broken/heads-divide-width.vit.yaml';
