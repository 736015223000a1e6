import { describe, it } from 'vitest';
import { check, silent } from './check';

interface Vit {
  name?: string;
  patch?: string;
  image?: string;
  hidden?: string;
  heads?: string;
  layers?: string;
  more?: string;
}

function vit({ name = 'my-vit', patch = '[16, 16]', image, hidden = '768', heads = '12', layers = '12', more = '' }: Vit): string {
  return `model_name: ${name}
patches:
  size: ${patch}
${image === undefined ? '' : `image_size: ${image}\n`}hidden_size: ${hidden}
transformer:
  mlp_dim: 3072
  num_heads: ${heads}
  num_layers: ${layers}
${more}`;
}

const STAGES = 'resnet:\n  num_layers: [3, 4, 9]\n  width_factor: 1\n';

describe('heads-divide-width', () => {
  it('points at the heads, relates the width, and proposes heads near 64 wide', () => {
    check('heads-divide-width', vit({ hidden: '‹768›', heads: '«10»' }), {
      message: '10 heads do not divide `hidden_size: 768`: a head would be 76.8 values wide. Building the model fails.',
      severity: 'error',
      fixes: [
        'num_heads: 12 (head width 64, parameters unchanged)',
        'num_heads: 16 (head width 48, parameters unchanged)',
        'num_heads: 8 (head width 96, parameters unchanged)',
        'hidden_size: 770 (head width 77, 86.9 M instead of 86.6 M parameters)',
      ],
      first: 'num_heads: 12\n',
    });
  });

  it('speaks of the text tower too', () => {
    const lit = (heads: string) => `model_name: my-lit
out_dim: [null, 768]
image: {patches: {size: [16, 16]}, hidden_size: 768, transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}}
text_model: text_transformer
text: {width: 384, num_heads: ${heads}}
pp: {tokenizer_name: sentencepiece, size: 224, max_len: 16}
`;
    check('heads-divide-width', lit('«5»'), {
      message: '5 heads do not divide `text.width: 384`: a head would be 76.8 values wide. Building the model fails.',
      fixes: [
        'text.num_heads: 6 (head width 64, parameters unchanged)',
        'text.num_heads: 8 (head width 48, parameters unchanged)',
        'text.num_heads: 4 (head width 96, parameters unchanged)',
        /^text\.width: 385 \(head width 77, .* parameters\)$/,
      ],
      first: 'num_heads: 6}',
    });
    // 8 heads are the default of the text transformer.
    check('heads-divide-width', lit('7').replace('width: 384, num_heads: 7', 'width: «388»'), {
      message: '8 heads do not divide `text.width: 388`: a head would be 48.5 values wide. Building the model fails.',
      first: 'num_heads: 4',
    });
    silent('heads-divide-width', lit('6'));
  });

  it('writes JSON, and a typed alias over', () => {
    check(
      'heads-divide-width',
      '{"model_name": "v", "patches": {"size": [16, 16]}, "hidden_size": 768, "transformer": {"mlp_dim": 8, "num_heads": «10», "num_layers": 1}}',
      { message: /^10 heads/, first: '"num_heads": 12,' },
      'json',
    );
    check('heads-divide-width', `x-n: &n 10\n${vit({ heads: '«*n»' })}`, { message: /^10 heads/, first: 'x-n: &n 10\n' });
  });

  it('says nothing where they divide, where nothing is built, and where a number is unknown', () => {
    silent('heads-divide-width', vit({}));
    silent('heads-divide-width', vit({ heads: '10', layers: '0' }));
    silent('heads-divide-width', vit({ heads: 'ten' }));
    silent('heads-divide-width', vit({ heads: '0' }));
    silent('heads-divide-width', vit({ heads: '10', hidden: '' }));
  });
});

