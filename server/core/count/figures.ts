import type { Pair } from '../dialects/spec';
import type { Shape } from '../model/graph';
import type { Cost } from './cost';

export interface PartFigures extends Cost {
  readonly name: string;
}

/** What one forward pass of one image (and one text) costs. Exact integers. */
export interface Figures {
  readonly parameters: number;
  readonly macs: number;
  /** 2 x macs. */
  readonly flops: number;
  /** What fvcore's FlopCountAnalysis would say: macs + 5 per value of LayerNorm and GroupNorm, 2 of BatchNorm, 4 per interpolated one. */
  readonly fvcoreFlops: number;
  /** float32. */
  readonly weightBytes: number;
  /** The largest sum of live tensors over the graph's order, batch 1, float32. */
  readonly activationBytes: number;
  readonly tokens: number;
  readonly effectivePatch: Pair;
  readonly outputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** In graph order; sums equal the totals. */
  readonly parts: readonly PartFigures[];
}
