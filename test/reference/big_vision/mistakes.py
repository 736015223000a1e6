"""Shows that big_vision does what our findings say of it: each line is a mistake and what comes of it, and a wrong one ends the run.

    BIG_VISION=../big_vision python test/reference/big_vision/mistakes.py
"""

import pathlib
import os
import re
import sys
from unittest import mock

import jax
import jax.numpy as jnp
import numpy as np

from upstream import mlp_mixer, vit

SMALL = dict(width=24, depth=1, mlp_dim=40, num_heads=3, patch_size=(8, 8))
MIXER = dict(patch_size=(8, 8), hidden_dim=8, num_blocks=1, tokens_mlp_dim=4, channels_mlp_dim=4)


def built(size=32, classes=5, module=vit, **model):
  made = module.Model(classes, **{**(SMALL if module is vit else MIXER), **model})
  return made, made.init(jax.random.PRNGKey(0), jnp.ones((1, size, size, 3)))['params']


def evaluated(size, **model):
  made, params = built(**model)
  return made.apply({'params': params}, jnp.ones((1, size, size, 3)))[0]


def losses():
  """The loss functions of utils.py, whose other imports are not needed for them."""
  text = (pathlib.Path(os.environ['BIG_VISION']) / 'big_vision' / 'utils.py').read_text()
  names = {'jax': jax, 'jnp': jnp, 'np': np}
  for name in ('sigmoid_xent', 'softmax_xent'):
    exec(re.search(rf'^def {name}\(.*?(?=^def |^class )', text, re.S | re.M)[0], names)  # pylint: disable=exec-used
  return names['sigmoid_xent'], names['softmax_xent']


def raises(said, function):
  try:
    function()
  except Exception as error:  # pylint: disable=broad-except
    text = f'{type(error).__name__}: {error}'
    assert said in text, (said, text)
    return
  raise AssertionError(f'nothing is raised: {said}')


def loaded(dont_load=(), **into):
  """Parameters of a model with class token and learned positions, read for another one."""
  made, init = built(**into)
  with mock.patch.object(vit.utils, 'load_params', return_value=jax.tree.map(np.asarray, built(pool_type='tok')[1])):
    params = vit.load(jax.tree.map(np.asarray, init), 'checkpoint.npz', into, dont_load=dont_load)
  return made.apply({'params': params}, jnp.ones((1, 32, 32, 3)))[0]


def check(what, fine):
  print(what)
  if not fine:
    sys.exit(f'not so: {what}')


def main():
  sigmoid, softmax = losses()
  logits, labels = (lambda n: jnp.ones((2, n))), (lambda n: jnp.ones((2, n)) / n)
  raises('must be divisible by number of heads', lambda: built(num_heads=5))
  check('without blocks nothing asks for the heads', built(num_heads=5, depth=0))
  raises('must be divisible by number of heads', lambda: built(num_heads=5, depth=0, pool_type='map'))
  raises('Width must be mult of 4', lambda: built(width=6, posemb='sincos2d'))
  check('sincos2d of a width of 4 is NaN', bool(jnp.isnan(evaluated(32, width=4, num_heads=1, posemb='sincos2d', classes=0)).all()))
  raises('Error', lambda: built(size=4))
  raises("unexpected keyword argument 'heads'", lambda: built(heads=3))
  raises("multiple values for keyword argument 'num_classes'", lambda: vit.Model(num_classes=5, **dict(variant='B/16', num_classes=3)))
  raises('Unknown pool type', lambda: built(pool_type='cls'))
  raises('Unknown pool type', lambda: built(pool_type=0))
  raises('Unknown posemb type', lambda: built(posemb='sin'))
  for variant in ('X/16', 'B/a', 'B/16/2', 'B-16'):
    raises('Error', lambda name=variant: vit.Model(5, variant=name))
  raises('missing 5 required', lambda: mlp_mixer.Model(5))
  raises('not enough values', lambda: mlp_mixer.Model(5, variant='B'))
  check('a patch of one number is a strip', built(patch_size=8)[1]['embedding']['kernel'].shape == (8, 3, 24))
  raises('pos_embedding', lambda: evaluated(48))
  check('learned positions fit as many patches', evaluated(35).shape == (1, 5))
  check('sincos2d fits any size', evaluated(48, posemb='sincos2d').shape == (1, 5))
  raises('token_mixing', lambda: evaluated(48, module=mlp_mixer))
  for loss in (sigmoid, softmax):
    raises('incompatible shapes', lambda loss=loss: loss(logits=logits(5), labels=labels(7)))
    check(f'{loss.__name__} broadcasts', bool(jnp.isfinite(loss(logits=logits(5), labels=labels(1))).all()))
  check('the softmax loss of one class is 0', float(softmax(logits=logits(1), labels=labels(7))) == 0)
  check('what is the same is loaded', loaded(pool_type='tok').shape == (1, 5))
  for other in (dict(pool_type='gap'), dict(pool_type='map'), dict(pool_type='tok', posemb='sincos2d'), dict(pool_type='tok', rep_size=True)):
    raises('not `dont_load`ed', lambda other=other: loaded(**other))
  raises('not `dont_load`ed', lambda: loaded(pool_type='tok', classes=0))
  raises('ScopeParamShapeError', lambda: loaded(pool_type='tok', classes=7))
  raises('ScopeParamShapeError', lambda: loaded(pool_type='tok', mlp_dim=44))
  check('dont_load spares a head', loaded(['head/.*'], pool_type='tok', classes=7).shape == (1, 7))
  check('dont_load spares a class token', loaded(['cls'], pool_type='gap').shape == (1, 5))
  raises("KeyError: 'head'", lambda: built(classes=0)[1]['head'])
  check('a policy that is not there is taken for none', built(scan=True, remat_policy='nothing_savable'))
  train = (pathlib.Path(os.environ['BIG_VISION']) / 'big_vision' / 'train.py').read_text()
  common = (pathlib.Path(os.environ['BIG_VISION']) / 'big_vision' / 'evaluators' / 'common.py').read_text()
  check('evaluators are those of evals', 'config.get("evals"' in common and 'fewshot' not in train)


if __name__ == '__main__':
  main()