describe('image-patch-remainder', () => {
  it('counts what is lost', () => {
    check('image-patch-remainder', vit({ patch: '‹[16, 16]›', image: '«230»' }), {
      message: 'An image of 230 pixels is not a multiple of the patch of 16: the grid is 14 x 14, and 6 rows and 6 columns of pixels at the edge are dropped.',
      severity: 'warning',
      fixes: [
        'image_size: 224 (197 tokens)',
        'image_size: 240 (226 tokens)',
        'patches.size: [10, 10] (530 tokens, 86.5 M instead of 86.6 M parameters)',
        'patches.size: [23, 23] (101 tokens, 87.1 M instead of 86.6 M parameters)',
      ],
      first: 'image_size: 224\n',
    });
  });

  it('takes sides by themselves', () => {
    check('image-patch-remainder', vit({ patch: '[16, 8]', image: '«[224, 225]»' }), {
      message: 'An image of 224 x 225 pixels is not a multiple of the patch of 16 x 8: the grid is 14 x 28, and 1 column of pixels at the edge is dropped.',
      first: 'image_size: [224, 224]\n',
    });
  });

  it('points at the patch where the size is a default, and can write the size', () => {
    check('image-patch-remainder', vit({ patch: '«[15, 15]»' }), {
      message: /^An image of 224 pixels .* 14 rows and 14 columns/,
      fixes: [
        'image_size: 225 (226 tokens)',
        'image_size: 210 (197 tokens)',
        'patches.size: [14, 14] (257 tokens, -20,736 parameters)',
        'patches.size: [16, 16] (197 tokens, 86.6 M instead of 86.5 M parameters)',
      ],
      first: 'size: [15, 15]\nimage_size: 225\n',
    });
  });

  it('names the preset that set the size, once', () => {
    check('image-patch-remainder', 'model: {model_name: ViT-H_14}\ndataset: «cifar10»\n', {
      message: /^An image of 384 pixels \(from the cifar10 preset\) .* patch of 14: the grid is 27 x 27, and 6 rows and 6 columns/,
      fixes: ['pp.crop: 378 (730 tokens)', 'pp.crop: 392 (785 tokens)'],
      first: 'dataset: cifar10\npp: {train: "train[:98%]", test: test, crop: 378}\n',
    });
    check('image-patch-remainder', 'model: {model_name: ViT-H_14}\ndataset: cifar10\npp: {train: train, test: test, crop: «384»}\n', {
      message: /^An image of 384 pixels \(from pp\.crop\)/,
      fixes: ['pp.crop: 378 (730 tokens)', 'pp.crop: 392 (785 tokens)'],
      first: 'crop: 378}',
    });
  });

  it('knows that a stem pads', () => {
    check('image-patch-remainder', vit({ patch: '[1, 1]', image: '«225»', more: STAGES }), {
      severity: 'information',
      message:
        'An image of 225 pixels is not a multiple of the effective patch of 16: the stem pads, the grid is rounded up to 15 x 15, and its border sees zeros.',
      fixes: ['image_size: 224 (197 tokens)', 'image_size: 240 (226 tokens)'],
    });
    const root = 'resnet: {num_layers: [], width_factor: 1}\n';
    check('image-patch-remainder', vit({ patch: '[8, 8]', image: '«250»', more: root }), {
      severity: 'warning',
      message: /effective patch of 32: the grid is 7 x 7, and 26 rows and 26 columns/,
    });
  });

  it('says nothing of whole multiples, of Mixers, or of a size that is not known', () => {
    silent('image-patch-remainder', vit({ image: '[224, 448]' }));
    silent('image-patch-remainder', vit({ image: 'large' }));
    silent(
      'image-patch-remainder',
      'model_name: m\npatches: {size: [16, 16]}\nimage_size: 230\nhidden_dim: 8\nnum_blocks: 1\ntokens_mlp_dim: 8\nchannels_mlp_dim: 8\n',
    );
  });
});

describe('no-patch-fits', () => {
  it('says that the model sees nothing', () => {
    check('no-patch-fits', vit({ patch: '«[16, 16]»', image: '‹8›' }), {
      message: 'A patch of 16 does not fit into an image of 8 pixels: no patch is left, and the model never sees the image.',
      severity: 'error',
      fixes: ['image_size: 224 (196 patches)', 'patches.size: [4, 4] (4 patches, 85.9 M parameters)'],
      first: 'image_size: 224\n',
    });
  });

  it('looks behind a stem without stages', () => {
    check('no-patch-fits', vit({ patch: '«[64, 64]»', more: 'resnet: {num_layers: [], width_factor: 1}\n' }), {
      message: /does not fit into the 56 x 56 grid that the stem leaves of an image of 224/,
    });
    silent('no-patch-fits', vit({ patch: '[56, 56]', more: 'resnet: {num_layers: [], width_factor: 1}\n' }));
  });
});

describe('patch-size-pair', () => {
  it.each(['16', '[16]', '[16, 16, 3]'])('%s becomes a pair', (size) => {
    check('patch-size-pair', vit({ patch: `«${size}»` }), { message: /^`patches\.size` must be a pair/, first: 'size: [16, 16]\n' });
  });

  it('tells what one number does', () => {
    check('patch-size-pair', vit({ patch: '«16»' }), {
      message: '`patches.size` must be a pair, [height, width]: with one number upstream silently convolves along one dimension only, into 3137 tokens.',
      fixes: ['patches.size: [16, 16] (square patches of 16 pixels, 86.6 M parameters)'],
    });
  });

  it('leaves pairs, and what is no number, alone', () => {
    for (const size of ['[16, 16]', '[16, 8]', '"16"', 'sixteen', '', '{height: 16}']) silent('patch-size-pair', vit({ patch: size }));
  });
});

