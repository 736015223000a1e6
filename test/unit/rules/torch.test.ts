/** What is said of configs for ViT-pytorch, TransFG and TransUNet, and of trainings of scenic. */
import { describe, expect, it } from 'vitest';
import { check, findingsIn, silent } from './check';

const ENCODER =
  "config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})";
const RESNET = "config.resnet = ml_collections.ConfigDict({'num_layers': (3, 4, 9), 'width_factor': 1})";
const GRID = "config.patches = ml_collections.ConfigDict({'grid': (14, 14)})";
const SIZE = "config.patches = ml_collections.ConfigDict({'size': (16, 16)})";
const SEGMENTS = ["config.classifier = 'seg'", 'config.decoder_channels = (256, 128, 64, 16)', 'config.n_classes = 9'];

/** A function of these lines; « » and ‹ › mark as `check` has them. Of two lines for a key the later one counts. */
function config(...lines: readonly string[]): string {
  const own = lines.map((line) => line.replace(/[«»‹›]/g, ''));
  const common = ["config.classifier = 'token'", 'config.hidden_size = 768', ENCODER].filter(
    (line) => !own.some((other) => other.startsWith(`${line.split(' =')[0]} =`)),
  );
  return `import ml_collections\n\n\ndef get_config():\n  config = ml_collections.ConfigDict()\n${[...common, ...lines].map((line) => `  ${line}\n`).join('')}  return config\n`;
}

const grid = (value: string) => `config.patches = ml_collections.ConfigDict({'grid': ${value}})`;

describe('a grid that is too fine', () => {
  it('is an error at the size the config says', () => {
    check(
      'patches-grid',
      config('config.img_size = ‹224›', grid('«(16, 16)»'), RESNET),
      {
        severity: 'error',
        message:
          'The stem leaves 14x14 positions of a 224x224 image, too few for patches.grid 16x16: the patch would be 0x0. The program stops where it divides by it.',
        fixes: ['patches.grid: (14, 14) (196 patches)', 'img_size: 256 (256 patches)'],
        first: "{'grid': (14, 14)}",
      },
      'python',
    );
  });

  it('is none where the size comes from the command line', () => {
    expect(findingsIn(config(grid('(16, 16)'), RESNET), 'python')).toEqual([]);
    expect(findingsIn(config(grid('(24, 24)'), RESNET), 'python')).toEqual([]);
    expect(findingsIn(config(grid('(7, 7)'), RESNET), 'python')).toEqual([]);
  });

  it("is replaced by TransUNet's train.py, which is worth knowing", () => {
    check(
      'patches-grid',
      config(grid('«(16, 16)»'), RESNET, ...SEGMENTS, 'config.skip_channels = [512, 256, 64, 16]'),
      {
        severity: 'information',
        message: 'train.py replaces `patches.grid = (16, 16)` by (14, 14) for images of 224 pixels. Code that does not do so gets patches of 0 pixels.',
        fixes: [],
      },
      'python',
    );
    silent('patches-grid', config(GRID, RESNET, ...SEGMENTS, 'config.skip_channels = [512, 256, 64, 16]'), 'python');
  });
});

describe('positions that are not as many as the patches', () => {
  it('of an image that is no multiple of 16', () => {
    check(
      'position-count',
      config('config.img_size = «300»', grid('(18, 18)'), RESNET),
      {
        severity: 'error',
        message: 'There are 324 position embeddings for the 19x19 = 361 patches of a 300x300 image. The first forward pass stops.',
        fixes: ['img_size: 304 (362 tokens)', 'img_size: 288 (325 tokens)'],
      },
      'python',
    );
  });

  it('of patches of more than one position', () => {
    check(
      'position-count',
      config('config.img_size = «224»', grid('(7, 7)'), RESNET),
      { message: /^There are 196 position embeddings for the 7x7 = 49 patches/, fixes: ['patches.grid: (14, 14) (197 tokens)'] },
      'python',
    );
  });
});

describe('the stem', () => {
  const stem = (layers: string, factor = '1') => `config.resnet = ml_collections.ConfigDict({'num_layers': ${layers}, 'width_factor': ${factor}})`;

  it('has three stages', () => {
    check(
      'hybrid-stages',
      config(GRID, stem('«(3, 4)»')),
      {
        severity: 'error',
        message: 'num_layers has 2 numbers, and the stem reads 3. Building the model fails.',
        fixes: ['resnet.num_layers: (3, 4, 9) (as in ResNet-50)'],
      },
      'python',
    );
    check(
      'hybrid-stages',
      config(GRID, stem('«(3, 4, 6, 3)»')),
      { severity: 'warning', message: 'The stem has 3 stages: of `resnet.num_layers` only the first 3 numbers are read.', first: '(3, 4, 6)' },
      'python',
    );
    silent('hybrid-stages', config(GRID, stem('(3, 4, 9)')), 'python');
  });

  it('is as wide as 32 groups can divide, and builds empty stages', () => {
    check('group-norm-width', config(GRID, stem('(3, 4, 9)', '«0.75»')), { message: /makes the stem 48 channels wide/ }, 'python');
    check(
      'empty-stage',
      config(GRID, stem('(3, «0», 9)')),
      { message: 'Stage 2 has 0 units, and is built with one all the same.', fixes: [/^resnet\.num_layers: \(3, 1, 9\)/] },
      'python',
    );
  });
});

