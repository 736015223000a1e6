"""Shadowed, rebound and late names."""
import ml_collections
from ml_collections import ConfigDict
from ml_collections import config_dict
from ml_collections.config_dict import ConfigDict as CD
import ml_collections as mlc
import ml_collections.config_dict as cd

WIDTH = 64
WIDTH = WIDTH * 2


def get_import_forms():
  config = ConfigDict()
  config.a = config_dict.ConfigDict({'x': 1})
  config.b = CD(x=2) if False else CD({'x': 2})
  config.c = mlc.ConfigDict()
  config.d = cd.ConfigDict(dict(x=3))
  config.e = config_dict.create(x=4, y=dict(z=5))
  config.f = mlc.config_dict.ConfigDict()
  return config


def get_shadowed_builtin():
  dict = lambda **kw: 5
  config = ConfigDict()
  config.a = dict(a=1)
  max = min
  config.b = max(1, 2)
  return config


def get_shadowed_module():
  WIDTH = 3
  config = ConfigDict()
  config.width = WIDTH
  return config


def get_module_value():
  config = ConfigDict()
  config.width = WIDTH
  config.later = LATER
  return config


def get_unbound():
  config = ConfigDict()
  config.width = WIDTH
  WIDTH = 4
  return config


def get_unpacking():
  config = ConfigDict()
  a, b = 1, 2
  a, b = b, a
  (c, [d, *e]) = 3, (4, 5, 6)
  *f, g = 'xyz'
  h = i = [1]
  i.append(2)
  config.all = (a, b, c, d, e, f, g, h)
  version, patch = 'B/16'.split('/')
  config.version = version
  config.patch = int(patch)
  config.x, config.y = 10, 20
  config['z'], (config.v, config.w) = 30, [40, 50]
  return config


def get_chained_assignment():
  config = ConfigDict()
  config.a = config.b = 3
  config.sub = sub = ConfigDict()
  sub.x = 1
  return config


def get_annotated():
  config: ConfigDict = ConfigDict()
  size: int = 16
  unused: int
  config.size = size
  return config


def get_other_variable_name():
  c = ConfigDict()
  c.size = 16
  cfg = c
  cfg.other = 1
  return cfg


def get_direct():
  return ConfigDict({'size': 16})


def get_dict_call():
  return ConfigDict(dict(size=16, sub=dict(a=1)))


def get_same_twice():
  config = ConfigDict()
  config.a = 1
  return config


def get_same_twice():
  config = ConfigDict()
  config.a = 2
  return config


LATER = 'later'
lower_config = ConfigDict({'a': 1})
lower_config.b = WIDTH
