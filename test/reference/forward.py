"""Writes test/golden/forward/*.json: what upstream's own models (jax, flax) compute from known weights and inputs.

    VISION_TRANSFORMER=../vision_transformer FLAXFORMER=../flaxformer python test/reference/forward.py

Needs the packages of test/reference/model/requirements.txt. Weights and inputs are not stored: both sides make them from the
parameter's name by the rule of `values` in hashed.py (in TypeScript: test/unit/onnx/hashed.ts), so that models of full size fit here.
Every golden holds the config, the inputs' shapes and, as base64 of float32, the outputs.
"""

import json
import pathlib
import sys

import flax
import jax
import jax.numpy as jnp
import ml_collections
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'model'))
# pylint: disable=wrong-import-position
from hashed import encoded, fnv1a, uniform, values
from upstream import model_configs, models_lit, models_mixer, models_vit

GOLDEN = pathlib.Path(__file__).parent.parent / 'golden' / 'forward'


def checkpoint_name(path):
  """Flax numbers a block's modules by class; published checkpoints, and the graph, number them through."""
  renamed = {'LayerNorm_1': 'LayerNorm_2', 'MlpBlock_0': 'MlpBlock_3', 'MultiHeadDotProductAttention_0': 'MultiHeadDotProductAttention_1'}
  parts = list(path)
  for i, part in enumerate(parts[:-1]):
    if part.startswith('encoderblock_'):
      parts[i + 1] = renamed.get(parts[i + 1], parts[i + 1])
  return '/'.join(parts)


def parameters_of(model, **inputs):
  shapes = jax.eval_shape(lambda: model.init(jax.random.PRNGKey(0), **inputs))['params']
  flat = flax.traverse_util.flatten_dict(flax.core.unfreeze(shapes))
  made = {path: jnp.asarray(values(checkpoint_name(path), leaf.shape)) for path, leaf in flat.items()}
  return {'params': flax.traverse_util.unflatten_dict(made)}, sorted([checkpoint_name(path), list(leaf.shape)] for path, leaf in flat.items())