describe("TransUNet's decoder", () => {
  const hybrid = [GRID, RESNET, ...SEGMENTS];

  it('takes the channels that the stem has', () => {
    check(
      'skip-channels',
      config(...hybrid, 'config.skip_channels = «[256, 128, 64, 16]»', 'config.n_skip = ‹3›'),
      {
        severity: 'error',
        message: 'Block 1 of the decoder is built for 256 channels of a skip connection, and 512 come in. The first forward pass stops.',
        fixes: ['skip_channels: [512, 256, 64, 16] (105 M parameters)', /^n_skip: 0 /],
        first: 'config.skip_channels = [512, 256, 64, 16]',
      },
      'python',
    );
    silent('skip-channels', config(...hybrid, 'config.skip_channels = [512, 256, 64, 16]', 'config.n_skip = 2'), 'python');
    silent('skip-channels', config(...hybrid, 'config.skip_channels = [1, 2, 3, 4]', 'config.n_skip = 0'), 'python');
  });

  it('skips nothing without a stem', () => {
    check(
      'skip-channels',
      config(SIZE, ...SEGMENTS, 'config.skip_channels = «[512, 256, 64, 16]»', 'config.n_skip = 3'),
      { message: /^Block 1 of the decoder is built for 512 channels of a skip connection, and nothing comes in\./, fixes: [/^n_skip: 0 /] },
      'python',
    );
    check(
      'skip-channels',
      config(SIZE, ...SEGMENTS, 'config.n_skip = «3»'),
      { message: /^n_skip is 3, and there are no skip_channels\./, fixes: [/^n_skip: 0/] },
      'python',
    );
    silent('skip-channels', config(SIZE, ...SEGMENTS), 'python');
  });

  it('writes into the list', () => {
    check(
      'skip-channels',
      config(...hybrid, 'config.skip_channels = «(512, 256, 64, 16)»', 'config.n_skip = 3'),
      {
        message: /^`skip_channels` is a tuple, and TransUNet writes 0 into it/,
        fixes: ['[512, 256, 64, 16] (a list)'],
        first: 'config.skip_channels = [512, 256, 64, 16]',
      },
      'python',
    );
  });

  it('ends with the channels that the head reads', () => {
    check(
      'decoder-channels',
      config(SIZE, SEGMENTS[0] ?? '', 'config.decoder_channels = «(256, 128, 64, 16, 8)»', 'config.n_classes = 9'),
      {
        message: 'The decoder has 4 blocks and ends with 16 channels, but the head reads the 8 that decoder_channels ends with. The first forward pass stops.',
        fixes: [/^decoder_channels: \(256, 128, 64, 16\)/],
      },
      'python',
    );
  });
});

describe('TransFG', () => {
  const parts = ["config.split = 'overlap'", 'config.slide_step = 12', SIZE];
  const encoder = (heads: string, layers: string) =>
    `config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': ${heads}, 'num_layers': ${layers}, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})`;

  it('needs attention to select parts by, and more than one part', () => {
    check('part-layers', config(...parts, encoder('12', '«1»')), { message: /^num_layers is 1: /, fixes: [/^num_layers: 2/] }, 'python');
    check(
      'part-layers',
      config(...parts, encoder('«1»', '12')),
      { message: /^With 1 head there is 1 part/, fixes: ['num_heads: 2 (87.5 M parameters)'] },
      'python',
    );
    silent('part-layers', config(...parts, ENCODER), 'python');
  });

  it('splits the width among heads', () => {
    check(
      'heads-divide-width',
      config(...parts, encoder('«10»', '12')),
      {
        message: '10 heads do not divide `hidden_size: 768`: a head would be 76.8 values wide. The first forward pass stops.',
        fixes: [/^num_heads: 12 /, /^num_heads: /, /^num_heads: /, /^hidden_size: /],
      },
      'python',
    );
  });
});

describe('an image that is no multiple of the patch', () => {
  it('loses its edge, where its size is the config’s', () => {
    const pretrained = "config.pretrained_path = 'ViT-B_16.npz'";
    check(
      'image-patch-remainder',
      config(SIZE, pretrained, 'config.img_size = «230»'),
      {
        severity: 'warning',
        message: /the grid is 14 x 14, and 6 rows and 6 columns of pixels at the edge are dropped/,
        fixes: ['img_size: 224 (197 tokens)', 'img_size: 240 (226 tokens)'],
      },
      'python',
    );
    expect(findingsIn(config(SIZE.replaceAll('16', '15'), pretrained), 'python')).toEqual([]);
  });
});
