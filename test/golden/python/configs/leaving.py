"""Ways that leave early where nobody knows whether they do."""
import os

import ml_collections

PROBE = os.environ.get('VIT_PROBE')


def get_inner_config():
  config = ml_collections.ConfigDict({'rate': 0.1, 'size': 1})

  def inner():
    if PROBE:
      return
    config.rate = 1.0  # unknown: rate

  inner()
  config.size = 2
  return config


def get_loop_config():
  config = ml_collections.ConfigDict({'a': 1, 'b': 1})
  for i in (2, 1):
    config.a = i  # unknown: a
    if PROBE:
      break
  config.b = 3
  return config