describe('hybrid-patch-size', () => {
  it('no patch is left of the stem, and the graph says nothing more', () => {
    const text = vit({ name: 'R50+ViT-B_16', patch: '«[16, 16]»', more: STAGES.replace('[3, 4, 9]', '‹[3, 4, 9]›') });
    check('hybrid-patch-size', text, {
      message: 'The stem has already made the image 16 times smaller, to 14 x 14; patches of 16 leave no patch of it. A hybrid with stages has patches of 1.',
      severity: 'error',
      fixes: ['patches.size: [1, 1] (196 patches, 98.7 M parameters)', 'Remove resnet (a plain ViT, 197 tokens, 86.6 M parameters)'],
      first: 'size: [1, 1]\n',
    });
    silent('no-patch-fits', text.replaceAll(/[«»‹›]/g, ''));
  });

  it('one patch is left', () => {
    // 299,048,744 parameters, as upstream counts them.
    check('hybrid-patch-size', vit({ name: 'R50+ViT-B_16', patch: '«[16, 16]»', image: '384', more: STAGES }), {
      message: /to 24 x 24; patches of 16 leave one patch of it/,
      fixes: [
        'patches.size: [1, 1] (576 patches, 99.0 M instead of 299 M parameters)',
        'Remove resnet (a plain ViT, 577 tokens, 86.9 M instead of 299 M parameters)',
      ],
    });
    check('hybrid-patch-size', vit({ patch: '«[8, 8]»', more: STAGES }), { message: /patches of 8 leave one patch of it/, severity: 'error' });
  });

  it("the patches are the name's, at a size where some are left", () => {
    check('hybrid-patch-size', vit({ name: 'R50+ViT-B_16', patch: '«[16, 16]»', image: '768', more: STAGES }), {
      message: /to 48 x 48; patches of 16 leave a grid of 3 x 3/,
      severity: 'warning',
    });
  });

  it('says nothing of a root alone, nor of patches that leave a grid', () => {
    silent('hybrid-patch-size', vit({ name: 'R+ViT-Ti_16', patch: '[8, 8]', more: 'resnet: {num_layers: [], width_factor: 1}\n' }));
    silent('hybrid-patch-size', vit({ patch: '[2, 2]', more: STAGES }));
    silent('hybrid-patch-size', vit({ patch: '[16, 16]', more: STAGES.replace('[3, 4, 9]', 'many') }));
  });
});

describe('group-norm-width', () => {
  it('48 channels are no 32 groups', () => {
    check('group-norm-width', vit({ patch: '[1, 1]', more: STAGES.replace('1\n', '«0.75»\n') }), {
      message: "`resnet.width_factor: 0.75` makes the stem 48 channels wide, which GroupNorm's 32 groups do not divide. Building the model fails.",
      fixes: ['resnet.width_factor: 0.5 (stem width 32, 89.4 M parameters)', 'resnet.width_factor: 1 (stem width 64, 98.7 M parameters)'],
      first: 'width_factor: 0.5\n',
    });
    check('group-norm-width', vit({ patch: '[1, 1]', more: STAGES.replace('1\n', '«0.01»\n') }), { message: /0 channels/, first: 'width_factor: 0.5\n' });
  });

  it.each(['0.5', '1', '1.5', '2', '0.51', 'wide', '0'])('%s is let be', (factor) => {
    silent('group-norm-width', vit({ patch: '[1, 1]', more: STAGES.replace('1\n', `${factor}\n`) }));
  });
});

describe('model-too-large', () => {
  it('points at what makes it so', () => {
    check('model-too-large', vit({ hidden: '«1000000000000»', heads: '10' }), { message: /too large to be counted/, severity: 'error' });
    const lit = `out_dim: [null, 768]
image: {patches: {size: [16, 16]}, hidden_size: 768, transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}}
text_model: bert
text: {config: base}
pp: {tokenizer_name: bert, size: «1000000000», max_len: 16}
`;
    check('model-too-large', lit, { message: /too large to be counted/, first: 'size: 224,' });
    silent('model-too-large', vit({ hidden: '12288', heads: '96', layers: '96' }));
  });
});
