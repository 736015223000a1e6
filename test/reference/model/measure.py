"""What the reference implementation builds from a config, read off its traced program. Nothing is computed."""

import hashlib
import math
import re

import flax.linen as nn
import flax.traverse_util
import jax
import jax.numpy as jnp
from ml_collections import ConfigDict

from macs import macs
from upstream import models_lit, models_mixer, models_vit

OURS = ('image_size', 'num_classes')


def build(config):
  """The module of a config that is written as JSON, and its inputs as shapes."""
  upstream = {k: v for k, v in config.items() if k not in OURS}
  if 'image' in config:
    upstream['image'] = _vit_arguments(upstream['image'])
    upstream['pp'] = ConfigDict(upstream['pp'])
    size, length = config['pp']['size'], config['pp']['max_len']
    inputs = {
        'images': jax.ShapeDtypeStruct((1, size, size, 3), jnp.float32),
        'tokens': jax.ShapeDtypeStruct((1, length), jnp.int32),
    }
    return models_lit.LitModel(**upstream), inputs
  height, width = _pair(config['image_size'])
  inputs = {'inputs': jax.ShapeDtypeStruct((1, height, width, 3), jnp.float32)}
  classes = config['num_classes']
  if 'hidden_dim' in config:
    upstream['patches'] = ConfigDict(upstream['patches'])
    return models_mixer.MlpMixer(num_classes=classes, **upstream), inputs
  return models_vit.VisionTransformer(num_classes=classes, **_vit_arguments(upstream)), inputs


def measure(config, every_parameter):
  """Figures of one forward pass of a config, as a dictionary for JSON."""
  model, inputs = build(config)
  arguments = {} if 'image' in config else {'train': False}
  key = jax.random.PRNGKey(0)
  variables = jax.eval_shape(lambda x: model.init(key, **x, **arguments), inputs)
  params = variables['params']

  normalized = []

  def note_norms(next_function, args, kwargs, context):
    if isinstance(context.module, (nn.LayerNorm, nn.GroupNorm)) and context.method_name == '__call__':
      normalized.append(math.prod(args[0].shape))
    return next_function(*args, **kwargs)

  def forward(p, x):
    with nn.intercept_methods(note_norms):
      return model.apply({'params': p}, **x, **arguments)

  program, outputs = jax.make_jaxpr(forward, return_shape=True)(params, inputs)
  figures = {
      'parameters': sum(math.prod(p.shape) for p in jax.tree_util.tree_leaves(params)),
      'macs': macs(program.jaxpr),
      'normalizedElements': sum(normalized),
      'outputs': _outputs(config, outputs),
  }
  names = parameter_lines(params)
  figures['names'] = names if every_parameter else hashlib.sha256('\n'.join(names).encode()).hexdigest()
  return figures


def parameter_lines(params):
  """`name shape` of each parameter, sorted, named as the published checkpoints name them."""
  flat = flax.traverse_util.flatten_dict(params, sep='/')
  return sorted(f'{published_name(name)} {"x".join(map(str, p.shape))}' for name, p in flat.items())


# Flax now numbers the modules of a block by class; the checkpoints were written when it numbered them all in one row.
PUBLISHED = {
    'LayerNorm_1': 'LayerNorm_2',
    'MultiHeadDotProductAttention_0': 'MultiHeadDotProductAttention_1',
    'MlpBlock_0': 'MlpBlock_3',
}


def published_name(name):
  return re.sub(r'(/encoderblock_\d+/)(\w+)', lambda m: m[1] + PUBLISHED.get(m[2], m[2]), name)


def _vit_arguments(config):
  arguments = dict(config)
  for name in ('patches', 'resnet', 'transformer'):
    if arguments.get(name) is not None:
      arguments[name] = ConfigDict(arguments[name])
  return arguments


def _pair(size):
  return (size, size) if isinstance(size, int) else size


def _outputs(config, outputs):
  if 'image' in config:
    values = outputs[2]
    return {name: list(values[name].shape) for name in ('img/normalized', 'txt/normalized', 't')}
  return {'logits' if config['num_classes'] else 'pre_logits': list(outputs.shape)}
