"""What big_vision builds from a config: figures read off its traced program, and a forward pass of known weights."""

import hashlib
import math

import flax.linen as nn
import flax.traverse_util
import jax
from jax.interpreters import partial_eval
import jax.numpy as jnp
import numpy as np

from upstream import mlp_mixer, vit
# pylint: disable=wrong-import-order
from hashed import encoded, uniform, values
from macs import macs

KEY = jax.random.PRNGKey(0)


def _build(config):
  """As train.py does it."""
  module = {'vit': vit, 'mlp_mixer': mlp_mixer}[config['model_name']]
  return module.Model(num_classes=config['num_classes'], **config.get('model', {}))


def _forward(model, params, images):
  """What the trainer's loss takes; the other results of a model are left out where they are not asked for."""
  return model.apply({'params': params}, images)[0]


def _name(config):
  return 'logits' if config['num_classes'] else 'pre_logits'


def _flat(params):
  """Of blocks that are scanned each for itself, as big_vision's own loader takes them apart."""
  params = jax.tree.map(lambda p: np.broadcast_to(np.float32(0), p.shape), params)
  if 'encoderblock' in params.get('Transformer', {}):
    params = vit.scan_to_pyloop(params)
  return flax.traverse_util.flatten_dict(params, sep='/')


def _shapes(config):
  model = _build(config)
  images = jax.ShapeDtypeStruct((1, *config['image_size'], 3), jnp.float32)
  return model, images, jax.eval_shape(lambda image: model.init(KEY, image), images)['params']


def _normalized(config):
  """Values that go into a LayerNorm. What is scanned may be traced more than once: its blocks are counted one by one."""
  model, images, params = _shapes({**config, 'model': {**config.get('model', {}), **({'scan': False} if config['model_name'] == 'vit' else {})}})
  counts = []

  def note(next_function, args, kwargs, context):
    if isinstance(context.module, nn.LayerNorm) and context.method_name == '__call__':
      counts.append(math.prod(args[0].shape))
    return next_function(*args, **kwargs)

  with nn.intercept_methods(note):
    jax.eval_shape(lambda p, x: _forward(model, p, x), params, images)
  return sum(counts)


def measure(config, every_parameter):
  """Figures of one forward pass, as a dictionary for JSON."""
  model, images, params = _shapes(config)
  program, output = jax.make_jaxpr(lambda p, x: _forward(model, p, x), return_shape=True)(params, images)
  # `logits_2d` and the like are computed beside, and dropped when nobody takes them.
  needed, _ = partial_eval.dce_jaxpr(program.jaxpr, [True] * len(program.jaxpr.outvars))
  names = sorted(f'{name} {"x".join(map(str, p.shape))}' for name, p in _flat(params).items())
  return {
      'parameters': sum(math.prod(p.shape) for p in jax.tree_util.tree_leaves(params)),
      'macs': macs(needed),
      'normalizedElements': _normalized(config),
      'outputs': {_name(config): list(output.shape)},
      'names': names if every_parameter else hashlib.sha256('\n'.join(names).encode()).hexdigest(),
  }


def forward(config):
  model, images, params = _shapes(config)
  flat = flax.traverse_util.flatten_dict(params, sep='/')
  made = flax.traverse_util.unflatten_dict({name: values(name, p.shape) for name, p in flat.items()}, sep='/')
  pixels = uniform('images', math.prod(images.shape)).astype(np.float32).reshape(images.shape)
  with jax.default_matmul_precision('highest'):
    result = _forward(model, made, pixels)
  return {_name(config): encoded(result)}
