"""The configs of the goldens: what train.py hands to big_vision's models, and the size of the images."""

import itertools
import random

VARIANTS = ('mu', 'Ti', 'S', 'M', 'B', 'L', 'So400m', 'H', 'g', 'g-opt', 'G', 'G-opt', 'e')
POOLS = ('gap', 'map', 'tok', '0', 'none')
SMALL = dict(width=24, depth=2, mlp_dim=40, num_heads=3, patch_size=(8, 8))


def config(name, classes, size, **model):
  return dict(model_name=name, num_classes=classes, model=model, image_size=list(size))


def variants():
  """Every size there is, with every patch one meets."""
  for i, name in enumerate(VARIANTS):
    patch = ('', '/16', '/14', '/32', '/8')[i % 5]
    yield config('vit', 1000, (224, 224), variant=name + patch, pool_type=POOLS[i % 3])
  yield config('vit', 1000, (224, 224), variant='S/16', rep_size=True, pool_type='gap', posemb='sincos2d')
  yield config('vit', 21843, (224, 224), variant='B/16', rep_size=True, pool_type='tok')
  yield config('vit', 10, (384, 384), variant='B/32', pool_type='tok')
  yield config('vit', 1000, (224, 224))
  for size, patch in itertools.product('SBLH', (16, 32)):
    yield config('mlp_mixer', 1000, (224, 224), variant=f'{size}/{patch}')
  yield config('mlp_mixer', None, (224, 224), variant='B/16', stoch_depth=0.1)


def combinations():
  """Every way to pool, to tell positions, to represent, with and without a head."""
  for pool, posemb, rep, classes in itertools.product(POOLS, ('learn', 'sincos2d'), (False, True, 7), (None, 5)):
    yield config('vit', classes, (32, 43), **SMALL, pool_type=pool, posemb=posemb, rep_size=rep)


def randoms(count, seed):
  rng = random.Random(seed)
  for i in range(count):
    patch = [rng.randint(2, 12), rng.randint(2, 12)]
    size = [side * rng.randint(1, 6) + rng.randint(0, side - 1) for side in patch]
    classes = rng.choice([None, 0, 1, rng.randint(2, 2000)])
    if i % 5 == 4:
      yield config(
          'mlp_mixer', classes, size, patch_size=patch, hidden_dim=rng.randint(1, 60), num_blocks=rng.randint(0, 3),
          tokens_mlp_dim=rng.randint(1, 50), channels_mlp_dim=rng.randint(1, 90),
      )
      continue
    heads = rng.randint(1, 5)
    posemb = rng.choice(['learn', 'sincos2d'])
    # Without blocks or a pooling that attends, nothing asks for the heads.
    model = dict(
        patch_size=patch, width=heads * 4 * rng.randint(2, 12), num_heads=heads, depth=rng.randint(0, 3), posemb=posemb,
        mlp_dim=rng.choice([None, rng.randint(1, 90)]), rep_size=rng.choice([False, True, 1, rng.randint(2, 40)]), pool_type=rng.choice(POOLS),
    )
    if model['depth'] and rng.random() < 0.3:
      model.update(scan=True, dropout=0.1, dtype_mm=rng.choice(['float32', 'bfloat16']))
    if rng.random() < 0.3:
      # Its own keys win over the variant's.
      model.update(variant=rng.choice(VARIANTS[:5]) + rng.choice(['', '/9']))
    yield config('vit', classes, size, **model)


def small():
  """Models whose outputs are kept."""
  for pool in POOLS:
    yield config('vit', 6, (32, 40), **SMALL, pool_type=pool)
    yield config('vit', 6, (32, 43), **SMALL, pool_type=pool, posemb='sincos2d', rep_size=True)
  yield config('vit', None, (24, 24), **SMALL, pool_type='map')
  yield config('vit', None, (24, 33), **{**SMALL, 'mlp_dim': None}, pool_type='map', posemb='sincos2d', rep_size=9)
  yield config('vit', 4, (24, 24), **{**SMALL, 'depth': 0}, pool_type='map')
  yield config('vit', 4, (21, 30), **{**SMALL, 'patch_size': (5, 7), 'width': 40, 'num_heads': 5}, pool_type='tok')
  yield config('vit', 9, (32, 32), variant='mu/16', posemb='sincos2d')
  yield config('mlp_mixer', 5, (33, 30), patch_size=(8, 7), hidden_dim=20, num_blocks=2, tokens_mlp_dim=11, channels_mlp_dim=31)
