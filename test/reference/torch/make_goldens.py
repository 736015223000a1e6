"""Writes test/golden/torch/*.json: what ViT-pytorch, TransFG and TransUNet build and compute. Run as README.md beside this file says."""

import json
import pathlib
import random
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from hashed import encoded
from measure import figures, fill, reason, run
from programs import MODULES, build, plain

GOLDEN = pathlib.Path(__file__).parents[2] / 'golden' / 'torch'
COUNT = 120
SEED = 20241124

VIT = {
    'patches': {'size': [3, 5]},
    'hidden_size': 12,
    'transformer': {'mlp_dim': 20, 'num_heads': 3, 'num_layers': 3, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1},
    'classifier': 'token',
    'representation_size': None,
}
RESNET = {'num_layers': [2, 1, 2], 'width_factor': 0.5}
HYBRID = {**VIT, 'patches': {'grid': [4, 3]}, 'resnet': RESNET}
SEGMENTATION = {**VIT, 'classifier': 'seg', 'decoder_channels': [20, 12, 8, 6], 'n_classes': 3, 'activation': 'softmax'}
TRANSUNET = {**SEGMENTATION, 'patches': {'size': [16, 16], 'grid': [2, 2]}, 'resnet': RESNET, 'skip_channels': [256, 128, 32, 5], 'n_skip': 3}

# Small models whose outputs are kept: name -> program, config, image size, classes.
SMALL = {
    'ViT-pytorch': ('ViT-pytorch', VIT, (10, 16), 4),
    'ViT-pytorch, hybrid': ('ViT-pytorch', HYBRID, (64, 48), 4),
    'ViT-pytorch, hybrid of an odd image': ('ViT-pytorch', {**HYBRID, 'patches': {'grid': [4, 3]}}, (67, 48), 4),
    'TransFG': ('TransFG', {**VIT, 'split': 'non-overlap', 'slide_step': 12}, (10, 16), 4),
    'TransFG, overlapping patches': ('TransFG', {**VIT, 'split': 'overlap', 'slide_step': 2}, (10, 16), 4),
    'TransFG, two layers': ('TransFG', {**VIT, 'transformer': {**VIT['transformer'], 'num_layers': 2}, 'split': 'overlap', 'slide_step': 3}, (13, 16), 4),
    'TransUNet': ('TransUNet', TRANSUNET, (32, 32), 0),
    'TransUNet, two skips': ('TransUNet', {**TRANSUNET, 'n_skip': 2}, (32, 32), 0),
    'TransUNet, one skip': ('TransUNet', {**TRANSUNET, 'n_skip': 1}, (32, 32), 0),
    'TransUNet, no skip, larger patches': ('TransUNet', {**TRANSUNET, 'patches': {'grid': [1, 1]}, 'n_skip': 0}, (32, 32), 0),
    'TransUNet without a stem': ('TransUNet', {**SEGMENTATION, 'patches': {'size': [8, 8]}, 'n_skip': 0}, (24, 24), 0),
    'TransUNet, three blocks': ('TransUNet', {**TRANSUNET, 'decoder_channels': [20, 12, 8], 'patches': {'grid': [3, 3]}}, (48, 48), 0),
}

# The programs' own configs, at the sizes their training scripts begin with.
NAMED = {
    'ViT-pytorch': (224, ['ViT-B_16', 'ViT-B_32', 'ViT-L_16', 'ViT-H_14', 'R50-ViT-B_16']),
    'TransFG': (448, ['ViT-B_16']),
    'TransUNet': (224, ['R50-ViT-B_16', 'R50-ViT-L_16', 'ViT-B_16']),
}


