import { describe, it } from 'vitest';
import { check, silent } from './check';

function vit(name: string, patch: string, [hidden, mlp, heads, layers]: readonly (number | string)[], more = ''): string {
  return `model_name: ${name}\npatches:\n  size: ${patch}\nhidden_size: ${hidden}\ntransformer:\n  mlp_dim: ${mlp}\n  num_heads: ${heads}\n  num_layers: ${layers}\n${more}`;
}

const B = [768, 3072, 12, 12];
const stem = (stages: string) => `resnet:\n  num_layers: ${stages}\n  width_factor: 1\n`;

describe('effective-patch-name', () => {
  it('four stages make 32 of R50+ViT-B_16; the released stages come first', () => {
    check('effective-patch-name', vit('‹R50+ViT-B_16›', '‹[1, 1]›', B, stem('«[3, 4, 6, 3]»')), {
      message: '`R50+ViT-B_16` promises a patch of 16, but the effective patch is 32 (stem 32 x patches 1).',
      severity: 'warning',
      fixes: [
        'resnet.num_layers: [3, 4, 9] (effective patch 16, as in the released model, 98.7 M instead of 111 M parameters)',
        'model_name: R50+ViT-B_32 (the name tells the patch; the model stays as it is)',
      ],
      first: 'num_layers: [3, 4, 9]\n',
    });
  });

  it('drops stages where the name is not a released one', () => {
    check('effective-patch-name', vit('R101+ViT-B_16', '[1, 1]', B, stem('«[3, 4, 23, 3]»')), {
      message: /promises a patch of 16, but the effective patch is 32/,
      first: 'num_layers: [3, 4, 23]\n',
    });
  });

  it('sets the patches of a plain ViT and of a Mixer', () => {
    check('effective-patch-name', vit('ViT-B_16', '«[32, 32]»', B), {
      message: '`ViT-B_16` promises a patch of 16, but the effective patch is 32.',
      first: 'size: [16, 16]\n',
    });
    const mixer = 'model_name: Mixer-B_16\npatches: {size: «[32, 32]»}\nhidden_dim: 768\nnum_blocks: 12\ntokens_mlp_dim: 384\nchannels_mlp_dim: 3072\n';
    check('effective-patch-name', mixer, { message: /^`Mixer-B_16` promises a patch of 16/, first: 'size: [16, 16]' });
  });

  it('is information where the released model is so', () => {
    check('effective-patch-name', vit('R+ViT-Ti_16', '[8, 8]', [192, 768, 3, 12], stem('«[]»')), {
      message: '`R+ViT-Ti_16` has an effective patch of 32 (stem 4 x patches 8), not the 16 of its name; the released model is so.',
      severity: 'information',
      fixes: [],
    });
    check('effective-patch-name', vit('R+ViT-Ti_16', '[16, 16]', [192, 768, 3, 12], stem('«[]»')), {
      message: /effective patch is 64/,
      severity: 'warning',
      first: 'size: [4, 4]',
    });
  });

  it('says nothing of other names', () => {
    for (const name of ['ViT-B_32', 'my-vit_16', 'ViT-B', 'ViT-B_16x', 'ViT-B_32-mine']) silent('effective-patch-name', vit(name, '[32, 32]', B));
    silent('effective-patch-name', vit('ViT-B_16', 'wide', B));
  });
});

