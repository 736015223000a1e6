"""Writes test/golden/scenic/*.json: what scenic's baselines build and compute. Run as README.md beside this file says."""

import hashlib
import json
import pathlib
import random
import sys

import flax.linen as nn
import flax.traverse_util
import jax
import jax.numpy as jnp

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'model'))
# pylint: disable=wrong-import-position
from hashed import encoded, uniform, values
from macs import macs
from programs import build

GOLDEN = pathlib.Path(__file__).parents[2] / 'golden' / 'scenic'
COUNT = 80
SEED = 20241124

VIT = {
    'hidden_size': 12, 'patches': {'size': [3, 5]}, 'num_heads': 3, 'mlp_dim': 20, 'num_layers': 2,
    'representation_size': None, 'classifier': 'token', 'dropout_rate': 0.1, 'attention_dropout_rate': 0.0,
}
MIXER = {'hidden_size': 6, 'patch_size': [4, 5], 'num_layers': 2, 'channels_mlp_dim': 9, 'sequence_mlp_dim': 5}
NAMES = {'vit': 'vit_multilabel_classification', 'hybrid': 'hybrid_vit_multilabel_classification', 'mixer': 'mixer_multilabel_classification'}
RESNET = {'num_layers': [2, 1], 'width_factor': 0.5}

# Small models whose outputs are kept: name -> kind, config, image size, classes.
SMALL = {
    'class token': ('vit', VIT, (10, 16), 4),
    'mean, representation': ('vit', {**VIT, 'classifier': 'gap', 'representation_size': 7}, (10, 16), 4),
    'largest': ('vit', {**VIT, 'classifier': 'gmp'}, (10, 16), 4),
    'sum': ('vit', {**VIT, 'classifier': 'gsp'}, (10, 16), 4),
    'attention pooling': ('vit', {**VIT, 'classifier': 'map'}, (10, 16), 4),
    'first token': ('vit', {**VIT, 'classifier': '0'}, (10, 16), 4),
    'every token': ('vit', {**VIT, 'classifier': 'none'}, (10, 16), 4),
    'sinusoidal_1d': ('vit', {**VIT, 'positional_embedding': 'sinusoidal_1d'}, (10, 16), 4),
    'sinusoidal_2d': ('vit', {**VIT, 'positional_embedding': 'sinusoidal_2d', 'classifier': 'gap'}, (10, 15), 4),
    'sinusoidal_2d, class token': ('vit', {**VIT, 'positional_embedding': 'sinusoidal_2d'}, (10, 15), 4),
    'no positions': ('vit', {**VIT, 'positional_embedding': 'none'}, (10, 16), 4),
    'hybrid': ('hybrid', {**VIT, 'patches': {'size': [2, 1]}, 'resnet': RESNET}, (37, 26), 4),
    'hybrid, root block alone': ('hybrid', {**VIT, 'patches': {'size': [2, 2]}, 'classifier': 'gap', 'resnet': {'num_layers': [], 'width_factor': 1}}, (20, 26), 4),
    'Mixer': ('mixer', MIXER, (14, 11), 3),
    'Mixer with scales': ('mixer', {**MIXER, 'layer_scale': 0.1}, (14, 11), 3),
}

SIZES = {'Ti': (192, 3, 768, 12, 96), 'S': (384, 6, 1536, 12, 192), 'B': (768, 12, 3072, 12, 384), 'L': (1024, 16, 4096, 24, 512), 'H': (1280, 16, 5120, 32, 640)}


def named():
  """What the variants of the baselines' ImageNet configs come to."""
  for size, (hidden, heads, mlp, layers, sequence) in SIZES.items():
    patch = 14 if size == 'H' else 16
    model = {**VIT, 'hidden_size': hidden, 'num_heads': heads, 'mlp_dim': mlp, 'num_layers': layers, 'patches': {'size': [patch, patch]}}
    yield f'ViT {size}/{patch}', ('vit', model, (224, 224), 1000)
    if size == 'B':
      yield f'ViT {size}/{patch} with representation', ('vit', {**model, 'representation_size': hidden}, (224, 224), 1000)
      yield f'ViT {size}/{patch} with attention pooling', ('vit', {**model, 'classifier': 'map'}, (224, 224), 1000)
      mixer = {'hidden_size': hidden, 'patch_size': [patch, patch], 'channels_mlp_dim': mlp, 'sequence_mlp_dim': sequence, 'num_layers': layers}
      yield f'Mixer {size}/{patch}', ('mixer', mixer, (224, 224), 1000)


