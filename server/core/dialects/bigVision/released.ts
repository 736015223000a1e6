/** The checkpoints that vit.py knows by short names, as far as big_vision's own configs tell the models they are of. */
import type { BigVisionVitSpec } from '../spec';

type ValueOf<F> = F extends { readonly known: true; readonly value: infer V } ? V : never;

export interface Released {
  readonly variant: string;
  readonly poolType: ValueOf<BigVisionVitSpec['poolType']>;
  readonly posemb: ValueOf<BigVisionVitSpec['posemb']>;
  /** Whether there is a pre_logits layer, as wide as the model. */
  readonly represented: boolean;
  readonly classes: number;
}

/** Of "How to train your ViT" (configs/transfer.py) and "Better plain ViT baselines" (configs/vit_s16_i1k.py). */
export function releasedCheckpoint(name: string): Released | null {
  const [, variant] = /^howto-i21k-((?:Ti|S|B|L)\/(?:8|16|32))$/.exec(name) ?? [];
  if (variant !== undefined) return { variant, poolType: 'tok', posemb: 'learn', represented: false, classes: 21_843 };
  if (/^i1k-s16-(?:90|150|300)ep$/.test(name)) return { variant: 'S/16', poolType: 'gap', posemb: 'sincos2d', represented: true, classes: 1000 };
  return null;
}
