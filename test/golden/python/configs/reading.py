"""Looking into a ConfigDict."""
import ml_collections


def get_config():
  config = ml_collections.ConfigDict({'b': 2, 'a': 1, 'sub': {'z': 1, 'y': 2}})
  config.got = config.get('a')
  config.default = config.get('absent', 'fallback')
  config.none = config.get('absent')
  config.has = 'a' in config
  config.has_not = 'q' in config
  keys = config.sub.keys()
  config.keys_sorted = list(keys)
  config.values_sorted = [v for v in config.sub.values()]
  config.pairs = [(k, v) for k, v in config.sub.items()]
  config.count = len(config.sub)
  config.looped = [k for k in config.sub]
  config.type_a = isinstance(config.a, int)
  config.is_config = isinstance(config.sub, ml_collections.ConfigDict)
  config.is_dict = isinstance(config.sub, dict)
  config.as_dict = list(config.sub.to_dict())
  config.first = sorted(config.sub.values())[0]
  config.expanded = dict(**config.sub)
  return config


def get_plain_dict_order():
  config = ml_collections.ConfigDict()
  values = {'b': 2, 'a': 1}
  config.keys_written = list(values)
  config.values_written = list(values.values())
  config.pairs = tuple(values.items())
  config.reversed = list(reversed(list(values)))
  config.got = values.get('c', 3)
  return config


def get_equal():
  config = ml_collections.ConfigDict()
  # unknown: same different with_dict
  config.same = ml_collections.ConfigDict({'a': 1}) == ml_collections.ConfigDict({'a': 1})
  config.different = ml_collections.ConfigDict({'a': 1}) == ml_collections.ConfigDict({'a': 2})
  config.with_dict = ml_collections.ConfigDict({'a': 1}) == {'a': 1}
  return config
