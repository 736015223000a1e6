"""Helpers with parameters of all kinds."""
import functools

import ml_collections


def _block(width, heads=3, *, ratio=4, name='block'):
  return ml_collections.ConfigDict(
      {'width': width, 'heads': heads, 'mlp': width * ratio, 'name': name})


def _many(*args, **kwargs):
  return {'count': len(args), 'args': args, 'kwargs': kwargs}


def _positional(a, b=2, /, c=3):
  return a, b, c


def _default_list(item, items=[]):
  items.append(item)
  return items


def _changes(config, value):
  config.changed = value


def _returns_nothing(config):
  config.touched = True


def get_calls():
  config = ml_collections.ConfigDict()
  config.a = _block(192)
  config.b = _block(384, 6, ratio=2)
  config.c = _block(heads=1, width=10, name='c')
  config.d = _block(*(1, 2), **{'name': 'd'})
  config.many = _many(1, 2, x=3)
  config.none = _many()
  config.positional = _positional(1, c=5)
  _changes(config, 7)
  config.nothing = _returns_nothing(config)
  return config


def get_mutable_default():
  config = ml_collections.ConfigDict()
  first = _default_list(1)
  second = _default_list(2)
  config.first = list(first)
  config.second = second
  return config


def get_lambda():
  config = ml_collections.ConfigDict()
  double = lambda x, y=2: x * y
  config.a = double(3)
  config.b = (lambda: 'b')()
  config.c = list(map(lambda x: x + 1, [1, 2]))
  config.d = list(filter(None, [0, 1, '', 'x']))
  config.e = sorted(['bb', 'a'], key=len)
  # unknown: d e
  config.f = sorted([3, 1, 2], reverse=True)
  return config


def get_closure():
  config = ml_collections.ConfigDict()
  steps = 100

  def get_eval(split, dataset='imagenet2012'):
    return dict(name=dataset, split=split, steps=steps)

  config.evals = {}
  config.evals.train = get_eval('train')
  steps = 200
  config.evals.val = get_eval('val', dataset='v2')
  return config


def get_nonlocal():
  config = ml_collections.ConfigDict()
  count = 0

  def bump():
    nonlocal count
    count += 1
    return count

  bump()
  config.a = bump()
  config.count = count
  return config


COUNTER = 0


def get_global():
  global COUNTER
  COUNTER += 5
  config = ml_collections.ConfigDict()
  config.counter = COUNTER
  return config


def _factorial(n):
  return 1 if n <= 1 else n * _factorial(n - 1)


def get_recursion():
  config = ml_collections.ConfigDict()
  config.f5 = _factorial(5)
  return config


def get_partial():
  config = ml_collections.ConfigDict()
  half = functools.partial(_block, 64, ratio=2)
  # unknown: a.width a.heads a.mlp a.name a
  config.a = half(heads=8)
  return config


def get_missing_argument():
  config = ml_collections.ConfigDict()
  config.a = _block()
  return config


def get_too_many():
  config = ml_collections.ConfigDict()
  config.a = _positional(1, 2, 3, 4)
  return config


def get_rebound_parameter(size=16):
  size = size * 2
  config = ml_collections.ConfigDict({'size': size})
  return config


def get_late_binding():
  config = ml_collections.ConfigDict()
  adders = [lambda x: x + i for i in range(3)]
  config.results = [add(10) for add in adders]
  return config


def get_function_table():
  table = {'tiny': _tiny, 'base': _base}
  return table['tiny']()


def _tiny():
  return _block(192)


def _base():
  return _block(768)


def get_nested_definition(variant='tiny'):
  def inner():
    config = ml_collections.ConfigDict()
    config.variant = variant
    return config
  return inner()
