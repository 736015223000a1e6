"""Everything from next door."""
from ml_collections import *
from configs.base_models import *

from configs.base_training import with_dataset as wd


def get_star():
  # unknown: * size
  config = get_ti16_config()
  config.size = DEFAULT_SIZE
  return config


def get_own():
  # unknown: * a
  config = ConfigDict()
  config.a = 1
  return config


def get_private():
  # unknown: * a
  config = ConfigDict()
  config.a = _PRIVATE
  return config
