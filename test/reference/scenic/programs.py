"""scenic's ViT, HybridViT and Mixer, from a checkout that the environment variable SCENIC names.

Of scenic only these modules and their layers are imported: what they need of TensorFlow and of the trainers stands in as stubs.
"""

import os
import sys
import types

import ml_collections


class _Model:
  """In place of scenic's base models, which build metrics and losses beside the module."""

  def __init__(self, config, dataset_meta_data):
    self.config, self.dataset_meta_data = config, dataset_meta_data


def _stub(name, **attributes):
  module = types.ModuleType(name)
  module.__dict__.update(attributes)
  sys.modules[name] = module


_stub('scenic.common_lib.debug_utils')
_stub('tensorflow')
_stub('tensorflow.io', gfile=None)
_stub('scenic.model_lib.base_models.classification_model', ClassificationModel=_Model)
_stub('scenic.model_lib.base_models.multilabel_classification_model', MultiLabelClassificationModel=_Model)
sys.path.insert(0, os.environ['SCENIC'])
# pylint: disable=wrong-import-position
from scenic.projects.baselines import hybrid_vit, mixer, vit  # noqa: E402

MODELS = {
    'vit_multilabel_classification': vit.ViTMultiLabelClassificationModel,
    'hybrid_vit_multilabel_classification': hybrid_vit.HybridViTMultiLabelClassificationModel,
    'mixer_multilabel_classification': mixer.MixerMultiLabelClassificationModel,
}


def build(name, model, classes):
  config = ml_collections.ConfigDict({'model': model})
  return MODELS[name](config, {'num_classes': classes}).build_flax_model()
