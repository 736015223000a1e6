"""The models of jeonsworld/ViT-pytorch, TACJu/TransFG and Beckschen/TransUNet, from checkouts that environment variables name."""

import importlib
import os
import pathlib
import sys

import ml_collections


def _module(variable, name):
  """A module of a checkout; two of them call their package `models`, so nothing of one is left behind for the next."""
  root = str(pathlib.Path(os.environ[variable]).resolve())
  package = name.split('.')[0]
  for key in [k for k in sys.modules if k == package or k.startswith(f'{package}.')]:
    del sys.modules[key]
  sys.path.insert(0, root)
  try:
    return importlib.import_module(name)
  finally:
    sys.path.remove(root)


VIT_PYTORCH = _module('VIT_PYTORCH', 'models.modeling')
TRANSFG = _module('TRANSFG', 'models.modeling')
TRANSUNET = _module('TRANSUNET', 'networks.vit_seg_modeling')
MODULES = {'ViT-pytorch': VIT_PYTORCH, 'TransFG': TRANSFG, 'TransUNet': TRANSUNET}


def config_dict(plain):
  """A config as its file makes it: pairs are tuples but for skip_channels, which the program writes to."""

  def convert(key, value):
    if isinstance(value, dict):
      return ml_collections.ConfigDict({k: convert(k, v) for k, v in value.items()})
    if isinstance(value, list):
      return list(value) if key == 'skip_channels' else tuple(value)
    return value

  return convert('', plain)


def plain(config):
  return {k: plain(v) if isinstance(v, ml_collections.ConfigDict) else list(v) if isinstance(v, tuple) else v for k, v in config.items()}


def build(program, config, image_size, classes):
  """The model of a config in evaluation mode; `classes` is not read by TransUNet, whose configs have n_classes."""
  model = MODULES[program].VisionTransformer(config_dict(config), img_size=image_size, num_classes=classes)
  return model.eval()
