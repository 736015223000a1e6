"""if, with what is known and what is not."""
import os

import ml_collections

DEBUG = os.environ.get('VIT_PROBE')
SIZE = len(os.environ.get('VIT_PROBE', 'four'))


def get_known(large=False):
  config = ml_collections.ConfigDict()
  if large:
    config.hidden_size = 1024
  elif not large and True:
    config.hidden_size = 768
  else:
    config.hidden_size = 384
  return config


def get_unknown():
  config = ml_collections.ConfigDict()
  config.before = 1
  config.same = 1
  # unknown: size only maybe patch
  if DEBUG:
    config.size = 1
    config.same = 1
    config.only = 3
  else:
    config.size = 2
    config.same = 1
  config.patch = SIZE
  config.after = 4
  return config


def get_unknown_nested():
  config = ml_collections.ConfigDict()
  config.sub = ml_collections.ConfigDict({'a': 1, 'b': 2})
  # unknown: sub.a sub.c x
  if DEBUG:
    config.sub.a = 5
    config.sub.c = 6
    x = 1
  else:
    x = 2
  config.x = x
  return config


def get_early_return(mode=None):
  config = ml_collections.ConfigDict()
  config.a = 1
  if mode is None:
    return config
  config.a = 2
  return config


def get_unknown_return():
  config = ml_collections.ConfigDict()
  config.a = 1
  # unknown: * a b
  if DEBUG:
    return config
  config.b = 2
  return config


def get_unknown_raise():
  config = ml_collections.ConfigDict()
  config.a = 1
  # unknown: a b
  if DEBUG:
    raise ValueError('not with DEBUG')
  config.b = 2
  return config


def get_unknown_config():
  # unknown: * a b
  if DEBUG:
    config = ml_collections.ConfigDict({'a': 1})
  else:
    config = ml_collections.ConfigDict({'a': 2})
  config.b = 3
  return config


def get_unknown_deleted():
  config = ml_collections.ConfigDict({'a': 1, 'b': 2})
  # unknown: a *
  if DEBUG:
    del config.a
  return config


def get_unknown_type():
  """What is right on one way only is not a fault."""
  config = ml_collections.ConfigDict()
  # unknown: a
  if DEBUG:
    config.a = 'text'
  else:
    config.a = 1
  config.a = 2
  return config


def get_unknown_locked():
  config = ml_collections.ConfigDict({'a': 1})
  # unknown: *
  if DEBUG:
    config.lock()
  config.b = 2
  return config


def get_unknown_alias():
  config = ml_collections.ConfigDict()
  config.first = ml_collections.ConfigDict({'x': 1})
  config.second = ml_collections.ConfigDict({'x': 1})
  # unknown: first.x second.x first second
  chosen = config.first if DEBUG else config.second
  chosen.x = 5
  return config


def get_ternary():
  config = ml_collections.ConfigDict()
  # unknown: a d e
  config.a = 1 if DEBUG else 2
  config.b = 1 if True else 2
  config.c = None if 'x' == 'y' else (3 if [] else 4)
  config.d = DEBUG or 3
  config.e = DEBUG and 3
  return config


def get_match(kind='b'):
  config = ml_collections.ConfigDict()
  # unknown: size *
  match kind:
    case 'a':
      config.size = 1
    case 'b':
      config.size = 2
    case _:
      config.size = 3
  return config


def get_assert():
  config = ml_collections.ConfigDict()
  config.a = 1
  assert config.a == 1
  assert config.a
  return config
