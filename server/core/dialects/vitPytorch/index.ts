/** jeonsworld/ViT-pytorch and its descendants TransFG and TransUNet: upstream's keys in Python, read by programs of their own. */
import type { Dialect } from '../dialect';
import { detect } from './detect';
import { models } from './models';
import { structure } from './structure';

export const vitPytorch: Dialect = {
  id: 'vit_pytorch',
  title: 'ViT-pytorch, TransFG, TransUNet',
  detect,
  hasTellingName: () => false,
  mightBe: (text) => /\bpatches\b|\bhidden_size\b/.test(text),
  models,
  structure,
};
