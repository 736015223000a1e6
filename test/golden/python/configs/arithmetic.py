"""Calculations with what is known."""
import ml_collections

IMAGES = 1_281_167


def get_config():
  config = ml_collections.ConfigDict()
  config.batch = 4096
  config.steps = IMAGES // config.batch * 90
  config.ratio = config.batch / 256
  config.whole = 1024 / 256
  config.floor_negative = -7 // 2
  config.mod_negative = -7 % 3
  config.mod_minus = 7 % -3
  config.mod_float = -7.5 % 2
  config.floor_float = 7.5 // 2
  config.power = 2 ** 10
  config.power_negative = 2 ** -2
  config.power_right = 2 ** 3 ** 2
  config.power_minus = -2 ** 2
  config.big_power = 2 ** 70
  # unknown: big_power hex_int int_of_big
  config.lr = 0.1 * config.batch / 256
  config.sum = 0.1 + 0.2
  config.int_times_float = 3 * 1.0
  config.bool_sum = True + 1
  config.shift = 1 << 10
  config.back = 1025 >> 3
  config.bits = (0b1100 & 0b1010, 0b1100 | 0b1010, 0b1100 ^ 0b1010)
  config.precedence = 2 + 3 * 4 - 5
  config.repeat = (16,) * 2
  config.repeated_list = [0] * 3
  config.concatenated = (3, 4) + (9,)
  config.text = 'ab' * 2 + 'c'
  config.rounded = int(0.5 * 31)
  config.truncated = int(-3.7)
  config.as_float = float(3)
  config.text_int = int('16')
  config.hex_int = int('ff', 16)
  config.text_float = float('1e-3')
  config.minimum = min(3, 1, 2)
  config.maximum = max([4, 8.0])
  config.absolute = abs(-3)
  config.half_even = (round(0.5), round(1.5), round(2.5), round(2.675, 2))
  config.total = sum([1, 2, 3])
  config.length = len('token') + len([1, 2])
  config.dm = divmod(17, 5)
  config.pow_call = pow(2, 5)
  config.joined = str(16) + 'x' + str(0.1) + str(None) + str(True)
  config.reprs = repr('a') + repr(1.0) + str((1, 'b')) + str([1.5, None])
  config.big_float = 10.0 ** 20
  config.float_text = f'{1e16} {1e15} {0.0001} {0.00001} {1e22} {123456789.123}'
  config.int_of_big = int(1e20)
  return config


def get_division_by_zero():
  config = ml_collections.ConfigDict()
  config.batch = 0
  config.steps = 100 // config.batch
  return config


def get_comparisons():
  config = ml_collections.ConfigDict()
  config.chained = 1 < 2 < 3
  config.broken_chain = 1 < 3 < 2
  config.equal = 1 == 1.0
  config.texts = 'a' < 'b'
  config.identity = None is None
  config.inside = 'B' in 'ViT-B'
  config.outside = 3 not in (1, 2)
  config.both = 1 and 0
  config.either = '' or 'fallback'
  config.short = None or 0 or 5
  config.negated = not []
  config.conditional = 'a' if 0.0 else 'b'
  config.lists_equal = [1, 2] == [1, 2]
  config.tuple_list = (1, 2) == [1, 2]
  config.tuples = (1, 2) < (1, 3)
  config.walrus = (size := 16) * size
  return config
