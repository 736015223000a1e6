"""copy.copy, dict() and the rest."""
import copy

import ml_collections


def get_shallow():
  config = ml_collections.ConfigDict({'a': {'x': 1}, 'l': [1]})
  # unknown: * copied copied.* a a.* l
  config.copied = copy.copy(config.a)
  config.copied.x = 2
  return config


def get_deep_list():
  config = ml_collections.ConfigDict()
  rows = [[1], [2]]
  config.deep = copy.deepcopy(rows)
  config.shallow = list(rows)
  rows[0].append(5)
  return config


def get_dict_copy():
  config = ml_collections.ConfigDict()
  values = {'a': [1], 'b': {'c': 1}}
  second = dict(values)
  third = values.copy()
  second['a'].append(2)
  third['b']['c'] = 5
  third['new'] = 1
  config.first = values
  config.second = second
  config.third = third
  return config


def get_to_dict():
  config = ml_collections.ConfigDict({'a': {'x': 1}, 'l': [1]})
  plain = config.to_dict()
  plain['a']['x'] = 5
  plain['l'].append(2)
  config.plain = plain
  return config


def get_json():
  config = ml_collections.ConfigDict({'a': 1})
  # unknown: json text
  config.json = config.to_json()
  config.text = str(ml_collections.ConfigDict({'b': 2}))
  return config


def get_locked_copy():
  config = ml_collections.ConfigDict({'a': {'x': 1}}).lock()
  copied = copy.deepcopy(config)
  with copied.unlocked():
    copied.a.y = 2
  copied.a.x = 3
  return copied


def get_dict_of_config():
  config = ml_collections.ConfigDict({'a': {'x': 1}})
  values = dict(config)
  values['a'].x = 7
  values['b'] = 1
  config.keys_of_values = list(values)
  return config


def get_wrapped():
  inner = ml_collections.ConfigDict({'x': 1})
  config = ml_collections.ConfigDict({'first': inner, 'second': inner, 'lists': [inner]})
  config.first.x = 2
  inner.x = 3
  return config


def get_wrapped_unconverted():
  config = ml_collections.ConfigDict({'a': {'b': 1}}, convert_dict=False)
  # unknown: *
  config.c = {'d': 1}
  return config