describe('upstream-model-differs', () => {
  it('one number differs: the finding stands on it', () => {
    check('upstream-model-differs', vit('‹ViT-S_16›', '[16, 16]', [384, 1536, '«12»', 12]), {
      message: 'Not the released `ViT-S_16`: `num_heads` is 12 (released: 6); as many parameters, in other shapes.',
      severity: 'warning',
      fixes: ['num_heads: 6 (as in the released ViT-S_16, parameters unchanged)', 'model_name: ViT-S_16-custom (a name of its own, no released checkpoint)'],
      first: 'num_heads: 6\n',
    });
  });

  it('many differ: it stands on the name, and knows whose numbers they are', () => {
    check('upstream-model-differs', vit('«ViT-S_16»', '[16, 16]', ['‹768›', '‹3072›', '‹12›', 12]), {
      message:
        'Not the released `ViT-S_16`: `hidden_size` is 768 (released: 384), `mlp_dim` is 3072 (released: 1536), `num_heads` is 12 (released: 6); 86.6 M parameters, released 22.1 M.',
      fixes: [
        'model_name: ViT-B_16 (the released model with these numbers)',
        '3 values as in the released ViT-S_16 (22.1 M instead of 86.6 M parameters)',
        'hidden_size: 384 (as in the released ViT-S_16, 36.2 M instead of 86.6 M parameters)',
        'mlp_dim: 1536 (as in the released ViT-S_16, 58.2 M instead of 86.6 M parameters)',
        'num_heads: 6 (as in the released ViT-S_16, parameters unchanged)',
      ],
      first: 'model_name: ViT-B_16\n',
    });
  });

  it('a stem more or less', () => {
    check('upstream-model-differs', vit('«R26+ViT-B_32»', '[32, 32]', B), {
      message: /`patches\.size` is \[32, 32\] \(released: \[1, 1\]\), `resnet` is absent \(released: \{num_layers: \[2, 2, 2, 2\], width_factor: 1\}\)/,
      first: 'model_name: ViT-B_32\n',
    });
    check('upstream-model-differs', vit('«ViT-B_32»', '[1, 1]', B, stem('[2, 2, 2, 2]')), {
      message: /`resnet` is there \(released: absent\)/,
      first: 'R26+ViT-B_32',
    });
  });

  it('another class altogether', () => {
    check('upstream-model-differs', vit('«Mixer-B_16»', '[16, 16]', B), {
      message: '`Mixer-B_16` is the name of a released MLP-Mixer, but these are the keys of a Vision Transformer.',
      fixes: ['model_name: ViT-B_16 (the released model with these numbers)', 'model_name: Mixer-B_16-custom (a name of its own, no released checkpoint)'],
    });
  });

  it('LiT: widths and towers', () => {
    const lit = (name: string, outDim: string, config: string) => `model_name: ${name}
out_dim: ${outDim}
image: {patches: {size: [16, 16]}, hidden_size: 768, transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}}
text_model: bert
text: {config: ${config}}
pp: {tokenizer_name: bert, size: 224, max_len: 16}
`;
    silent('upstream-model-differs', lit('LiT-B16B_2', '[null, 768]', 'base'));
    check('upstream-model-differs', lit('‹LiT-B16B_2›', '[null, 768]', '«large»'), {
      message: 'Not the released `LiT-B16B_2`: `text.config` is large (released: base); 421 M parameters, released 195 M.',
      first: 'config: base',
    });
    check('upstream-model-differs', lit('LiT-B16B_2', '«[768, 768]»', 'base'), {
      message: /^Not the released `LiT-B16B_2`: `out_dim` is \[768, 768\] \(released: \[null, 768\]\); 196 M parameters, released 195 M/,
      first: 'model_name: LiT-B16B\n',
    });
  });

  it('a text tower of another kind can not be mended by one value', () => {
    const text = `model_name: LiT-L16S
out_dim: [null, 1024]
image: {patches: {size: [16, 16]}, hidden_size: 1024, transformer: {mlp_dim: 4096, num_heads: 16, num_layers: 24}}
text_model: «bert»
text: {config: large}
pp: {tokenizer_name: bert, size: 224, max_len: 16}
`;
    check('upstream-model-differs', text, {
      message: 'Not the released `LiT-L16S`: `text_model` is bert (released: text_transformer).',
      fixes: ['model_name: LiT-L16L (the released model with these numbers)'],
    });
  });

  it('the classifier is information; what fine-tuning changes is nothing', () => {
    check('upstream-model-differs', vit('ViT-B_16', '[16, 16]', B, 'classifier: «gap»\n'), { message: /`classifier` is gap/, severity: 'information' });
    silent('upstream-model-differs', vit('ViT-B_16', '[16, 16]', B, 'representation_size: 768\nhead_bias_init: -10\nnum_classes: 10\nimage_size: 384\n'));
  });

  it('leaves what another rule says, names alone, and names of other models', () => {
    silent('upstream-model-differs', vit('R50+ViT-B_16', '[1, 1]', B, stem('[3, 4, 6, 3]')));
    silent('upstream-model-differs', vit('ViT-B_16', '[32, 32]', B));
    silent('upstream-model-differs', 'model_name: ViT-B_16\n');
    silent('upstream-model-differs', vit('constructor', '[16, 16]', B));
    silent('upstream-model-differs', vit('ViT-S_16', '[16, 16]', ['wide', 'x', 'y', 12]));
  });
});
