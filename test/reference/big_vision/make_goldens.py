"""Writes test/golden/big_vision/: what big_vision's own models cost and compute.

    BIG_VISION=../big_vision python test/reference/big_vision/make_goldens.py

Needs the packages of test/reference/model/requirements.txt and scipy. How it counts: ../model/README.md.
"""

import json
import pathlib

import flax
import jax

from measure import forward, measure
from configs import combinations, randoms, small, variants

GOLDEN = pathlib.Path(__file__).parents[2] / 'golden' / 'big_vision'
MADE_WITH = f'jax {jax.__version__}, flax {flax.__version__}'


def write(name, about, models):
  body = ',\n    '.join(map(json.dumps, models))
  (GOLDEN / name).write_text(f'{{\n  "about": {json.dumps(about)},\n  "madeWith": {json.dumps(MADE_WITH)},\n  "models": [\n    {body}\n  ]\n}}\n')


def figures():
  for i, config in enumerate([*variants(), *combinations(), *randoms(120, 20240917)]):
    # The names in full of a few small models, for whoever looks for a difference.
    yield {'config': config, **measure(config, every_parameter=i > 30 and i % 25 == 0)}
    if i % 20 == 19:
      print(i + 1, flush=True)


if __name__ == '__main__':
  GOLDEN.mkdir(parents=True, exist_ok=True)
  write('forward.json', 'Outputs (base64 of float32) of small models whose weights and images are made from names; see test/reference/hashed.py.',
        [{'config': config, 'outputs': forward(config)} for config in small()])
  write('figures.json', 'Figures of one forward pass; names are hashed (SHA-256 of the sorted lines) or listed.', figures())
