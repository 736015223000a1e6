"""Writes test/golden/checkpoints/pairs.json: for each config and each checkpoint of the goldens whether upstream can load the one for the other.

Run after make_goldens.py, in the same way. Upstream's `load_pretrained` adapts the checkpoint to a model with a head, and the forward
pass is traced. `null` is a pair that goes together; otherwise what upstream ends with.
"""

import functools
import json

import jax
import jax.numpy as jnp
import ml_collections

from make_goldens import GOLDEN
from make_goldens import initial
from make_goldens import model_of
# pylint: disable=wrong-import-order
from cases import ADAPTED
from cases import ARCHITECTURES
from upstream import checkpoint


def configs():
  """Of image models with a head: upstream's loader replaces it unasked."""
  return [case for case in ARCHITECTURES + ADAPTED if 'text_model' not in case.config and case.num_classes]


def checkpoints():
  return [case for case in ARCHITECTURES + ADAPTED if not case.by_rule]


@functools.cache
def new(case):
  return initial(case)[1]()


def outcome(case, other):
  model = model_of(case, case.num_classes)
  images = jax.ShapeDtypeStruct((1, *case.image_size, 3), jnp.float32)
  try:
    path = str(GOLDEN / other.file)
    params = checkpoint.load_pretrained(pretrained_path=path, init_params=new(case), model_config=ml_collections.ConfigDict(case.config))
    jax.eval_shape(lambda i: model.apply({'params': params}, i, train=False), images)
  except Exception as error:  # pylint: disable=broad-exception-caught
    # Its first line, without flax's link to an explanation.
    return f'{type(error).__name__}: {error}'.splitlines()[0].split(' (https:')[0]
  return None


def main():
  pairs = {}
  for case in configs():
    pairs[case.slug] = {other.file: outcome(case, other) for other in checkpoints()}
    print(case.name, sum(value is None for value in pairs[case.slug].values()), flush=True)
  (GOLDEN / 'pairs.json').write_text(json.dumps(pairs, indent=1) + '\n')


if __name__ == '__main__':
  main()
