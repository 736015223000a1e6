/**
 * google-research/big_vision: the Python configs of its train.py, with the models vit and mlp_mixer.
 * detect.ts recognises, models.ts reads as train.py and the models' own modules do, structure.ts checks against the schemas.
 */
import type { Dialect } from '../dialect';
import { detect } from './detect';
import { models } from './models';
import { structure } from './structure';

export const bigVision: Dialect = {
  id: 'big_vision',
  title: 'google-research/big_vision',
  detect,
  hasTellingName: () => false,
  // A Python file is not looked for by its keys.
  mightBe: () => false,
  models,
  structure,
};
