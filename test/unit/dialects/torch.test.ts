/** Configs for ViT-pytorch, TransFG and TransUNet: which are recognised, and what is read of them. */
import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import type { TorchVitSpec, TransUnetSpec } from '../../../server/core/dialects/spec';
import { inEnglish } from '../../english';

const read = (text: string) => Snapshot.of(text, { fileName: 'configs.py', syntax: 'python', ignore: [] });

/** What each function is recognised as, and its parameters. */
function told(text: string) {
  return read(text).documents.map(({ analysis }) => {
    const [model] = analysis.models;
    return [analysis.document.python?.name, analysis.recognition?.dialect ?? null, model?.spec.architecture.architecture, model?.figures?.parameters];
  });
}

const findings = (text: string) => inEnglish(read(text).findings()).map(({ code, severity, message }) => [code, severity, message]);

function specOf<T>(text: string): T {
  return read(text).documents.at(-1)?.analysis.models[0]?.spec.architecture as T;
}

/** Written as such files are: one function begins with what another one returns. */
const FAMILY = `import ml_collections


def get_base_config():
    """The base model."""
    config = ml_collections.ConfigDict()
    config.patches = ml_collections.ConfigDict({'size': (16, 16)})
    config.hidden_size = 192
    config.transformer = ml_collections.ConfigDict()
    config.transformer.mlp_dim = 768
    config.transformer.num_heads = 3
    config.transformer.num_layers = 12
    config.transformer.attention_dropout_rate = 0.0
    config.transformer.dropout_rate = 0.1
    config.classifier = 'token'
    config.representation_size = None
    return config


def get_hybrid_config():
    config = get_base_config()
    del config.patches.size
    config.patches.grid = (14, 14)
    config.resnet = ml_collections.ConfigDict()
    config.resnet.num_layers = (3, 4, 9)
    config.resnet.width_factor = 1
    return config


def get_parts_config():
    config = get_base_config()
    config.split = 'overlap'
    config.slide_step = 12
    return config


def get_segmentation_config():
    config = get_hybrid_config()
    config.classifier = 'seg'
    config.decoder_channels = (256, 128, 64, 16)
    config.skip_channels = [512, 256, 64, 16]
    config.n_classes = 2
    config.n_skip = 3
    config.activation = 'softmax'
    config.patches.grid = (16, 16)
    return config
`;

describe('recognition', () => {
  it('goes by what upstream does not read', () => {
    expect(told(FAMILY)).toEqual([
      ['get_base_config', 'vision_transformer', 'vit', 5_717_416],
      ['get_hybrid_config', 'vit_pytorch', 'torch-vit', 17_661_416],
      ['get_parts_config', 'vit_pytorch', 'torch-vit', 5_942_632],
      ['get_segmentation_config', 'vit_pytorch', 'trans-unet', 22_201_314],
    ]);
  });

  it('needs a ViT beside it', () => {
    const other =
      "import ml_collections\n\n\ndef get_config():\n    config = ml_collections.ConfigDict()\n    config.split = 'train'\n    config.hidden_size = 8\n    return config\n";
    expect(told(other)).toEqual([['get_config', null, undefined, undefined]]);
  });

  it('is of Python only', () => {
    const yaml = 'patches: {size: [16, 16]}\nhidden_size: 8\ntransformer: {mlp_dim: 8, num_heads: 1, num_layers: 1}\nsplit: overlap\nclassifier: token\n';
    const [document] = Snapshot.of(yaml, { fileName: 'x.yaml', syntax: 'yaml', ignore: [] }).documents;
    expect(document?.analysis.recognition?.dialect).toBe('vision_transformer');
  });

  it('says nothing of a sound family but what train.py does to the grid', () => {
    expect(findings(FAMILY)).toEqual([
      [
        'patches-grid',
        'information',
        'train.py replaces `patches.grid = (16, 16)` by (14, 14) for images of 224 pixels. Code that does not do so gets patches of 0 pixels.',
      ],
    ]);
  });
});

describe('what is read', () => {
  it("takes TransFG's size from its command line's default, and overlapping patches by their step", () => {
    const spec = specOf<TorchVitSpec>(FAMILY.slice(0, FAMILY.indexOf('def get_segmentation')));
    expect(spec.imageSize).toMatchObject({ known: true, value: [448, 448], source: 'default' });
    expect(spec.split).toMatchObject({ value: 'overlap' });
    expect(spec.slideStep).toMatchObject({ value: 12 });
  });

  it('takes a size that the config says, under either name', () => {
    for (const key of ['img_size', 'image_size']) {
      const spec = specOf<TransUnetSpec>(FAMILY.replace("    config.activation = 'softmax'\n", `    config.${key} = 256\n`));
      expect(spec.imageSize).toMatchObject({ value: [256, 256], source: 'config', key });
      expect(spec.grid).toMatchObject({ value: [16, 16], source: 'config' });
    }
  });

  it('skips what train.py would have skipped, unless there is nothing to skip', () => {
    expect(specOf<TransUnetSpec>(FAMILY.replace('    config.n_skip = 3\n', '')).skips).toMatchObject({ value: 3 });
    const without = FAMILY.replace('    config.n_skip = 3\n', '').replace('    config.skip_channels = [512, 256, 64, 16]\n', '');
    expect(specOf<TransUnetSpec>(without).skips).toMatchObject({ value: 0 });
  });

  it('leaves alone what it does not know', () => {
    const unknown = FAMILY.replace('config.n_classes = 2', 'config.n_classes = len(open("classes.txt").readlines())');
    const model = read(unknown).documents.at(-1)?.analysis.models[0];
    expect(model?.graph.ok).toBe(false);
    expect(findings(unknown).map(([code]) => code)).toEqual(['patches-grid']);
  });
});

describe('structure', () => {
  const one = (change: (text: string) => string) => findings(change(FAMILY)).filter(([code]) => code !== 'patches-grid');

  it('misses what the program reads without a default', () => {
    expect(one((text) => text.replaceAll('    config.transformer.dropout_rate = 0.1\n', '').slice(0, text.indexOf('def get_parts_config')))).toContainEqual([
      'missing-key',
      'error',
      '`transformer.dropout_rate` is missing: ViT-pytorch reads it without a default',
    ]);
    expect(one((text) => text.replace('    config.decoder_channels = (256, 128, 64, 16)\n', ''))).toContainEqual([
      'missing-key',
      'error',
      '`decoder_channels` is missing: TransUNet reads it without a default',
    ]);
  });

  it('knows slips, kinds and choices', () => {
    expect(one((text) => text.replace("config.split = 'overlap'", "config.split = 'overlapping'"))).toEqual([
      ['not-allowed-value', 'error', "`split` must be `non-overlap` or `overlap`, got 'overlapping'"],
    ]);
    expect(one((text) => text.replace('config.slide_step = 12', 'config.slide_step = 0'))).toEqual([
      ['out-of-range', 'error', '`slide_step` must be at least 1, got 0'],
    ]);
    expect(one((text) => text.replace('config.n_classes = 2', "config.n_classes = '2'")).map(([code]) => code)).toEqual(['wrong-type']);
    expect(one((text) => text.replace('config.slide_step', 'config.slide_stp')).map(([code, , message]) => [code, message])).toEqual([
      ['unknown-key', '`slide_stp` is not a key that TransFG reads. Did you mean `slide_step`?'],
    ]);
  });
});
