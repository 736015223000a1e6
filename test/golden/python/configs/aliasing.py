"""One dict in two places."""
import copy

import ml_collections


def get_same():
  config = ml_collections.ConfigDict()
  shared = ml_collections.ConfigDict({'num_heads': 12})
  config.encoder = shared
  config.decoder = shared
  config.encoder.num_heads = 6
  shared.num_layers = 3
  return config


def get_literal():
  """A dict is copied when it comes in."""
  config = ml_collections.ConfigDict()
  shared = {'num_heads': 12}
  config.encoder = shared
  config.decoder = shared
  shared['num_heads'] = 1
  config.encoder.num_heads = 6
  return config


def get_constructor():
  base = ml_collections.ConfigDict({'a': {'b': 1}, 'c': [1]})
  config = ml_collections.ConfigDict(base)
  config.c.append(2)
  config.a.b = 2
  config.base_b = base.a.b
  config.base_c = base.c
  return config


def get_copies():
  base = ml_collections.ConfigDict({'a': {'b': 1}, 'c': [1]})
  config = ml_collections.ConfigDict()
  config.resolved = base.copy_and_resolve_references()
  config.deep = copy.deepcopy(base)
  config.dicted = ml_collections.ConfigDict(base.to_dict())
  base.a.b = 2
  base.c.append(2)
  config.resolved.a.d = 5
  return config


def get_list():
  config = ml_collections.ConfigDict()
  sizes = [1, 2]
  config.first = sizes
  config.second = sizes
  sizes.append(3)
  config.first[0] = 10
  return config


def get_augmented():
  config = ml_collections.ConfigDict()
  sizes = [1]
  config.sizes = sizes
  sizes += [2]
  pair = (1,)
  config.pair = pair
  pair += (2,)
  config.sizes += [3]
  return config


def get_rebound():
  config = ml_collections.ConfigDict()
  config.a = ml_collections.ConfigDict({'x': 1})
  old = config.a
  config.a = ml_collections.ConfigDict({'x': 2})
  old.x = 3
  return config


def get_itself():
  config = ml_collections.ConfigDict()
  other = config
  other.x = 1
  config = other
  config.y = other.x + 1
  return other
