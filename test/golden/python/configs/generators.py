"""yield, and what consumes it."""
import ml_collections


def _pairs(n):
  for i in range(n):
    yield f'k{i}', i


def _flatten(config, prefix=('config',)):
  for k, v in config.items():
    if isinstance(v, (dict, ml_collections.ConfigDict)):
      yield from _flatten(v, prefix + (k,))
    else:
      yield ('.'.join(prefix + (k,)), v)


def get_consumed():
  config = ml_collections.ConfigDict()
  # unknown: * listed k0 k1 k2
  config.listed = list(_pairs(2))
  for key, value in _pairs(3):
    config[key] = value
  return config


def get_flattened():
  config = ml_collections.ConfigDict({'a': {'b': 1}, 'c': 2})
  # unknown: flat * a c
  config.flat = [name for name, _ in _flatten(config)]
  return config


def get_lazy():
  config = ml_collections.ConfigDict()
  # unknown: first rest
  values = (i * 2 for i in range(4))
  config.first = next(values)
  config.rest = list(values)
  return config


def get_next_default():
  config = ml_collections.ConfigDict()
  # unknown: found missing
  config.found = next((k for k, v in {'a': 1, 'b': 2}.items() if v == 2), None)
  config.missing = next(iter([]), 'none')
  return config


def get_exhausted():
  config = ml_collections.ConfigDict()
  # unknown: first second
  pairs = zip([1, 2], 'ab')
  config.first = list(pairs)
  config.second = list(pairs)
  return config


def get_exhausted_map():
  config = ml_collections.ConfigDict()
  # unknown: first second
  numbers = map(int, ['1', '2'])
  config.first = sum(numbers)
  config.second = list(numbers)
  return config
