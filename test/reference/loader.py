"""Writes test/golden/loader.json: what upstream's own loader does with checkpoints of other models than the one to be trained.

    VISION_TRANSFORMER=../vision_transformer python test/reference/loader.py

Needs test/reference/model/requirements.txt. Each case is a checkpoint, saved as upstream saves it and in some cases changed, and a
model that is to take its weights by `checkpoint.load_pretrained`, or LitModel's `load_variables`; the outcome is the error of the
loader, or else of the model's first call, or none. `linen` holds trees of names as `convert_pre_linen` renames them.
"""

import importlib.machinery
import json
import os
import pathlib
import random
import re
import sys
import tempfile
import types
from unittest import mock

import flax
import flax.training.checkpoints
import jax
import jax.numpy as jnp
import ml_collections
import numpy as np

sys.path.insert(0, os.environ['VISION_TRANSFORMER'])


def stand_in(name, **attributes):
  """An empty module instead of one that reading a local file does not need."""
  module = types.ModuleType(name)
  module.__spec__ = importlib.machinery.ModuleSpec(name, None)
  vars(module).update(attributes)
  sys.modules[name] = module
  return module


class _Nothing:
  pass


gfile = types.SimpleNamespace(GFile=open)
stand_in('tensorflow', io=stand_in('tensorflow.io', gfile=gfile), Tensor=_Nothing, Variable=_Nothing)
for name in ('pandas', 'tqdm', 'vit_jax.preprocess', 'flaxformer', 'flaxformer.architectures', 'flaxformer.architectures.bert'):
  sys.modules[name] = mock.MagicMock(name=name)
try:
  import packaging.version  # pylint: disable=unused-import
except ImportError:
  import pip._vendor.packaging as vendored
  import pip._vendor.packaging.version
  sys.modules['packaging'] = vendored
  sys.modules['packaging.version'] = vendored.version

from vit_jax import checkpoint, models_lit, models_mixer, models_vit  # pylint: disable=wrong-import-position

BLOCK = {'mlp_dim': 40, 'num_heads': 3, 'num_layers': 2}
VIT = {
    'image_size': [32, 32], 'num_classes': 7, 'patches': {'size': [8, 8]}, 'hidden_size': 24, 'transformer': BLOCK,
    'classifier': 'token', 'representation_size': None,
}
HYBRID = {**VIT, 'patches': {'size': [1, 1]}, 'resnet': {'num_layers': [1, 1], 'width_factor': 0.5}}
MIXER = {
    'image_size': [32, 32], 'num_classes': 5, 'patches': {'size': [8, 8]}, 'hidden_dim': 24, 'num_blocks': 2,
    'tokens_mlp_dim': 10, 'channels_mlp_dim': 12,
}
LIT = {
    'out_dim': [None, 24], 'image': {k: v for k, v in VIT.items() if k not in ('image_size', 'num_classes')},
    'text_model': 'text_transformer',
    'text': {'width': 12, 'num_layers': 1, 'mlp_dim': 20, 'num_heads': 2, 'vocab_size': 30},
    'pp': {'tokenizer_name': 'sentencepiece', 'size': 32, 'max_len': 6},
}


def vit(**changes):
  return {**VIT, **changes}


def block(**changes):
  return vit(transformer={**BLOCK, **changes})


def hybrid(*stages):
  return {**HYBRID, 'resnet': {'num_layers': list(stages), 'width_factor': 0.5}}


def mixer(**changes):
  return {**MIXER, **changes}


def lit(**changes):
  return {**LIT, **changes}


def renamed(change):
  return lambda tensors: {change(name): value for name, value in tensors.items()}


def pre_linen(name):
  name = re.sub(r'(encoderblock_\d+)/LayerNorm_1/', r'\1/LayerNorm_2/', name)
  return name.replace('MultiHeadDotProductAttention_0', 'MultiHeadDotProductAttention_1').replace('MlpBlock_0', 'MlpBlock_3')


def with_axes(tensors):
  return {k: v.reshape(1, 1, 1, -1) if re.search(r'gn(\d|_root|_proj)/', k) else v for k, v in tensors.items()}


POSITIONS = 'Transformer/posembed_input/pos_embedding'
SAME = dict

