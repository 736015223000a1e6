"""big_vision's own models, imported from the checkout that BIG_VISION names: the directory that holds big_vision/.

What their modules import and no model calls (TensorFlow, reading checkpoints) is replaced by empty modules.
"""

# pylint: disable=unused-import
import importlib.util
import os
import pathlib
import sys
from unittest import mock

# Looks for TensorFlow itself, and must not find the empty one.
import flax.training.checkpoints

UNUSED = ['tensorflow', 'tensorflow.io', 'tensorflow.io.gfile', 'tensorflow_text', 'tensorstore']

if 'BIG_VISION' not in os.environ:
  sys.exit('BIG_VISION must name a checkout of google-research/big_vision')
sys.path.insert(0, os.environ['BIG_VISION'])
sys.path += [str(pathlib.Path(__file__).parents[1] / name) for name in ('.', 'model')]
absent = [name for name in UNUSED if importlib.util.find_spec(name.split('.', maxsplit=1)[0]) is None]
sys.modules.update({name: mock.MagicMock(name=name) for name in absent})

# pylint: disable=wrong-import-position
from big_vision.models import mlp_mixer
from big_vision.models import vit

# einops asks every framework that is there whether an array is its own.
for name in absent:
  del sys.modules[name]
