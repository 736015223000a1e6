/** What a variant's name stands for, as the models' own modules decode it. */
import { type Phrase, phrase } from '../../phrase';
import type { Pair } from '../spec';
import type { Module } from './layout';

/** Of vit.py: width, depth, mlp_dim, num_heads. */
const VIT: Readonly<Record<string, readonly [number, number, number, number]>> = {
  mu: [32, 1, 128, 2],
  Ti: [192, 12, 768, 3],
  S: [384, 12, 1536, 6],
  M: [512, 12, 2048, 8],
  B: [768, 12, 3072, 12],
  L: [1024, 24, 4096, 16],
  So400m: [1152, 27, 4304, 16],
  H: [1280, 32, 5120, 16],
  g: [1408, 40, 6144, 16],
  'g-opt': [1536, 40, 6144, 16],
  G: [1664, 48, 8192, 16],
  'G-opt': [1536, 48, 8192, 16],
  e: [1792, 56, 15_360, 16],
};
/** Of mlp_mixer.py: hidden_dim, num_blocks, channels_mlp_dim, tokens_mlp_dim. */
const MIXER: Readonly<Record<string, readonly [number, number, number, number]>> = {
  S: [512, 8, 2048, 256],
  B: [768, 12, 3072, 384],
  L: [1024, 24, 4096, 512],
  H: [1280, 32, 5120, 640],
};
const KEYS = {
  vit: ['width', 'depth', 'mlp_dim', 'num_heads'],
  mlp_mixer: ['hidden_dim', 'num_blocks', 'channels_mlp_dim', 'tokens_mlp_dim'],
} as const;
const SIZES: Readonly<Record<Module, typeof VIT>> = { vit: VIT, mlp_mixer: MIXER };

export interface Variant {
  readonly size: string;
  /** null for a ViT without a slash, whose patches stay the default. */
  readonly patch: Pair | null;
  /** What the size sets, by the model's argument. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** The names of the sizes, small to large. */
export const sizesOf = (module: Module): readonly string[] => Object.keys(SIZES[module]);

/** The variant, or why Python fails on it, in words that can stand after "because". */
export function decodeVariant(module: Module, text: string): Variant | { readonly fault: Phrase } {
  const [size = '', patch, ...more] = text.split('/');
  if (more.length > 0) return { fault: phrase`it has more than one slash` };
  if (patch === undefined && module === 'mlp_mixer') return { fault: phrase`it has no patch size behind a slash` };
  const side = patch === undefined ? null : integerOf(patch);
  if (side === undefined) return { fault: phrase`${patch ?? ''} is not a whole number of pixels` };
  const numbers = Object.hasOwn(SIZES[module], size) ? SIZES[module][size] : undefined;
  if (numbers === undefined) return { fault: phrase`${size} is none of the sizes ${sizesOf(module).join(', ')}` };
  return { size, patch: side === null ? null : [side, side], sizes: new Map(KEYS[module].map((key, i) => [key, numbers[i] ?? 0])) };
}

/** A patch as Python's `int` reads it; undefined where it fails or where there are no such patches. */
function integerOf(text: string): number | undefined {
  const digits = /^\s*\+?(\d+(?:_\d+)*)\s*$/.exec(text)?.[1]?.replaceAll('_', '');
  const side = Number(digits);
  return digits !== undefined && Number.isSafeInteger(side) && side > 0 ? side : undefined;
}
