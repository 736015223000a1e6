"""for, while and comprehensions."""
import ml_collections

SIZES = {'Ti': 192, 'S': 384, 'B': 768}


def get_for():
  config = ml_collections.ConfigDict()
  for i in range(3):
    config[f'block_{i}'] = i * 2
  config.last = i
  return config


def get_for_else():
  config = ml_collections.ConfigDict()
  for name, size in SIZES.items():
    if name == 'S':
      config.found = size
      break
  else:
    config.found = None
  for name in ('x', 'y'):
    continue
  else:
    config.ended = True
  return config


def get_enumerate():
  config = ml_collections.ConfigDict()
  for i, (a, b) in enumerate(zip('xy', [1, 2]), start=1):
    config[a] = (i, b)
  return config


def get_while():
  config = ml_collections.ConfigDict()
  n = 1
  while n < 100:
    n *= 3
    if n == 27:
      break
  config.n = n
  while False:
    config.never = 1
  else:
    config.always = 1
  return config


def get_comprehensions():
  config = ml_collections.ConfigDict()
  config.squares = [i * i for i in range(4)]
  config.even = [i for i in range(10) if i % 2 == 0 if i]
  config.pairs = [(i, j) for i in range(2) for j in 'ab']
  config.named = {f'b{i}': i for i in range(2)}
  config.generated = tuple(i + 1 for i in (1, 2))
  config.joined = '|'.join(f'op{i}' for i in range(2))
  config.flattened = [x for row in [[1], [2, 3]] for x in row]
  config.total = sum(i for i in range(5))
  config.any = any(i > 3 for i in range(5))
  config.all = all(i > 3 for i in range(5))
  config.inner = [[j for j in range(i)] for i in range(3)]
  i = 99
  _ = [i for i in range(2)]
  config.not_leaked = i
  return config


def get_ranges():
  config = ml_collections.ConfigDict()
  config.down = list(range(5, 0, -2))
  config.empty = list(range(0))
  config.tuple = tuple(range(2, 4))
  config.step = [*range(0, 10, 5)]
  return config


def get_dict_loop():
  config = ml_collections.ConfigDict()
  for key in SIZES:
    config[key] = SIZES[key]
  for value in SIZES.values():
    config.largest = max(config.get('largest', 0), value)
  return config


def get_sub_loop():
  config = ml_collections.ConfigDict({'evals': {}})
  for split in ['train', 'val']:
    config.evals[split] = dict(name=split, steps=100)
  for _, value in config.evals.items():
    value.steps = 5
  return config


def get_long():
  config = ml_collections.ConfigDict()
  total = 0
  # unknown: total
  for i in range(100_000):
    total += i
  config.total = total
  config.after = 3
  return config


def get_endless_guard():
  config = ml_collections.ConfigDict()
  # unknown: *
  config.n = 0
  while config.n < 1_000_000:
    config.n += 1
  config.after = 3
  return config


def get_unrolled_types():
  config = ml_collections.ConfigDict()
  for value in (1, 0.5):
    config.rate = value
  return config


def get_unknown_loop():
  import os
  config = ml_collections.ConfigDict({'a': 1, 'b': 2})
  # unknown: a *
  for name in sorted(os.environ):
    if name == 'VIT_NOT_SET':
      config.a = name
  config.c = 3
  return config
