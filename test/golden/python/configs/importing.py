"""Takes models from its neighbours."""
import ml_collections

import configs.base_models
import configs.base_models as bm
from configs import base_models
from configs import base_training as common
from configs.base_models import get_ti16_config
from configs.base_models import get_r_ti16_config as hybrid, DEFAULT_SIZE
from . import base_models as relative
from .base_training import PRESETS


def get_module():
  return base_models.get_ti16_config()


def get_function():
  config = get_ti16_config()
  config.hidden_size = 384
  return config


def get_renamed():
  config = hybrid()
  config.resnet.num_layers = (1,)
  config.size = DEFAULT_SIZE
  return config


def get_relative():
  config = ml_collections.ConfigDict()
  config.a = relative.get_mixer_config()
  config.b = bm.with_size(config.a, 32)
  config.c = bm.with_size(config.a)
  config.d = configs.base_models.DEFAULT_SIZE
  return config


def get_training():
  config = common.with_dataset(common.get_config(), 'cifar10')
  config.model = base_models.get_ti16_config()
  config.new_key = 1
  return config


def get_locked_training():
  config = common.get_config()
  config.model = base_models.get_ti16_config()
  config.pp = PRESETS['pets'].pp
  config.pp.crop = 128
  return config


def get_locked_new_key():
  config = common.get_config()
  config.modell = base_models.get_ti16_config()
  return config


def get_registered():
  config = common.get_config()
  config.model = base_models.MODEL_CONFIGS['R+ViT-Ti_16'].copy_and_resolve_references()
  config.model.resnet.width_factor = 2
  return config


def get_registered_wrong():
  config = common.get_config()
  config.model = base_models.MODEL_CONFIGS['ViT-Ti_16']
  config.model.hidden_size = 192.5
  return config


def get_by_name(model='r_ti16'):
  get_model = getattr(base_models, f'get_{model}_config')
  return get_model()


def get_absent():
  return base_models.get_huge_config()


def get_inner_import():
  from configs import base_models as again
  return again.get_mixer_config()


copy_of_base = base_models.get_ti16_config()
copy_of_base.hidden_size = 96