# Title, the model the checkpoint is of, what is done to the file, the model to be filled.
CASES = [
    ('the same', VIT, SAME, VIT),
    ('another class count', VIT, SAME, vit(num_classes=10)),
    ('another size', VIT, SAME, vit(image_size=[48, 48])),
    ('a smaller size', vit(image_size=[48, 48]), SAME, VIT),
    ('pre_logits dropped', vit(representation_size=24), SAME, VIT),
    ('pre_logits missing', VIT, SAME, vit(representation_size=24)),
    ('pre_logits of another size', vit(representation_size=20), SAME, vit(representation_size=24)),
    ('fewer blocks than in the file', VIT, SAME, block(num_layers=1)),
    ('more blocks', VIT, SAME, block(num_layers=3)),
    ('another width', VIT, SAME, vit(hidden_size=48)),
    ('another width and size', VIT, SAME, vit(hidden_size=48, image_size=[48, 48])),
    ('other heads', VIT, SAME, block(num_heads=4)),
    ('another MLP', VIT, SAME, block(mlp_dim=44)),
    ('an old grid that is no square', vit(image_size=[32, 40]), SAME, VIT),
    ('a new grid that is no square', VIT, SAME, vit(image_size=[32, 40])),
    ('no square, but the same', vit(image_size=[32, 40]), SAME, vit(image_size=[32, 40])),
    ('no square, turned', vit(image_size=[32, 40]), SAME, vit(image_size=[40, 32])),
    ('token_unpooled of the same size', vit(classifier='token_unpooled'), SAME, vit(classifier='token_unpooled')),
    ('token_unpooled of another', VIT, SAME, vit(classifier='token_unpooled', image_size=[48, 48])),
    ('gap of another size', vit(classifier='gap'), SAME, vit(classifier='gap', image_size=[48, 48])),
    ('unpooled of another size', vit(classifier='gap'), SAME, vit(classifier='unpooled', image_size=[48, 48])),
    ('gap of a file with a class token', VIT, SAME, vit(classifier='gap')),
    ('token of a file without', vit(classifier='gap'), SAME, VIT),
    ('no head in the file', vit(num_classes=0), SAME, VIT),
    ('no position embedding in the model', VIT, SAME, block(add_position_embedding=False)),
    ('no position embedding in the file', block(add_position_embedding=False), SAME, VIT),
    ('no encoder in the model', VIT, SAME, vit(transformer=None)),
    ('no encoder in the file', vit(transformer=None), SAME, VIT),
    ('no encoder in either', vit(transformer=None), SAME, vit(transformer=None)),
    ('one patch', vit(image_size=[8, 8]), SAME, vit(image_size=[16, 16])),
    ('to one patch', vit(image_size=[16, 16]), SAME, vit(image_size=[8, 8])),
    ('tensors of nobody', VIT, lambda t: {**t, 'step': np.zeros(()), 'opt/m': np.zeros(3)}, VIT),
    ('weights under params', VIT, renamed(lambda name: f'params/{name}'), VIT),
    ('positions beside the encoder', VIT, renamed(lambda name: 'pos_embedding' if name == POSITIONS else name), VIT),
    ("big_vision's stacked blocks", VIT, lambda t: stacked(t), VIT),
    ('numbered through', VIT, renamed(pre_linen), VIT),
    ('blocks counted from 1', VIT, renamed(lambda name: re.sub(r'block_(\d)', lambda m: f'block_{int(m[1]) + 1}', name)), VIT),
    ('a block gone', VIT, lambda t: {k: v for k, v in t.items() if 'block_0/' not in k}, VIT),
    ('two batches of positions', VIT, lambda t: {**t, POSITIONS: np.zeros((2, 17, 24))}, VIT),
    ('nothing but a class token', VIT, lambda t: {**t, POSITIONS: np.zeros((1, 1, 24))}, VIT),
    ('a hybrid', HYBRID, SAME, HYBRID),
    ('GroupNorm with axes of size 1', HYBRID, with_axes, HYBRID),
    ('fewer units', hybrid(2, 1), SAME, HYBRID),
    ('more units', HYBRID, SAME, hybrid(1, 2)),
    ('fewer stages', hybrid(1, 1, 1), SAME, HYBRID),
    ('a hybrid of a ViT', VIT, SAME, HYBRID),
    ('a Mixer', MIXER, SAME, MIXER),
    ('a Mixer of another class count', MIXER, SAME, mixer(num_classes=9)),
    ('a Mixer of another size', MIXER, SAME, mixer(image_size=[48, 48])),
    ('a Mixer of a size that is filled up', MIXER, SAME, mixer(image_size=[30, 30])),
    ('fewer blocks than the Mixer', MIXER, SAME, mixer(num_blocks=1)),
    ('a ViT of a Mixer', MIXER, SAME, VIT),
    ('LiT', LIT, SAME, LIT),
    ('LiT with something more', LIT, lambda t: {**t, 'b': np.zeros(1)}, LIT),
    ('LiT of another size', LIT, SAME, lit(pp={**LIT['pp'], 'size': 48})),
    ('LiT of another length', LIT, SAME, lit(pp={**LIT['pp'], 'max_len': 8})),
    ('LiT with a head nobody has', LIT, SAME, lit(out_dim=[24, 24])),
    ('LiT without the head that is there', lit(out_dim=[24, 24]), SAME, LIT),
    ('LiT without its temperature', LIT, lambda t: {k: v for k, v in t.items() if k != 't'}, LIT),
]