def random_cases():
  r = random.Random(SEED)
  for _ in range(COUNT):
    kind = r.choice(['vit', 'vit', 'hybrid', 'mixer'])
    size = (r.randint(6, 50), r.randint(6, 50))
    patch = [r.randint(2, 9), r.randint(2, 9)]
    if kind == 'mixer':
      config = {'hidden_size': r.randint(1, 30), 'patch_size': patch, 'num_layers': r.randint(0, 3), 'channels_mlp_dim': r.randint(1, 30), 'sequence_mlp_dim': r.randint(1, 30)}
      if r.random() < 0.3:
        config['layer_scale'] = 0.1
    else:
      heads = r.choice([1, 2, 3])
      config = {
          **VIT, 'hidden_size': 4 * heads * r.randint(1, 4), 'num_heads': heads, 'mlp_dim': r.randint(1, 40), 'num_layers': r.randint(0, 4), 'patches': {'size': patch},
          'representation_size': r.choice([None, None, 9]), 'classifier': r.choice(['token', 'gap', 'gmp', 'gsp', '0'] + (['map', 'none'] if kind == 'vit' else [])),
      }
      if kind == 'hybrid':
        size = (r.randint(16, 90), r.randint(16, 90))
        config.update(patches={'size': [r.randint(1, 2), r.randint(1, 2)]}, resnet={'num_layers': [r.randint(0, 2) for _ in range(r.randint(0, 3))], 'width_factor': r.choice([0.5, 1, 1.5])})
      else:
        config['positional_embedding'] = r.choice(['learned_1d', 'learned_1d', 'sinusoidal_1d', 'none'])
    if kind != 'hybrid' and (size[0] < patch[0] or size[1] < patch[1]):
      continue
    yield kind, config, size, r.randint(1, 9)


def case(kind, config, size, classes):
  return {'modelName': NAMES[kind], 'config': config, 'imageSize': list(size), 'classes': classes}


def parameters(module, size):
  images = jax.ShapeDtypeStruct((1, *size, 3), jnp.float32)
  shapes = jax.eval_shape(lambda x: module.init(jax.random.PRNGKey(0), x, train=False), images).get('params', {})
  return images, {'/'.join(path): leaf for path, leaf in flax.traverse_util.flatten_dict(flax.core.unfreeze(shapes)).items()}


def normalized(module, images):
  """Values that go into LayerNorm and GroupNorm."""
  total = 0

  def interceptor(next_fun, args, kwargs, context):
    nonlocal total
    if isinstance(context.module, (nn.LayerNorm, nn.GroupNorm)) and context.method_name == '__call__':
      total += args[0].size
    return next_fun(*args, **kwargs)

  with nn.intercept_methods(interceptor):
    jax.eval_shape(lambda x: module.init(jax.random.PRNGKey(0), x, train=False), images)
  return total


def measured(kind, config, size, classes, every_parameter):
  module = build(NAMES[kind], config, classes)
  images, flat = parameters(module, size)
  tree = flax.traverse_util.unflatten_dict({tuple(name.split('/')): leaf for name, leaf in flat.items()})
  run = lambda p, x: module.apply({'params': p}, x, train=False)
  program = jax.make_jaxpr(run)(tree, images)
  lines = sorted(f"{name} {'x'.join(map(str, leaf.shape))}" for name, leaf in flat.items())
  return {
      **case(kind, config, size, classes),
      'parameters': sum(leaf.size for leaf in flat.values()),
      'macs': macs(program.jaxpr),
      'normalizedElements': normalized(module, images),
      'output': list(program.out_avals[0].shape),
      'names': lines if every_parameter else hashlib.sha256('\n'.join(lines).encode()).hexdigest(),
  }


def forward(kind, config, size, classes):
  module = build(NAMES[kind], config, classes)
  _, flat = parameters(module, size)
  tree = flax.traverse_util.unflatten_dict({tuple(name.split('/')): jnp.asarray(values(name, leaf.shape)) for name, leaf in flat.items()})
  images = uniform('images', size[0] * size[1] * 3).astype('float32').reshape(1, *size, 3)
  with jax.default_matmul_precision('highest'):
    output = module.apply({'params': tree}, images, train=False)
  return {**case(kind, config, size, classes), 'output': encoded(output)}


def write(name, about, content):
  entries = content.items() if isinstance(content, dict) else enumerate(content)
  rows = [(f'{json.dumps(k)}: ' if isinstance(content, dict) else '') + json.dumps(v) for k, v in entries]
  brackets = '{}' if isinstance(content, dict) else '[]'
  body = ',\n    '.join(rows)
  made = f'jax {jax.__version__}, flax {flax.__version__}'
  text = f'{{\n  "about": {json.dumps(about)},\n  "madeWith": {json.dumps(made)},\n  "models": {brackets[0]}\n    {body}\n  {brackets[1]}\n}}\n'
  json.loads(text)
  (GOLDEN / name).write_text(text)


if __name__ == '__main__':
  GOLDEN.mkdir(parents=True, exist_ok=True)
  write('forward.json', 'Outputs of small models whose parameters and inputs follow a rule; see test/reference/hashed.py.', {k: forward(*v) for k, v in SMALL.items()})
  write('random-configs.json', 'Random valid configs; names are hashed (SHA-256 of the sorted lines) or listed.', [measured(*v, every_parameter=i % 20 == 3) for i, v in enumerate(random_cases())])
  write('named-models.json', "Variants of the baselines' ImageNet configs at 224 pixels, 1000 classes.", {k: measured(*v, every_parameter=False) for k, v in named()})
