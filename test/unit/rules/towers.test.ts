import { describe, it } from 'vitest';
import { check, silent } from './check';

interface Lit {
  out?: string;
  hidden?: string;
  classifier?: string;
  text?: string;
  pp?: string;
}

const BERT = 'text_model: bert\ntext: {config: base}\n';
const TEXT = 'text_model: text_transformer\ntext: {width: 384, num_layers: 12, mlp_dim: 1536, num_heads: 6, vocab_size: 16000}\n';

function lit({ out = '[null, 768]', hidden = '768', classifier = 'token', text = BERT, pp = '{tokenizer_name: bert, size: 224, max_len: 16}' }: Lit): string {
  return `model_name: my-lit
out_dim: ${out}
image:
  patches: {size: [16, 16]}
  hidden_size: ${hidden}
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
  classifier: ${classifier}
${text}pp: ${pp}
`;
}

const SENTENCEPIECE = '{tokenizer_name: sentencepiece, size: 224, max_len: 16}';

describe('lit-tower-widths', () => {
  it('the text tower is to follow the image tower', () => {
    check('lit-tower-widths', lit({ out: '«[null, 512]»', hidden: '‹768›', text: BERT.replace('base', '‹base›') }), {
      message: "The image tower gives embeddings of 768 (hidden_size), the text tower of 512 (out_dim): they can't be compared.",
      severity: 'error',
      fixes: [
        'out_dim: [null, 768] (text embeddings of 768, as the image tower has, 195 M parameters)',
        'out_dim: [512, 512] (image embeddings of 512 by a head on the image tower, 195 M parameters)',
      ],
      first: 'out_dim: [null, 768]\n',
    });
  });

  it('towers without heads have their own widths', () => {
    check('lit-tower-widths', lit({ out: '«[null, null]»', text: BERT.replace('base', 'large') }), {
      message: /768 \(hidden_size\), the text tower of 1024 \(BERT large\)/,
    });
    silent('lit-tower-widths', lit({ out: '[null, null]' }));
    silent('lit-tower-widths', lit({ out: '512' }));
    silent('lit-tower-widths', lit({ out: '[512, wide]' }));
  });

  it("a text tower's num_classes wins over out_dim, and no fix writes past it", () => {
    check('lit-tower-widths', lit({ out: '«[null, 768]»', text: BERT.replace('base', 'base, num_classes: 512') }), {
      message: /the text tower of 512 \(its num_classes\)/,
      fixes: [],
    });
  });
});

describe('text-transformer-output', () => {
  it('needs the second number', () => {
    check('text-transformer-output', lit({ out: '«[null, null]»', text: TEXT, pp: SENTENCEPIECE }), {
      message: 'A text transformer ends in a Dense layer, and `out_dim` gives it no width: its second number is null. Building the model fails.',
      fixes: ["out_dim: [null, 768] (the image tower's width, 114 M parameters)"],
      first: 'out_dim: [null, 768]\n',
    });
    silent('text-transformer-output', lit({ text: TEXT, pp: SENTENCEPIECE }));
    silent('text-transformer-output', lit({ out: '[null, null]' }));
  });
});

describe('text-length', () => {
  it('BERT ends at 512', () => {
    check('text-length', lit({ pp: '{tokenizer_name: bert, size: 224, max_len: «513»}' }), {
      message: "A text of 513 tokens is longer than BERT's 512 positions: the last 2 tokens share one position.",
      fixes: ['pp.max_len: 512 (all positions BERT has)', 'pp.max_len: 16 (as in the released models)'],
      first: 'max_len: 512}',
    });
    silent('text-length', lit({ pp: '{tokenizer_name: bert, size: 224, max_len: 512}' }));
    silent('text-length', lit({ text: TEXT, pp: '{tokenizer_name: sentencepiece, size: 224, max_len: 1024}' }));
  });
});

