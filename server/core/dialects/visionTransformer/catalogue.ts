/**
 * The 28 models of upstream's configs/models.py, key for key what its ConfigDicts hold (tuples as arrays, None as null).
 * test/reference/catalogue.py reads them from upstream; a test compares.
 */

export interface UpstreamTransformer {
  readonly mlp_dim: number;
  readonly num_heads: number;
  readonly num_layers: number;
  readonly attention_dropout_rate: number;
  readonly dropout_rate: number;
}

export interface UpstreamResnet {
  readonly num_layers: readonly number[];
  readonly width_factor: number;
}

export interface UpstreamVit {
  readonly model_name: string;
  readonly patches: { readonly size: readonly [number, number] };
  readonly hidden_size: number;
  readonly transformer: UpstreamTransformer;
  readonly classifier: 'token' | 'gap' | 'unpooled' | 'token_unpooled';
  readonly representation_size: number | null;
  readonly resnet?: UpstreamResnet;
}

export interface UpstreamMixer {
  readonly model_name: string;
  readonly patches: { readonly size: readonly [number, number] };
  readonly hidden_dim: number;
  readonly num_blocks: number;
  readonly tokens_mlp_dim: number;
  readonly channels_mlp_dim: number;
}

export interface UpstreamLit {
  readonly model_name: string;
  readonly out_dim: readonly [number | null, number | null];
  readonly image: UpstreamVit;
  readonly text_model: 'bert' | 'text_transformer';
  readonly text:
    | { readonly config: 'base' | 'large' }
    | { readonly width: number; readonly num_layers: number; readonly mlp_dim: number; readonly num_heads: number; readonly vocab_size: number };
  readonly pp: { readonly tokenizer_name: 'bert' | 'sentencepiece'; readonly size: number; readonly max_len: number };
}

export type UpstreamModel = UpstreamVit | UpstreamMixer | UpstreamLit;

type Size = readonly [mlpDim: number, heads: number, layers: number];

function vit(
  name: string,
  patch: number,
  width: number,
  [mlp_dim, num_heads, num_layers]: Size,
  dropout: number,
  more: Partial<UpstreamVit> = {},
): UpstreamVit {
  return {
    model_name: name,
    patches: { size: [patch, patch] },
    hidden_size: width,
    transformer: { mlp_dim, num_heads, num_layers, attention_dropout_rate: 0, dropout_rate: dropout },
    classifier: 'token',
    representation_size: null,
    ...more,
  };
}

function mixer(name: string, patch: number, hidden_dim: number, num_blocks: number, tokens_mlp_dim: number, channels_mlp_dim: number): UpstreamMixer {
  return { model_name: name, patches: { size: [patch, patch] }, hidden_dim, num_blocks, tokens_mlp_dim, channels_mlp_dim };
}

function lit(name: string, out_dim: UpstreamLit['out_dim'], image: UpstreamVit, text_model: UpstreamLit['text_model'], text: UpstreamLit['text']): UpstreamLit {
  return {
    model_name: name,
    out_dim,
    image,
    text_model,
    text,
    pp: { tokenizer_name: text_model === 'bert' ? 'bert' : 'sentencepiece', size: 224, max_len: 16 },
  };
}

const TEST: Size = [10, 2, 1];
const TI: Size = [768, 3, 12];
const S: Size = [1536, 6, 12];
const B: Size = [3072, 12, 12];
const L: Size = [4096, 16, 24];
const H: Size = [5120, 16, 32];

const GAP = { classifier: 'gap' } as const;
const resnet = (...num_layers: number[]) => ({ resnet: { num_layers, width_factor: 1 } });

const B16 = vit('ViT-B_16', 16, 768, B, 0);
const L16 = vit('ViT-L_16', 16, 1024, L, 0.1);

const MODELS: readonly UpstreamModel[] = [
  vit('testing', 16, 10, TEST, 0.1),
  vit('testing-unpooled', 16, 10, TEST, 0.1, { classifier: 'unpooled' }),
  vit('ViT-Ti_16', 16, 192, TI, 0),
  vit('ViT-S_16', 16, 384, S, 0),
  B16,
  L16,
  vit('ViT-H_14', 14, 1280, H, 0.1),
  vit('ViT-S_16-gap-norep', 16, 384, S, 0, GAP),
  vit('ViT-B_16-gap-norep', 16, 768, B, 0, GAP),
  vit('ViT-B_8', 8, 768, B, 0),
  vit('ViT-S_32', 32, 384, S, 0),
  vit('ViT-B_32', 32, 768, B, 0),
  vit('ViT-L_32', 32, 1024, L, 0),
  vit('ViT-S_32-gap-norep', 32, 384, S, 0, GAP),
  vit('ViT-B_32-gap-norep', 32, 768, B, 0, GAP),
  vit('R+ViT-Ti_16', 8, 192, TI, 0, resnet()),
  vit('R50+ViT-B_16', 1, 768, B, 0.1, resnet(3, 4, 9)),
  vit('R26+ViT-B_32', 1, 768, B, 0, resnet(2, 2, 2, 2)),
  vit('R26+ViT-S_32', 1, 384, S, 0, resnet(2, 2, 2, 2)),
  vit('R50+ViT-L_32', 1, 1024, L, 0.1, resnet(3, 4, 6, 3)),
  mixer('Mixer-B_16', 16, 768, 12, 384, 3072),
  mixer('Mixer-B_32', 32, 768, 12, 384, 3072),
  mixer('Mixer-L_16', 16, 1024, 24, 512, 4096),
  lit('LiT-B16B', [768, 768], B16, 'bert', { config: 'base' }),
  lit('LiT-B16B_2', [null, 768], B16, 'bert', { config: 'base' }),
  lit('LiT-L16L', [null, 1024], L16, 'bert', { config: 'large' }),
  lit('LiT-L16S', [null, 1024], L16, 'text_transformer', { width: 384, num_layers: 12, mlp_dim: 1536, num_heads: 6, vocab_size: 16_000 }),
  lit('LiT-L16Ti', [null, 1024], L16, 'text_transformer', { width: 192, num_layers: 12, mlp_dim: 768, num_heads: 3, vocab_size: 16_000 }),
];

/** By `model_name`, in upstream's order. Look up with `upstreamModel` where the name is a user's: `constructor` is none of them. */
export const UPSTREAM_MODELS: Readonly<Record<string, UpstreamModel>> = Object.freeze(Object.fromEntries(MODELS.map((model) => [model.model_name, model])));

export function upstreamModel(name: string): UpstreamModel | undefined {
  return Object.hasOwn(UPSTREAM_MODELS, name) ? UPSTREAM_MODELS[name] : undefined;
}

export function isUpstreamMixer(model: UpstreamModel): model is UpstreamMixer {
  return 'hidden_dim' in model;
}

export function isUpstreamLit(model: UpstreamModel): model is UpstreamLit {
  return 'text_model' in model;
}
