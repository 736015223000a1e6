"""One forward pass of small configs through the reference implementation, with parameters and inputs anyone can make again.

Value k of a parameter is u(name, k), from -1 to 1, times sqrt(3 / (values / last axis)) if it has two axes or more, else times 0.1,
plus 1 if it is called `scale`. u mixes the FNV-1a hash of the published name with k by murmur3's finaliser. Images are u('images', k);
token k is 1 + (mix % (vocabulary - 1)), and 0, the padding, in the last third.
"""

import math

import flax.traverse_util
import jax
import numpy as np

from measure import build, published_name

VIT = {
    'patches': {'size': [3, 5]},
    'hidden_size': 12,
    'transformer': {'mlp_dim': 20, 'num_heads': 3, 'num_layers': 2},
    'classifier': 'token',
    'image_size': [10, 16],
    'num_classes': 4,
}
HYBRID = {**VIT, 'patches': {'size': [2, 1]}, 'image_size': [37, 26], 'resnet': {'num_layers': [2, 3], 'width_factor': 0.5}}
TOWER = {k: v for k, v in VIT.items() if k not in ('image_size', 'num_classes')}
LIT = {
    'model_name': 'lit',
    'image': {**TOWER, 'patches': {'size': [7, 7]}},
    'text_model': 'text_transformer',
    'text': {'width': 8, 'num_layers': 2, 'mlp_dim': 9, 'num_heads': 2, 'vocab_size': 30},
    'out_dim': [None, 12],
    'pp': {'tokenizer_name': 'sentencepiece', 'size': 16, 'max_len': 7},
}
BERT = {'text_model': 'bert', 'text': {'config': 'base'}, 'out_dim': 6, 'pp': {'tokenizer_name': 'bert', 'size': 16, 'max_len': 6}}

CONFIGS = {
    'class token': VIT,
    'mean of the tokens, representation': {**VIT, 'classifier': 'gap', 'representation_size': 7},
    'every token': {**VIT, 'classifier': 'token_unpooled'},
    'no position embedding, no head': {**VIT, 'transformer': {**VIT['transformer'], 'add_position_embedding': False}, 'num_classes': 0},
    'no encoder, mean of the grid': {**VIT, 'transformer': None, 'classifier': 'gap'},
    'no encoder, first row of the grid': {**VIT, 'transformer': None},
    'hybrid': HYBRID,
    'root block alone': {**HYBRID, 'resnet': {'num_layers': [], 'width_factor': 1}},
    'Mixer': {
        'patches': {'size': [4, 5]},
        'hidden_dim': 6,
        'num_blocks': 2,
        'tokens_mlp_dim': 5,
        'channels_mlp_dim': 9,
        'image_size': [14, 11],
        'num_classes': 3,
    },
    'LiT, text_transformer': LIT,
    'LiT, every image token': {**LIT, 'image': {**LIT['image'], 'classifier': 'unpooled'}},
    'LiT, bert': {**LIT, **BERT},
}


def mix(name, count):
  """An unsigned 32-bit number for each k below count."""
  seed = 0x811C9DC5
  for byte in name.encode():
    seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
  x = np.arange(count, dtype=np.uint32) + np.uint32(seed)
  for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
    x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
  return x ^ (x >> np.uint32(16))


def values(name, shape):
  count = math.prod(shape)
  u = mix(name, count).astype(np.float64) / 2**31 - 1
  u *= math.sqrt(3 * shape[-1] / count) if len(shape) > 1 else 0.1
  return (u + (name.split('/')[-1] == 'scale')).reshape(shape).astype(np.float32)


def inputs_of(config, shapes):
  inputs = {}
  for name, shape in shapes.items():
    if name == 'tokens':
      vocabulary = config['text'].get('vocab_size', 30522)
      length = shape.shape[1]
      ids = 1 + mix('tokens', length) % np.uint32(vocabulary - 1)
      ids[length - length // 3 :] = 0
      inputs[name] = ids.astype(np.int32).reshape(shape.shape)
    else:
      u = mix('images', math.prod(shape.shape)).astype(np.float64) / 2**31 - 1
      inputs[name] = u.reshape(shape.shape).astype(np.float32)
  return inputs


def forward(config):
  """The outputs of a config, each as its shape and its values."""
  model, shapes = build(config)
  arguments = {} if 'image' in config else {'train': False}
  variables = jax.eval_shape(lambda x: model.init(jax.random.PRNGKey(0), **x, **arguments), shapes)
  flat = flax.traverse_util.flatten_dict(variables['params'], sep='/')
  params = flax.traverse_util.unflatten_dict({name: values(published_name(name), p.shape) for name, p in flat.items()}, sep='/')
  with jax.default_matmul_precision('highest'):
    result = model.apply({'params': params}, **inputs_of(config, shapes), **arguments)
  if 'image' in config:
    outputs = {name: result[2][name] for name in ('img/normalized', 'txt/normalized', 't')}
  else:
    outputs = {'logits' if config['num_classes'] else 'pre_logits': result}
  return {name: {'shape': list(x.shape), 'values': [round(float(v), 7) for v in x.reshape(-1)]} for name, x in outputs.items()}
