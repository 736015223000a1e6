"""The reference implementations, imported from the checkouts that two environment variables name.

VISION_TRANSFORMER: google-research/vision_transformer, the directory that holds vit_jax/
FLAXFORMER: google/flaxformer, the directory that holds flaxformer/

Modules that the model code imports but never calls while a model is traced (quantised layers; without TensorFlow, also reading
checkpoints and images) are replaced by empty ones, so that neither TensorFlow nor AQT has to be installed.
"""

import importlib.util
import os
import sys
from unittest import mock

UNUSED = [
    'aqt',
    'aqt.jax_legacy',
    'aqt.jax_legacy.jax',
    'aqt.jax_legacy.jax.flax_layers',
    'aqt.jax_legacy.jax.quant_config',
    'aqt.jax_legacy.jax.quantization',
]
if importlib.util.find_spec('tensorflow_text') is None:
  UNUSED += ['vit_jax.checkpoint', 'vit_jax.preprocess']

for variable in ('VISION_TRANSFORMER', 'FLAXFORMER'):
  if variable not in os.environ:
    sys.exit(f'{variable} must name a checkout; see {__file__}')
  sys.path.insert(0, os.environ[variable])

import vit_jax  # pylint: disable=wrong-import-position

for name in UNUSED:
  sys.modules[name] = mock.MagicMock(name=name)
  if name.startswith('vit_jax.'):
    setattr(vit_jax, name.split('.')[1], sys.modules[name])

# pylint: disable=unused-import,wrong-import-position
from vit_jax import checkpoint
from vit_jax import models_lit
from vit_jax import models_mixer
from vit_jax import models_vit
from vit_jax import preprocess
from vit_jax.configs import models as model_configs