def named():
  for program, (size, names) in NAMED.items():
    for name in names:
      config = plain(MODULES[program].CONFIGS[name])
      if program == 'TransUNet':
        # As train.py does.
        config['n_skip'] = 3 if 'skip_channels' in config else 0
        if 'grid' in config['patches']:
          config['patches']['grid'] = [size // 16, size // 16]
      yield f'{program} {name} at {size}', (program, config, (size, size), 1000)


def random_cases():
  """Small models of every kind, a part of them impossible in one way or another."""
  r = random.Random(SEED)
  for _ in range(COUNT):
    program = r.choice(list(MODULES))
    heads = r.choice([1, 2, 3])
    config = {
        **VIT,
        'hidden_size': heads * r.choice([2, 4, 5]) + (1 if r.random() < 0.1 else 0),
        'transformer': {**VIT['transformer'], 'num_heads': heads, 'mlp_dim': r.randint(1, 30), 'num_layers': r.choice([0, 1, 2, 3, 4])},
        'patches': {'size': [r.randint(2, 9), r.randint(2, 9)]},
    }
    size = (r.randint(6, 40), r.randint(6, 40))
    if program == 'TransFG':
      config.update(split=r.choice(['overlap', 'non-overlap']), slide_step=r.randint(1, 7))
    elif program == 'TransUNet':
      side = r.randint(1, 6)
      size = (side * 16 + r.choice([0, 0, 0, 1, 5, 9, 12]),) * 2
      config.update(SEGMENTATION, transformer=config['transformer'], hidden_size=config['hidden_size'])
      config['decoder_channels'] = [r.randint(1, 12) for _ in range(r.choice([2, 3, 4, 4, 4, 4, 5]))]
      if r.random() < 0.75:
        grid = max(1, side // r.choice([1, 1, 1, 2]) + r.choice([0, 0, 0, 0, 1]))
        config.update(patches={'grid': [grid, grid]}, resnet={'num_layers': [r.randint(0, 2) for _ in range(r.choice([2, 3, 3, 3, 3, 4]))], 'width_factor': r.choice([0.5, 0.5, 0.5, 1, 0.7])})
        width = int(64 * config['resnet']['width_factor'])
        config.update(n_skip=r.choice([0, 1, 2, 3, 3, 3, 4]), skip_channels=[width * 8, width * 4, width, r.choice([16, 3])][: r.choice([4, 4, 4, 4, 4, 3])])
        if r.random() < 0.1:
          config['skip_channels'][0] += 1
      else:
        config.update(patches={'size': [r.choice([4, 8, 16])] * 2}, n_skip=r.choice([0, 0, 0, 3]))
        if config['n_skip']:
          config['skip_channels'] = [8, 4, 2, 1]
    elif r.random() < 0.4:
      rows, columns = r.randint(1, 4), r.randint(1, 4)
      size = (rows * 16 + r.choice([0, 0, 0, 3, 12]), columns * 16 + r.choice([0, 0, 0, 3, 12]))
      grid = [rows + r.choice([0, 0, 0, 0, 1]), max(1, columns // r.choice([1, 1, 1, 2]))]
      config.update(patches={'grid': grid}, resnet={'num_layers': [r.randint(0, 3) for _ in range(3)], 'width_factor': r.choice([0.5, 1, 0.9])})
    yield program, config, size, r.randint(1, 9)


def case(program, config, size, classes):
  return {'program': program, 'config': config, 'imageSize': list(size), 'classes': classes}


def measured(program, config, size, classes, every_parameter):
  try:
    model = build(program, config, size, classes)
  except Exception as error:  # pylint: disable=broad-exception-caught
    return {**case(program, config, size, classes), 'error': reason(error), 'at': 'building'}
  try:
    _, counted = figures(model, size, every_parameter)
  except Exception as error:  # pylint: disable=broad-exception-caught
    return {**case(program, config, size, classes), 'error': reason(error), 'at': 'the first forward pass'}
  return {**case(program, config, size, classes), **counted}


def forward(program, config, size, classes):
  model = build(program, config, size, classes)
  fill(model)
  output, _ = run(model, size)
  return {**case(program, config, size, classes), 'output': encoded(output)}


def write(name, about, content):
  entries = content.items() if isinstance(content, dict) else enumerate(content)
  rows = [(f'{json.dumps(k)}: ' if isinstance(content, dict) else '') + json.dumps(v) for k, v in entries]
  brackets = '{}' if isinstance(content, dict) else '[]'
  body = ',\n    '.join(rows)
  made = f'torch {torch.__version__}'
  text = f'{{\n  "about": {json.dumps(about)},\n  "madeWith": {json.dumps(made)},\n  "models": {brackets[0]}\n    {body}\n  {brackets[1]}\n}}\n'
  json.loads(text)
  (GOLDEN / name).write_text(text)


if __name__ == '__main__':
  GOLDEN.mkdir(parents=True, exist_ok=True)
  torch.manual_seed(0)
  write('forward.json', 'Outputs of small models whose parameters and inputs follow a rule; see test/reference/hashed.py.', {k: forward(*v) for k, v in SMALL.items()})
  every = [measured(*v, every_parameter=i % 20 == 3) for i, v in enumerate(random_cases())]
  write('random-configs.json', 'Random configs, and the errors of those that can not be built or run; names are hashed (SHA-256 of the sorted lines) or listed.', every)
  write('named-models.json', 'The configs of the three programs, as their training scripts use them.', {k: measured(*v, every_parameter=False) for k, v in named()})
