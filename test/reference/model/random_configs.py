"""Random valid configs over the whole range of what upstream builds."""

import random


def configs(count, seed):
  rng = random.Random(seed)
  kinds = ['vit'] * 9 + ['hybrid'] * 4 + ['mixer'] * 3 + ['lit-text'] * 3 + ['lit-bert']
  for i in range(count):
    yield _config(rng, kinds[i % len(kinds)], i)


def _config(rng, kind, i):
  if kind == 'mixer':
    patch, image = _patch_and_image(rng)
    return {
        'patches': {'size': patch},
        'hidden_dim': rng.randint(1, 96),
        'num_blocks': rng.randint(0, 3),
        'tokens_mlp_dim': rng.randint(1, 64),
        'channels_mlp_dim': rng.randint(1, 200),
        'image_size': image,
        'num_classes': _classes(rng),
    }
  if kind in ('vit', 'hybrid'):
    return {**_vit(rng, kind == 'hybrid', i), 'num_classes': _classes(rng)}
  return _lit(rng, kind, i)


def _vit(rng, hybrid, i):
  heads = rng.randint(1, 6)
  config = {'hidden_size': heads * rng.randint(1, 24)}
  if hybrid:
    stages = [rng.choice([0, 1, 1, 2, 3]) for _ in range(rng.randint(0, 5))]
    # A fraction that int() cuts off; 64 x .5 is the smallest stem GroupNorm allows.
    factor = rng.choice([0.5, 0.51, 1, 1.0, 1.5, 2, 2.5, 3.007])
    downscale = 4 * 2 ** max(0, len(stages) - 1)
    patch = [rng.choice([1, 1, 2, 3]), rng.choice([1, 1, 2])]
    grid = [rng.randint(1, 5), rng.randint(1, 5)]
    image = [p * g * downscale for p, g in zip(patch, grid)]
    if rng.random() < 0.4:
      image = [side + rng.randint(0, downscale * p - 1) for side, p in zip(image, patch)]
    config['resnet'] = {'num_layers': stages, 'width_factor': factor}
  else:
    patch, image = _patch_and_image(rng)
  config['patches'] = {'size': patch}
  config['image_size'] = image
  if i % 11 == 4:
    config['transformer'] = None
  else:
    config['transformer'] = {'mlp_dim': rng.randint(1, 200), 'num_heads': heads, 'num_layers': rng.randint(0, 3)}
    if rng.random() < 0.5:
      config['transformer'].update(attention_dropout_rate=0.0, dropout_rate=0.1)
    if rng.random() < 0.15:
      config['transformer']['add_position_embedding'] = False
  config['classifier'] = rng.choice(['token', 'token', 'gap', 'unpooled', 'token_unpooled'])
  config['representation_size'] = rng.choice([None, None, rng.randint(1, 128)])
  if rng.random() < 0.2:
    config['head_bias_init'] = -10.0
  return config


def _lit(rng, kind, i):
  size = rng.randint(12, 80)
  heads = rng.randint(1, 4)
  patch = rng.choice([p for p in range(3, 20) if size % p == 0] or [size])
  if rng.random() < 0.3:
    patch = rng.randint(3, size)
  image = {
      'patches': {'size': [patch, patch]},
      'hidden_size': heads * rng.randint(2, 24),
      'transformer': {'mlp_dim': rng.randint(1, 200), 'num_heads': heads, 'num_layers': rng.randint(0, 2)},
      'classifier': rng.choice(['token', 'gap']),
      'representation_size': rng.choice([None, None, rng.randint(1, 64)]),
  }
  headless = image['representation_size'] or image['hidden_size']
  config = {'model_name': f'random-lit-{i}', 'image': image}
  if kind == 'lit-bert':
    name = rng.choice(['base', 'base', 'large'])
    width = {'base': 768, 'large': 1024}[name]
    config['text_model'] = 'bert'
    config['text'] = {'config': name}
    config['out_dim'] = rng.choice([[width, None], [None, headless], [32, 32], 48])
    tokenizer = 'bert'
  else:
    text_heads = rng.randint(1, 5)
    config['text_model'] = 'text_transformer'
    config['text'] = {
        'width': text_heads * rng.randint(1, 24),
        'num_layers': rng.randint(0, 3),
        'mlp_dim': rng.randint(1, 150),
        'num_heads': text_heads,
        'vocab_size': rng.randint(2, 32000),
    }
    config['out_dim'] = rng.choice([[None, headless], [None, headless], [40, 40], 56])
    tokenizer = 'sentencepiece'
  config['pp'] = {'tokenizer_name': tokenizer, 'size': size, 'max_len': rng.randint(1, 77)}
  return config


def _patch_and_image(rng):
  patch = [rng.randint(1, 19) for _ in range(2)]
  if rng.random() < 0.3:
    patch[1] = patch[0]
  image = [p * rng.randint(1, 12) for p in patch]
  if rng.random() < 0.3:
    image = [side + rng.randint(0, p - 1) for side, p in zip(image, patch)]
  return patch, image


def _classes(rng):
  return rng.choice([0, None, 1, 2, 10, 100, 1000, rng.randint(3, 500)])
