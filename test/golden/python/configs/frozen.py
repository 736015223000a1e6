"""FrozenConfigDict."""
import ml_collections


def get_frozen():
  config = ml_collections.ConfigDict({'a': 1, 'sub': {'b': [1, 2]}})
  # unknown: * a sub.b sub
  return ml_collections.FrozenConfigDict(config)


def get_thawed():
  frozen = ml_collections.FrozenConfigDict({'a': 1, 'sub': {'b': [1, 2]}})
  # unknown: * a sub.b sub c
  config = ml_collections.ConfigDict(frozen)
  config.c = 3
  return config


def get_written():
  config = ml_collections.FrozenConfigDict({'a': 1})
  config.a = 2
  return config
