/**
 * google-research/vision_transformer: ViT and hybrids, MLP-Mixer, LiT, and the training configs around them.
 * detect.ts recognises, models.ts reads, structure/ checks against the schemas.
 */
import type { Dialect } from '../dialect';
import { detect, hasTellingName, mightBe } from './detect';
import { models } from './models';
import { structure } from './structure';

export const visionTransformer: Dialect = {
  id: 'vision_transformer',
  title: 'google-research/vision_transformer',
  detect,
  hasTellingName,
  mightBe,
  models,
  structure,
};
