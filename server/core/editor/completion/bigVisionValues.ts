/** The values of big_vision's arguments: its variants, and what fits the others. */

import { decodeVariant, sizesOf } from '../../dialects/bigVision/variants';
import { valueOf } from '../../dialects/fields';
import type { BigVisionVitSpec, Field, ModelSpec } from '../../dialects/spec';
import { phrase } from '../../phrase';
import { type Candidate, candidate, costWith } from './candidate';
import { costed, headCounts, hiddenWidths, widths } from './widthValues';

/** null for an argument that means nothing more than its schema says. */
export function ofBigVision(model: ModelSpec | null, path: string): Candidate[] | null {
  const architecture = model?.architecture;
  if (path === 'variant') return variants(architecture?.architecture === 'mixer' ? 'mlp_mixer' : 'vit');
  if (model === null || architecture?.architecture !== 'big-vision-vit') return null;
  return ofVit(model, architecture, path);
}

function ofVit(model: ModelSpec, vit: BigVisionVitSpec, path: string): Candidate[] | null {
  const stack = { model, width: vit.width, heads: vit.numHeads, widthName: 'width' };
  const each = <T extends string>(field: Field<T>, values: readonly T[]) => values.map((value) => candidate(value, costWith(model, field, value)));
  switch (path) {
    case 'width':
      return widths(stack, null, [768, 384, 1024, 192, 1280, 512]);
    case 'depth':
      return costed(model, vit.depth, null, [12, 24, 32, 6]);
    case 'num_heads':
      return headCounts(stack);
    case 'mlp_dim':
      return hiddenWidths(stack, vit.mlpDim, [4, 2, 3]);
    case 'pool_type':
      return each(vit.poolType, ['gap', 'map', 'tok', '0', 'none']);
    case 'posemb':
      return each(vit.posemb, ['learn', 'sincos2d']);
    case 'rep_size':
      return [candidate(true, phrase`as wide as width`, costWith(model, vit.repSize, valueOf(vit.width))), candidate(false, phrase`none`)];
    default:
      return null;
  }
}

/** Each size with the patches it is known by. */
const PATCHES: Readonly<Record<string, readonly number[]>> = { g: [14], 'g-opt': [16], G: [14], 'G-opt': [14], e: [14], H: [14], So400m: [14, 16] };

function variants(module: 'vit' | 'mlp_mixer'): Candidate[] {
  const usual = ['B', 'S', 'L', 'Ti'];
  const rank = (size: string) => (usual.includes(size) ? usual.indexOf(size) : usual.length);
  const sizes = [...sizesOf(module)].sort((a, b) => rank(a) - rank(b));
  return sizes.flatMap((size) =>
    (PATCHES[size] ?? [16, 32]).map((patch) => {
      const name = `${size}/${patch}`;
      const decoded = decodeVariant(module, name);
      const [width = 0, depth = 0] = 'fault' in decoded ? [] : [...decoded.sizes.values()];
      return candidate(name, module === 'vit' ? phrase`width ${width}, depth ${depth}` : phrase`hidden_dim ${width}, num_blocks ${depth}`);
    }),
  );
}
