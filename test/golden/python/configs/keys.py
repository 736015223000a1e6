"""Keys that are no names."""
import ml_collections


def get_int_key():
  config = ml_collections.ConfigDict()
  config.stages = ml_collections.ConfigDict()
  config.stages[1] = 'one'
  config.stages[2] = 'two'
  return config


def get_mixed_keys():
  """Can't be sorted, as soon as somebody looks."""
  config = ml_collections.ConfigDict()
  # unknown: !
  config[1] = 'one'
  config['a'] = 'two'
  return config


def get_dict_int_key():
  config = ml_collections.ConfigDict({'drop': {0: 0.1, 1: 0.2}})
  return config


def get_dotted_key():
  config = ml_collections.ConfigDict()
  config['a.b'] = 1
  return config


def get_dotted_in_literal():
  config = ml_collections.ConfigDict({'a.b': 1})
  return config


def get_dotted_allowed():
  config = ml_collections.ConfigDict(allow_dotted_keys=True)
  # unknown: a.b
  config['a.b'] = 1
  return config


def get_reserved():
  config = ml_collections.ConfigDict()
  # unknown: !
  config.__class__ = 3
  return config


def get_method_name():
  config = ml_collections.ConfigDict()
  config.items = [1]
  config.update_every = 3
  config['keys'] = 5
  config.x = config['items']
  return config


def get_tuple_key():
  config = ml_collections.ConfigDict({'a': 1})
  # unknown: !
  config[(1, 2)] = 3
  return config


def get_computed_key():
  config = ml_collections.ConfigDict()
  name = 'hidden' + '_size'
  config[name] = 768
  config[f'block_{3:02d}'] = 1
  setattr(config, 'classifier', 'token')
  config.read = getattr(config, name)
  config.defaulted = getattr(config, 'absent', 5)
  config.has = hasattr(config, 'absent')
  return config


def get_dotted_read():
  config = ml_collections.ConfigDict({'a': {'b': 3}})
  config.c = config['a.b']
  return config


def get_missing_read():
  config = ml_collections.ConfigDict({'hidden_size': 3})
  config.c = config.hiden_size
  return config
