/** Trainings of scenic: which are recognised, and what is read of them. */
import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { inEnglish } from '../../english';

const read = (text: string) => Snapshot.of(text, { fileName: 'config.py', syntax: 'python', ignore: [] });
const analysisOf = (text: string) => read(text).documents[0]?.analysis;
const modelOf = (text: string) => analysisOf(text)?.models[0];
const findings = (text: string) => inEnglish(read(text).findings()).map(({ code, severity, message }) => [code, severity, message]);

const MODEL = `  config.model_name = 'vit_multilabel_classification'
  config.model = ml_collections.ConfigDict()
  config.model.hidden_size = {'Ti': 192, 'S': 384}[version]
  config.model.patches = ml_collections.ConfigDict()
  config.model.patches.size = [int(patch), int(patch)]
  config.model.num_heads = {'Ti': 3, 'S': 6}[version]
  config.model.mlp_dim = {'Ti': 768, 'S': 1536}[version]
  config.model.num_layers = 12
  config.model.representation_size = None
  config.model.classifier = 'token'
  config.model.attention_dropout_rate = 0.
  config.model.dropout_rate = 0.1
`;

function training(model = MODEL, dataset = "'imagenet'", configs = ''): string {
  return `import ml_collections

VARIANT = 'S/16'


def get_config():
  """A training."""
  config = ml_collections.ConfigDict()
  config.experiment_name = 'mine'
  config.dataset_name = ${dataset}
  config.dataset_configs = ml_collections.ConfigDict()
${configs}  version, patch = VARIANT.split('/')
${model}  config.trainer_name = 'classification_trainer'
  config.num_training_epochs = 90
  config.batch_size = 4096
  config.rng_seed = 42
  return config
`;
}

const MIXER = `  config.model_name = 'mixer_multilabel_classification'
  config.model = ml_collections.ConfigDict()
  config.model.hidden_size = 384
  config.model.patch_size = [16, 16]
  config.model.num_layers = 12
  config.model.channels_mlp_dim = 1536
  config.model.sequence_mlp_dim = 192
`;

describe('a training of a baseline', () => {
  it('is counted as its module has it', () => {
    expect(analysisOf(training())?.recognition).toMatchObject({ dialect: 'scenic', form: 'training' });
    expect(modelOf(training())?.figures).toMatchObject({ parameters: 22_050_664, tokens: 197 });
    expect(findings(training())).toEqual([]);
    expect(modelOf(training(MIXER))?.spec.architecture.architecture).toBe('scenic-mixer');
    expect(findings(training(MIXER))).toEqual([]);
  });

  it('takes size and classes from its data set', () => {
    const sizes = (text: string) => {
      const spec = modelOf(text)?.spec.architecture;
      return spec?.architecture === 'scenic-vit' ? [spec.imageSize.known && spec.imageSize.value, spec.numClasses.known && spec.numClasses.value] : [];
    };
    expect(sizes(training())).toEqual([[224, 224], 1000]);
    expect(sizes(training(MODEL, "'cifar10'"))).toEqual([[32, 32], 10]);
    const bit =
      '  config.dataset_configs.num_classes = 37\n  config.dataset_configs.pp_train = \'decode_jpeg_and_inception_crop(192)|flip_lr|keep("image", "labels")\'\n';
    expect(sizes(training(MODEL, "'bit'", bit))).toEqual([[192, 192], 37]);
    expect(sizes(training(MODEL, "'mine'"))).toEqual([[224, 224], 1000]);
    // One channel: neither counted nor complained of.
    expect(sizes(training(MODEL, "'mnist'"))[0]).toBe(false);
    expect(findings(training(MODEL, "'mnist'"))).toEqual([]);
  });

  it('has rules and structure of its own', () => {
    expect(findings(training(MODEL.replace('num_layers = 12', 'num_layers = 12\n  config.model.num_heads = 7')))).toEqual([
      ['heads-divide-width', 'error', '7 heads do not divide `hidden_size: 384`: a head would be 54.86 values wide. Building the model fails.'],
    ]);
    expect(findings(training(MODEL.replace("classifier = 'token'", "classifier = 'cls'"))).map(([code]) => code)).toEqual(['not-allowed-value']);
    expect(findings(training(MODEL.replace('  config.model.representation_size = None\n', '')))).toEqual([
      ['missing-key', 'error', "`model.representation_size` is missing: scenic's ViT reads it without a default"],
    ]);
    expect(
      findings(training(MODEL.replace('patches.size = [int(patch), int(patch)]', 'patches.grid = (14, 14)'))).map(([code, severity]) => [code, severity]),
    ).toEqual([
      ['missing-key', 'error'],
      ['unknown-key', 'error'],
    ]);
    const wide =
      '  config.dataset_configs.num_classes = 10\n  config.dataset_configs.pp_train = \'decode_jpeg_and_inception_crop(230)|keep("image", "labels")\'\n';
    expect(findings(training(MODEL, "'bit'", wide)).map(([code]) => code)).toEqual(['image-patch-remainder']);
  });
});

describe("another project's model", () => {
  it("is scenic's, and nothing is said of it", () => {
    const other = MODEL.replace('vit_multilabel_classification', 'xvit_classification').replace('config.model.classifier', 'config.model.attention_fn');
    expect(analysisOf(training(other))?.recognition?.dialect).toBe('scenic');
    expect(analysisOf(training(other))?.models).toEqual([]);
    expect(findings(training(other))).toEqual([]);
  });

  it('may be a ViT on images that nobody knows', () => {
    const text = training(MODEL.replace('vit_multilabel', 'vit'), "'pileups'");
    expect(modelOf(text)?.graph.ok).toBe(false);
    expect(findings(text)).toEqual([]);
  });
});

describe("upstream's training", () => {
  it('stays upstream’s', () => {
    const text = `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.dataset = 'cifar10'
  config.base_lr = 0.03
  config.batch = 512
  config.model = ml_collections.ConfigDict()
  config.model.model_name = 'mine'
  config.model.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.model.hidden_size = 192
  config.model.transformer = ml_collections.ConfigDict({'mlp_dim': 768, 'num_heads': 3, 'num_layers': 12})
  return config
`;
    expect(analysisOf(text)?.recognition?.dialect).toBe('vision_transformer');
  });
});

describe('a program that is none of these', () => {
  const flat = (name: string, trainer: string) => `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  ${trainer}
  config.total_steps = 1000
  config.model_name = '${name}'
  config.model = ml_collections.ConfigDict()
  config.model.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.model.hidden_size = 500
  config.model.num_heads = 7
  config.model.num_layers = 12
  config.model.mlp_dim = 3072
  config.model.classifier = 'cls'
  return config
`;

  it("has its encoder's keys beside its patches too", () => {
    // As big_vision's proj/uvim and proj/givt.
    for (const trainer of ["config.optax_name = 'scale_by_adam'", 'config.base_lr = 0.03', "config.dataset_name = 'mine'; config.rng_seed = 0"]) {
      for (const name of ['proj.mine.vtt', 'vit_classification']) {
        expect(analysisOf(flat(name, trainer))?.recognition, `${name}, ${trainer}`).toBeNull();
        expect(findings(flat(name, trainer))).toEqual([]);
      }
    }
    const scenic = "config.trainer_name = 'mine'; config.lr_configs = ml_collections.ConfigDict()";
    expect(analysisOf(flat('mine', scenic))?.recognition?.dialect).toBe('scenic');
  });
});
