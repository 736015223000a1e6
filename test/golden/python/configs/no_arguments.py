"""Called with something that the file does not tell."""
import ml_collections

from configs import base_models

# call: get_config 'ti16'
# call: get_config 'r_ti16'
# call: get_sized 3, 5
# call: get_sized 4, 5
# call: get_flagged True
# call: get_flagged False


def get_config(model):
  config = ml_collections.ConfigDict()
  # unknown: model name model.*
  config.name = f'vit_{model}'
  config.model = getattr(base_models, f'get_{model}_config')()
  config.batch = 512
  return config


def get_sized(width, depth=2):
  config = ml_collections.ConfigDict()
  # unknown: * width mlp depth
  config.width = width
  config.depth = depth
  config.mlp = width * 4
  config.fixed = 12
  return config


def get_flagged(large):
  config = ml_collections.ConfigDict({'heads': 3})
  # unknown: heads extra *
  if large:
    config.heads = 16
    config.extra = 1
  config.layers = 12
  return config
