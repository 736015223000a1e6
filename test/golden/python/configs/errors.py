"""try, raise and with."""
import contextlib

import ml_collections

try:
  import a_module_that_is_not_there as tool
except ImportError:
  tool = None

try:
  import math
except ImportError:
  math = None


def get_import_fallback():
  config = ml_collections.ConfigDict()
  # unknown: has_tool has_math
  config.has_tool = tool is not None
  config.has_math = math is not None
  config.after = 1
  return config


def get_try():
  config = ml_collections.ConfigDict()
  # unknown: a b ended d
  try:
    config.a = int('no number')
  except ValueError:
    config.a = 0
  try:
    config.b = 1
  except KeyError:
    config.b = 2
  else:
    config.d = 3
  finally:
    config.ended = True
  return config


def get_try_attribute():
  config = ml_collections.ConfigDict({'x': 1})
  # unknown: y
  try:
    config.y = config.absent
  except AttributeError as error:
    config.y = 'none'
  return config


def get_try_locked():
  config = ml_collections.ConfigDict({'x': 1}).lock()
  # unknown: x
  try:
    config.y = 1
  except AttributeError:
    config.x = 2
  return config


def get_try_type():
  config = ml_collections.ConfigDict({'x': 1})
  # unknown: x *
  try:
    config.x = 'a'
  except TypeError:
    with config.ignore_type():
      config.x = 'b'
  return config


def get_raise(model='nothing'):
  config = ml_collections.ConfigDict()
  if model == 'nothing':
    raise ValueError(f'unknown model {model}')
  return config


def get_key_error():
  config = ml_collections.ConfigDict()
  config.size = {'Ti': 192}['S']
  return config


def get_name_error():
  config = ml_collections.ConfigDict()
  config.size = undefined_name
  return config


def get_assertion():
  config = ml_collections.ConfigDict()
  config.heads = 5
  assert 768 % config.heads == 0, 'heads'
  return config


def get_suppressed():
  config = ml_collections.ConfigDict()
  # unknown: * a b c
  with contextlib.suppress(AttributeError):
    config.a = 1
    config.b = config.absent
    config.c = 3
  return config


def get_not_implemented():
  raise NotImplementedError


def get_after_return():
  config = ml_collections.ConfigDict()
  config.a = 1
  return config
  config.a = 'dead'


def get_finally_return():
  config = ml_collections.ConfigDict()
  # unknown: * a
  try:
    config.a = 1
    return config
  finally:
    config.a = 2