describe('lit-tokenizer', () => {
  it('goes with its tower', () => {
    check('lit-tokenizer', lit({ text: BERT.replace('bert', '‹bert›'), pp: SENTENCEPIECE.replace('sentencepiece', '«sentencepiece»') }), {
      message: 'The sentencepiece tokenizer does not go with BERT: it reads the class token, which comes first, and only the bert tokenizer puts it there.',
      severity: 'warning',
      fixes: ['pp.tokenizer_name: bert (what BERT is released with)'],
      first: '{tokenizer_name: bert,',
    });
    check('lit-tokenizer', lit({ text: TEXT, pp: '{tokenizer_name: «bert», size: 224, max_len: 16}' }), {
      message: /a text transformer: it reads the last token/,
      first: 'sentencepiece',
    });
    silent('lit-tokenizer', lit({}));
    silent('lit-tokenizer', lit({ pp: '{tokenizer_name: words, size: 224, max_len: 16}' }));
  });
});

describe('unpooled-classifier', () => {
  it('LiT wants one embedding', () => {
    check('unpooled-classifier', lit({ classifier: '«unpooled»' }), {
      message: '`classifier: unpooled` gives an embedding for each token, and a LiT model compares one for the whole image.',
      severity: 'error',
      first: 'classifier: gap\n',
    });
    silent('unpooled-classifier', lit({ classifier: 'gap' }));
  });

  it('a training wants one answer; a model by itself may have many', () => {
    const model = (classifier: string) =>
      `model_name: my-vit\npatches: {size: [16, 16]}\nhidden_size: 768\ntransformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\nclassifier: ${classifier}\n`;
    const training = (classifier: string) =>
      `model:\n${model(classifier).replaceAll(/^(?=.)/gm, '  ')}dataset: cifar10\npp: {train: train, test: test, crop: 224}\n`;
    check('unpooled-classifier', training('«token_unpooled»'), {
      message: '`classifier: token_unpooled` gives logits for each token, and the loss of a training wants one set for each image.',
      fixes: ['classifier: token (the class token, parameters unchanged)', 'classifier: gap (the mean of all tokens, -1,536 parameters)'],
      first: 'classifier: token\n',
    });
    silent('unpooled-classifier', model('unpooled'));
    silent('unpooled-classifier', training('gap'));
  });
});

function mixer(name: string, image: string, patch = 16): string {
  return `model_name: ${name}\npatches: {size: [${patch}, ${patch}]}\nimage_size: ${image}\nhidden_dim: 768\nnum_blocks: 12\ntokens_mlp_dim: 384\nchannels_mlp_dim: 3072\n`;
}

describe('mixer-patch-padding', () => {
  it('pads where a ViT drops', () => {
    check('mixer-patch-padding', mixer('my-mixer', '«225»').replace('[16, 16]', '‹[16, 16]›'), {
      message: 'An image of 225 pixels is not a multiple of the patch of 16: a Mixer pads it to a grid of 15 x 15, and its outer patches are partly zeros.',
      severity: 'warning',
      fixes: ['image_size: 224 (196 tokens, 59.9 M instead of 60.1 M parameters)', 'image_size: 240 (225 tokens, parameters unchanged)'],
      first: 'image_size: 224\n',
    });
    silent('mixer-patch-padding', mixer('my-mixer', '240'));
    silent('mixer-patch-padding', mixer('my-mixer', 'big'));
  });
});

describe('mixer-image-size', () => {
  it('is about released checkpoints', () => {
    check('mixer-image-size', mixer('‹Mixer-B_16›', '«384»'), {
      message: "At 384 pixels `Mixer-B_16` mixes 576 tokens, its released checkpoint 196 (224 pixels): the shapes differ, and it can't be loaded.",
      severity: 'information',
      fixes: [
        'image_size: 224 (the released checkpoint loads, 59.9 M instead of 63.4 M parameters)',
        'model_name: Mixer-B_16-384 (a name of its own, no released checkpoint)',
      ],
      first: 'image_size: 224\n',
    });
    silent('mixer-image-size', mixer('Mixer-B_16', '224'));
    // As many patches as at 224.
    silent('mixer-image-size', mixer('Mixer-B_16', '210'));
    silent('mixer-image-size', mixer('my-mixer', '384'));
  });

  it('is a warning in a training, which loads one', () => {
    const training = 'model: {model_name: Mixer-B_16}\nmodel_type: Mixer\ndataset: cifar10\n';
    check('mixer-image-size', training.replace('cifar10', '«cifar10»'), { message: /^At 384 pixels \(from the cifar10 preset\)/, severity: 'warning' });
    silent('mixer-image-size', `${training}pp: {train: train, test: test, crop: 224}\n`);
  });
});