def stacked(tensors):
  """big_vision's scan: an axis of blocks before the others."""
  blocks = {}
  others = {}
  for name, value in tensors.items():
    if (found := re.match(r'Transformer/encoderblock_(\d+)/(.*)', name)) is None:
      others[name] = value
    else:
      blocks.setdefault(found[2], []).append(value)
  return {**others, **{f'Transformer/encoderblock/{name}': np.stack(values) for name, values in blocks.items()}}


def model_of(config):
  config = ml_collections.ConfigDict(config)
  if 'image' in config:
    return models_lit.LitModel(model_name='LiT', **config)
  kind = models_mixer.MlpMixer if 'hidden_dim' in config else models_vit.VisionTransformer
  return kind(**{key: value for key, value in config.items() if key != 'image_size'})


def inputs_of(config):
  if 'image' in config:
    pp = config['pp']
    return {'images': jnp.ones((1, pp['size'], pp['size'], 3)), 'tokens': jnp.ones((1, pp['max_len']), jnp.int32)}
  return {'inputs': jnp.ones((1, *config['image_size'], 3)), 'train': False}


def saved(config):
  params = model_of(config).init(jax.random.PRNGKey(0), **inputs_of(config))['params']
  flat = flax.traverse_util.flatten_dict(params, sep='/')
  return {name: np.asarray(value) for name, value in flat.items()}


def outcome(path, config):
  """None, or the stage that fails and its error."""
  model = model_of(config)
  stage = 'load'
  try:
    if 'image' in config:
      variables = model.load_variables(path)
    else:
      initial = model.init(jax.random.PRNGKey(0), **inputs_of(config))['params']
      loaded = checkpoint.load_pretrained(pretrained_path=path, init_params=initial, model_config=ml_collections.ConfigDict(config))
      variables = {'params': loaded}
    stage = 'apply'
    model.apply(variables, **inputs_of(config))
    return None
  except Exception as error:  # pylint: disable=broad-exception-caught
    kind = type(error).__name__
    # flax's messages are long, and lead to its pages.
    said = '' if kind.startswith('Scope') else str(error)
    return {'stage': stage, 'error': kind if said == '' else f'{kind}: {said}'}


def linen_cases():
  """Trees of names, and what they are called afterwards; names that the tree has no place for are left out."""
  rng = random.Random(4)
  parts = ['Dense_0', 'Dense_2', 'Dense_10', 'Conv_1', 'Conv_01', 'a_b_3', 'x', 'block1', 'b-1_2', 'b_1e3_4', 'LayerNorm_0',
           'LayerNorm_2', 'MlpBlock_3', 'encoderblock_11', 'encoderblock_2', '_1', '1', '', 'Dense_1.5', '.5_7', 'kernel', 'bias']
  cases = []
  for _ in range(80):
    names = sorted({'/'.join(rng.choices(parts, k=rng.randint(1, 3))) for _ in range(rng.randint(1, 14))}, key=lambda _: rng.random())
    tree = flax.training.checkpoints.convert_pre_linen(checkpoint.recover_tree(names, range(len(names))))
    flat = flax.traverse_util.flatten_dict(tree)
    cases.append([[name, None] for name in names])
    for path, place in flat.items():
      cases[-1][place][1] = '/'.join(path)
  return cases


def main():
  cases = []
  files = []
  for title, trained, change, wanted in CASES:
    tensors = change(saved(trained))
    with tempfile.TemporaryDirectory() as folder:
      path = os.path.join(folder, 'checkpoint.npz')
      np.savez(path, **tensors)
      result = outcome(path, wanted)
    shapes = {name: list(value.shape) for name, value in tensors.items()}
    if shapes not in files:
      files.append(shapes)
    cases.append({'title': title, 'file': files.index(shapes), 'config': wanted, 'outcome': result})
    print(f'{title}: {result}')
  about = "What upstream's loader does with checkpoints, and names as convert_pre_linen makes them."
  golden = {'about': about, 'madeWith': f'jax {jax.__version__}, flax {flax.__version__}'}
  lists = {'files': files, 'cases': cases, 'linen': linen_cases()}
  parts = [f'  {json.dumps(key)}: {json.dumps(value)}' for key, value in golden.items()]
  for key, items in lists.items():
    lines = ',\n'.join(f'    {json.dumps(item)}' for item in items)
    parts.append(f'  {json.dumps(key)}: [\n{lines}\n  ]')
  path = pathlib.Path(__file__).parent.parent / 'golden' / 'loader.json'
  path.write_text('{\n' + ',\n'.join(parts) + '\n}\n')


if __name__ == '__main__':
  main()
