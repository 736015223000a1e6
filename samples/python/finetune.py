r"""Fine-tunes a model of models.py.

python -m vit_jax.main --workdir=/tmp/finetune \
    --config=finetune.py:small,cifar10

What stands behind the colon, and becomes the argument of get_config, is taken
from here. `vit-config show finetune.py:hybrid,flowers` takes another.
"""

import ml_collections

import models

DATASETS = {
    'cifar10': dict(name='cifar10', steps=10_000, train='train[:98%]', test='test'),
    'flowers': dict(name='oxford_flowers102', steps=500, train='train', test='validation'),
}


def get_config(model_dataset):
  """Returns the training config of `model,dataset`."""
  model, dataset = model_dataset.split(',')
  preset = DATASETS[dataset]

  config = ml_collections.ConfigDict()
  config.model = getattr(models, f'get_{model}_config')()
  config.model_type = 'Mixer' if model == 'mixer' else 'ViT'
  # Where <model_name>.npz lies.
  config.pretrained_dir = 'pretrained'

  config.dataset = preset['name']
  config.pp = ml_collections.ConfigDict()
  config.pp.train = preset['train']
  config.pp.test = preset['test']
  config.pp.crop = 224
  config.tfds_data_dir = None
  config.tfds_manual_dir = None

  config.total_steps = preset['steps']
  config.warmup_steps = preset['steps'] // 20
  config.base_lr = 0.03
  config.decay_type = 'cosine'
  config.grad_norm_clip = 1.0

  config.batch = 512
  config.batch_eval = 512
  config.accum_steps = 8
  config.shuffle_buffer = 50_000
  config.prefetch = 2

  config.eval_every = 100
  config.progress_every = 10
  config.checkpoint_every = 0
  return config
