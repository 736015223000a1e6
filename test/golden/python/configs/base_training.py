"""A training config that others change, and presets for data sets."""
import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.dataset = ''
  config.total_steps = None
  config.grad_norm_clip = 1.0
  config.accum_steps = 8
  config.batch = 512
  config.base_lr = 0.03
  config.decay_type = 'cosine'
  config.warmup_steps = 500
  config.trainer = 'train'
  config.model = None
  config.dataset = None
  config.pp = None
  return config.lock()


PRESETS = {
    'cifar10': ml_collections.ConfigDict(
        {'total_steps': 10_000,
         'pp': ml_collections.ConfigDict({'train': 'train[:98%]', 'test': 'test', 'crop': 384})}),
    'pets': ml_collections.ConfigDict(
        {'total_steps': 500,
         'pp': ml_collections.ConfigDict({'train': 'train', 'test': 'test', 'crop': 224})}),
}


def with_dataset(config, dataset):
  config = ml_collections.ConfigDict(config.to_dict())
  config.dataset = dataset
  config.update(PRESETS[dataset])
  return config