def tokens_of(length, vocabulary):
  """A first token, others for two thirds of the length, then padding."""
  ids = np.zeros((1, length), np.int32)
  words = -(-length * 2 // 3)
  ids[0, :words] = 1 + np.floor((uniform('tokens', words) + 1) / 2 * (vocabulary - 1)).astype(np.int32)
  return ids


def forward(name, config, image_size, num_classes=1000):
  frozen = ml_collections.ConfigDict({key: value for key, value in config.items() if key not in ('model_name', 'pp')})
  images = jnp.asarray(uniform('images', image_size[0] * image_size[1] * 3).astype(np.float32).reshape(1, *image_size, 3))
  golden = {'name': name, 'config': {**config, 'image_size': image_size, 'num_classes': num_classes}}
  if 'text_model' in config:
    model = models_lit.LitModel(**frozen, pp=ml_collections.ConfigDict(config['pp']), model_name=name)
    vocabulary = config['text'].get('vocab_size', 30522)
    tokens = tokens_of(config['pp']['max_len'], vocabulary)
    variables, names = parameters_of(model, images=images, tokens=jnp.asarray(tokens))
    image, text, out = jax.jit(lambda v, i, t: model.apply(v, images=i, tokens=t))(variables, images, jnp.asarray(tokens))
    golden['tokens'] = tokens[0].tolist()
    outputs = {'img/normalized': image, 'txt/normalized': text, 't': out['t']}
  else:
    kind = models_mixer.MlpMixer if 'hidden_dim' in config else models_vit.VisionTransformer
    model = kind(num_classes=num_classes, **frozen)
    variables, names = parameters_of(model, inputs=images, train=False)
    logits = jax.jit(lambda v, i: model.apply(v, i, train=False))(variables, images)
    outputs = {'logits' if num_classes else 'pre_logits': logits}
  # The names prove that both sides mean the same weights; of large models their count and a hash are enough.
  listing = '\n'.join(f'{parameter} {shape}'.replace(' ', '') for parameter, shape in names)
  golden['parameters'] = {'count': len(names), 'hash': fnv1a(listing)}
  golden['outputs'] = {key: encoded(value) for key, value in outputs.items()}
  return golden


def vit(size, hidden, mlp, heads, layers, classifier='token', **more):
  transformer = None
  if layers is not None:
    transformer = {'mlp_dim': mlp, 'num_heads': heads, 'num_layers': layers, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1}
  return {'patches': {'size': size}, 'hidden_size': hidden, 'transformer': transformer, 'classifier': classifier, 'representation_size': None, **more}


def resnet(num_layers, width_factor):
  return {'num_layers': num_layers, 'width_factor': width_factor}


def lit(image, text_model, text, out_dim, max_len):
  return {'image': image, 'text_model': text_model, 'text': text, 'out_dim': out_dim, 'pp': {'tokenizer_name': 'bert', 'size': 0, 'max_len': max_len}}


SMALL_TEXT = {'width': 36, 'num_layers': 2, 'mlp_dim': 50, 'num_heads': 3, 'vocab_size': 211}

SMALL = [
    ('token', vit([8, 8], 48, 96, 4, 2), [32, 40], 10),
    ('token, odd patches, pixels left over', vit([5, 7], 30, 44, 5, 3), [33, 40], 7),
    ('token, representation', vit([8, 8], 24, 64, 2, 1, representation_size=20), [24, 24], 6),
    ('token, no head', vit([8, 8], 24, 64, 2, 1), [24, 24], 0),
    ('token, no blocks', vit([8, 8], 24, 64, 2, 0), [24, 24], 5),
    ('gap', vit([8, 8], 48, 96, 4, 2, 'gap'), [32, 32], 10),
    ('gap, representation', vit([8, 8], 24, 64, 2, 1, 'gap', representation_size=20), [24, 32], 6),
    ('unpooled', vit([8, 8], 48, 96, 4, 2, 'unpooled'), [24, 32], 9),
    ('token_unpooled', vit([8, 8], 48, 96, 4, 2, 'token_unpooled'), [24, 32], 9),
    ('token_unpooled, representation', vit([8, 8], 24, 64, 2, 1, 'token_unpooled', representation_size=20), [24, 24], 0),
    ('gap, no transformer', vit([8, 8], 24, 0, 0, None, 'gap'), [24, 32], 9),
    ('unpooled, no transformer', vit([8, 8], 24, 0, 0, None, 'unpooled', representation_size=20), [24, 32], 9),
    ('token, no transformer', vit([8, 8], 24, 0, 0, None), [24, 32], 9),
    ('hybrid, root only', vit([2, 2], 48, 96, 4, 1, resnet=resnet([], 1.0)), [61, 75], 8),
    ('hybrid, one stage', vit([1, 1], 48, 96, 4, 1, 'gap', resnet=resnet([2], 0.5)), [45, 64], 8),
    ('hybrid, three stages', vit([1, 2], 48, 96, 4, 1, representation_size=20, resnet=resnet([2, 3, 1], 0.5)), [50, 66], 8),
    ('mixer', {'patches': {'size': [8, 8]}, 'hidden_dim': 40, 'num_blocks': 2, 'tokens_mlp_dim': 24, 'channels_mlp_dim': 72}, [32, 32], 10),
    ('mixer, odd size', {'patches': {'size': [7, 10]}, 'hidden_dim': 40, 'num_blocks': 3, 'tokens_mlp_dim': 24, 'channels_mlp_dim': 72}, [37, 43], 10),
    ('lit, text transformer', lit(vit([8, 8], 24, 64, 2, 1), 'text_transformer', SMALL_TEXT, [18, 18], 9), [24, 32], 0),
    ('lit, image without head', lit(vit([8, 8], 24, 64, 2, 1), 'text_transformer', SMALL_TEXT, [None, 24], 16), [24, 24], 0),
    ('lit, bert', lit(vit([8, 8], 24, 64, 2, 1), 'bert', {'config': 'base'}, [40, 40], 11), [24, 24], 0),
]

FULL = ['ViT-B_16', 'R50+ViT-B_16', 'Mixer-B_16', 'LiT-B16B_2']


def main():
  GOLDEN.mkdir(parents=True, exist_ok=True)
  small = [forward(*case) for case in SMALL]
  (GOLDEN / 'small.json').write_text(json.dumps(small, indent=1) + '\n')
  full = [forward(name, json.loads(model_configs.MODEL_CONFIGS[name].to_json()), [224, 224]) for name in FULL]
  (GOLDEN / 'full.json').write_text(json.dumps(full, indent=1) + '\n')


if __name__ == '__main__':
  main()
