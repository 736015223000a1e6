"""What a type may be overridden with, and what not."""
import ml_collections


def get_allowed():
  config = ml_collections.ConfigDict()
  config.rate = 0.5
  config.rate = 1
  config.size = (1, 2)
  config.size = [3, 4]
  config.list = [1, 2]
  config.list = (5, 6)
  config.none = None
  config.none = 'text'
  config.none = None
  config.none = 3
  config.flag = True
  config.flag = False
  config.count = 1
  config.count = True
  config.text = 'a'
  config.text = 'b'
  config.dict = {'a': 1}
  config.dict = {'b': 2}
  return config


def get_float_over_int():
  config = ml_collections.ConfigDict()
  config.width_factor = 1
  config.width_factor = 0.5
  return config


def get_text_over_int():
  config = ml_collections.ConfigDict()
  config.hidden_size = 768
  config.hidden_size = '768'
  return config


def get_int_over_tuple():
  config = ml_collections.ConfigDict({'patches': {'size': (16, 16)}})
  config.patches.size = 16
  return config


def get_int_over_bool():
  config = ml_collections.ConfigDict()
  config.flag = True
  config.flag = 1
  return config


def get_int_over_dict():
  config = ml_collections.ConfigDict()
  config.transformer = {}
  config.transformer = 12
  return config


def get_dict_over_int():
  config = ml_collections.ConfigDict()
  config.transformer = 12
  config.transformer = {'num_heads': 3}
  return config


def get_config_over_int():
  config = ml_collections.ConfigDict()
  config.transformer = 12
  config.transformer = ml_collections.ConfigDict()
  return config


def _base():
  config = ml_collections.ConfigDict()
  config.resnet = ml_collections.ConfigDict()
  config.resnet.width_factor = 1
  return config


def get_inherited():
  config = _base()
  config.resnet.width_factor = .5
  return config


def get_ignored():
  config = _base()
  with config.ignore_type():
    config.resnet = 0.5
  return config


def get_unsafe():
  config = ml_collections.ConfigDict({'a': 1}, type_safe=False)
  config.a = 'text'
  config.a = 0.5
  return config


def get_unsafe_nested():
  config = ml_collections.ConfigDict({'a': {'b': 1}}, type_safe=False)
  config.a.b = 'text'
  return config


def get_after_none():
  config = ml_collections.ConfigDict()
  config.a = 1
  config.a = None
  config.a = 'free'
  return config


def get_second():
  config = ml_collections.ConfigDict()
  config.a = 1.5
  config.a = 2
  config.a = 'x'
  return config


def get_augmented():
  config = ml_collections.ConfigDict()
  config.mlp_dim = 3072
  config.mlp_dim /= 2
  return config
