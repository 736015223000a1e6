"""Writes test/golden/model/: the figures of the reference implementation itself. Run as README.md beside this file says."""

import json
import pathlib

import flax
import jax

from forward import CONFIGS, forward
from measure import measure
from random_configs import configs
from upstream import model_configs

GOLDEN = pathlib.Path(__file__).parents[2] / 'golden' / 'model'
COUNT = 200
SEED = 20240521
SIZES = (224, 384)
MADE_WITH = f'jax {jax.__version__}, flax {flax.__version__}'


def upstream_models():
  models = {}
  for name, config in model_configs.MODEL_CONFIGS.items():
    plain = json.loads(config.to_json())
    if name.startswith('LiT-'):
      models[name] = {'config': plain, 'lit': _figures(plain)}
    else:
      sizes = {str(size): _figures({**plain, 'image_size': size, 'num_classes': 1000}) for size in SIZES}
      models[name] = {'config': plain, **sizes}
    print(name, flush=True)
  return models


def _figures(config):
  return measure(config, every_parameter=False)


def random_models():
  models = []
  for i, config in enumerate(configs(COUNT, SEED)):
    # The names in full where few layers keep them readable, for whoever looks for a difference.
    figures = measure(config, every_parameter=i % 20 == 13)
    models.append({'config': config, **figures})
    if i % 20 == 19:
      print(i + 1, 'of', COUNT, flush=True)
  return models


def write(name, about, content):
  entries = content.items() if isinstance(content, dict) else enumerate(content)
  lines = [(f'{json.dumps(k)}: ' if isinstance(content, dict) else '') + json.dumps(v) for k, v in entries]
  brackets = '{}' if isinstance(content, dict) else '[]'
  body = ',\n    '.join(lines)
  text = f'{{\n  "about": {json.dumps(about)},\n  "madeWith": {json.dumps(MADE_WITH)},\n  "models": {brackets[0]}\n    {body}\n  {brackets[1]}\n}}\n'
  json.loads(text)
  (GOLDEN / name).write_text(text)


if __name__ == '__main__':
  GOLDEN.mkdir(parents=True, exist_ok=True)
  write('upstream-models.json', 'Each model of vit_jax/configs/models.py, 1000 classes; LiT as it is configured.', upstream_models())
  forwards = {name: {'config': config, 'outputs': forward(config)} for name, config in CONFIGS.items()}
  write('forward.json', 'Outputs of small models whose parameters and inputs follow a rule; see test/reference/model/forward.py.', forwards)
  write('random-configs.json', 'Random valid configs; names are hashed (SHA-256 of the sorted lines) or listed.', random_models())
