"""update() goes into what is there."""
import ml_collections


def get_nested():
  config = ml_collections.ConfigDict({'a': {'x': 1, 'y': 2}, 'b': 1})
  config.update({'a': {'x': 10, 'z': 3}, 'c': 4})
  return config


def get_keywords():
  config = ml_collections.ConfigDict({'a': 1})
  config.update(a=2, b=dict(c=3))
  config.update({'d': 4}, e=5)
  config.update(**{'f': 6})
  return config


def get_config_dict():
  config = ml_collections.ConfigDict({'a': {'x': 1}})
  other = ml_collections.ConfigDict({'a': {'y': 2}, 'n': {'m': 1}})
  config.update(other)
  other.n.m = 5
  config.a.y = 7
  config.other_y = other.a.y
  return config


def get_wrong_type():
  config = ml_collections.ConfigDict({'a': {'x': 1}})
  config.update({'a': {'x': 'text'}})
  return config


def get_value_over_dict():
  config = ml_collections.ConfigDict({'a': {'x': 1}})
  config.update({'a': 1})
  return config


def get_dict_over_value():
  config = ml_collections.ConfigDict({'a': 1})
  config.update({'a': {'x': 1}})
  return config


def get_none():
  config = ml_collections.ConfigDict({'a': None, 'b': 1})
  config.update({'a': {'x': 1}, 'b': None})
  return config


def get_plain_dict():
  """dict.update is flat."""
  values = {'a': {'x': 1}}
  values.update({'a': {'y': 2}}, b=1)
  return ml_collections.ConfigDict(values)


def get_flattened():
  config = ml_collections.ConfigDict({'a': {'x': 1}, 't': (1, 2)})
  # unknown: * a.x a.y t a
  config.update_from_flattened_dict({'a.x': 2, 'a.y': 3})
  return config


def get_merged():
  first = {'a': 1, 'b': 2}
  return ml_collections.ConfigDict({**first, 'b': 3, **dict(c=4)})


def get_merged_by_operator():
  return ml_collections.ConfigDict({'a': 1, 'b': 2} | {'b': 3})


def get_setdefault():
  values = {'a': 1}
  values.setdefault('a', 5)
  values.setdefault('b', 6)
  return ml_collections.ConfigDict(values)


def get_pairs():
  return ml_collections.ConfigDict(dict([('a', 1), ('b', (2, 3))]))


def get_zipped():
  return ml_collections.ConfigDict(dict(zip(['a', 'b'], [1, 2])))
