"""big_vision's own ViT: its checkpoints as its trainer names them, read by its own loader.

BIG_VISION: google-research/big_vision, the directory that holds big_vision/
"""

import os
import sys

import flax
import jax
import numpy as np

if 'BIG_VISION' not in os.environ:
  sys.exit('BIG_VISION must name a checkout of google-research/big_vision')
sys.path.insert(0, os.environ['BIG_VISION'])
# pylint: disable=wrong-import-position
from big_vision.models import vit

from forward import values


def _model(case):
  config, more = case.config, {key: value for key, value in case.big_vision.items() if key != 'prefix'}
  transformer = config['transformer']
  return vit.Model(
      case.num_classes,
      patch_size=config['patches']['size'],
      width=config['hidden_size'],
      depth=transformer['num_layers'],
      mlp_dim=transformer['mlp_dim'],
      num_heads=transformer['num_heads'],
      rep_size=config['representation_size'] or False,
      **more,
  )


def _shapes(case):
  images = jax.ShapeDtypeStruct((1, *case.image_size, 3), np.float32)
  shapes = jax.eval_shape(lambda image: _model(case).init(jax.random.PRNGKey(0), image), images)['params']
  return flax.traverse_util.flatten_dict(flax.core.unfreeze(shapes), sep='/')


def write(case, path):
  prefix = case.big_vision.get('prefix', '')
  arrays = {prefix + name: values(name, leaf.shape) for name, leaf in _shapes(case).items()}
  if prefix:
    # Beside the parameters a training's checkpoint has what its optimizer remembers.
    arrays['opt/0/count'] = np.array(1234, np.int32)
    arrays |= {f'opt/0/mu/{name}': np.zeros(leaf.shape, np.float32) for name, leaf in _shapes(case).items()}
  np.savez(path, **arrays)


def load(case, path):
  init = {name: np.zeros(leaf.shape, np.float32) for name, leaf in _shapes(case).items()}
  return vit.load(flax.traverse_util.unflatten_dict(init, sep='/'), str(path), dict(scan=case.big_vision.get('scan', False)))


def program(case):
  """The forward pass, of parameters and images."""
  def forward(params, images):
    logits, out = _model(case).apply({'params': params}, images)
    return {'logits': logits, 'pre_logits': out['pre_logits']}
  return forward
