/** google-research/scenic: trainings of its baselines' ViT, HybridViT and Mixer. */
import type { Dialect } from '../dialect';
import { detect } from './detect';
import { models } from './models';
import { structure } from './structure';

export const scenic: Dialect = {
  id: 'scenic',
  title: 'google-research/scenic',
  detect,
  hasTellingName: () => false,
  mightBe: (text) => /\bmodel_name\b/.test(text),
  models,
  structure,
};
