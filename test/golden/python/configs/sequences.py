"""Lists and tuples in the making."""
import ml_collections


def get_methods():
  config = ml_collections.ConfigDict()
  ops = ['decode']
  ops.append('resize')
  ops.extend(['flip', 'crop'])
  ops += ['value_range']
  ops.insert(1, 'first')
  ops.remove('flip')
  last = ops.pop()
  config.ops = ops
  config.last = last
  config.copied = ops.copy()
  ops.reverse()
  config.index = ops.index('resize')
  config.count = ops.count('x')
  numbers = [3, 1, 2]
  numbers.sort()
  config.numbers = numbers
  cleared = [1]
  cleared.clear()
  config.cleared = cleared
  return config


def get_slices():
  config = ml_collections.ConfigDict()
  values = list(range(10))
  config.a = values[2:5]
  config.b = values[::3]
  config.c = values[-3:]
  config.d = values[::-1]
  config.e = (1, 2, 3)[1:]
  config.f = values[8:100]
  values[0] = 'x'
  values[1:3] = ['y']
  config.g = values
  # unknown: g
  config.h = [[0] * 2] * 2
  config.h[0][0] = 1
  return config


def get_conversions():
  config = ml_collections.ConfigDict()
  config.as_tuple = tuple([1, 2])
  config.as_list = list((1, 2))
  config.from_text = list('ab')
  config.booleans = [bool(x) for x in (0, 1, '', 'a', None, [], [0], 0.0)]
  config.strings = [str(x) for x in (1, 1.5, None, True)]
  config.zipped = list(zip((1, 2, 3), 'ab'))
  config.enumerated = list(enumerate('ab'))
  config.reversed = list(reversed((1, 2)))
  config.unique = len(set([1, 1, 2]))
  config.ordered = sorted({3, 1, 2})
  config.member = 2 in {1, 2}
  config.nested_index = [[1, 2], [3, (4, 5)]][1][1][0]
  config.mapped = tuple(map(int, '16,16'.split(',')))
  return config


def get_tuple_assignment():
  config = ml_collections.ConfigDict({'size': (1, 2)})
  config.size[0] = 5
  return config


def get_out_of_range():
  config = ml_collections.ConfigDict()
  config.a = [1, 2][5]
  return config


def get_concatenated_wrong():
  config = ml_collections.ConfigDict()
  config.a = (1, 2) + [3]
  return config
