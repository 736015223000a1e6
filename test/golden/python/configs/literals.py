"""How numbers, strings and containers may be written."""
import ml_collections


def get_numbers():
  config = ml_collections.ConfigDict()
  config.underscores = 1_000_000
  config.hexadecimal = 0xFF_ff
  config.octal = 0o17
  config.binary = 0b1010_0001
  config.big = 123456789012345678901234567890
  # unknown: big unsafe
  config.safe = 9007199254740991
  config.unsafe = 9007199254740993
  config.negative = -16
  config.double_negative = --16
  config.plus = +3
  config.inverted = ~5
  config.zeros = 000
  config.exponent = 1e3
  config.small = 1e-05
  config.capital = 2E+4
  config.dotted = .5
  config.trailing = 5.
  config.grouped = 1_0.2_5e1_0
  config.huge = 1e400
  config.minus_huge = -1e400
  config.tiny = 5e-324
  config.minus_zero = -0.0
  config.int_zero = -0
  # unknown: imaginary bytes
  config.imaginary = 3j
  config.bytes = b'abc'
  return config


def get_strings():
  config = ml_collections.ConfigDict()
  config.single = 'it\'s'
  config.double = "a \"b\" c"
  config.triple = """one
two"""
  config.joined = 'a' "b" '''c'''
  config.parenthesised = ('decode|'
                          'resize(224)|'
                          "flip")
  config.raw = r'\d+\n'
  config.unicode_escape = '\u00e9\x41\N{GREEK SMALL LETTER ALPHA}\U0001F600'
  # unknown: unicode_escape
  config.octal_escape = '\101\0'
  config.newline = 'a\nb\tc\\'
  config.continued = 'a\
b'
  config.unknown_escape = '\ '
  config.empty = ''
  config.accents = 'Größe 😀'
  config.u_prefix = u'u'
  config.R_prefix = R'\x41'
  return config


def get_containers():
  config = ml_collections.ConfigDict()
  config.pair = (16, 16)
  config.bare = 16, 16
  config.one = (16,)
  config.not_a_tuple = (16)
  config.empty_tuple = ()
  config.empty_list = []
  config.items = [1, 2.0, 'x', None, True, (1, [2])]
  config.trailing = [1, 2, ]
  config.nested = [[1, 2], [3]]
  config.starred = [*range(3), *(7, 8)]
  config.dicts_in_list = [{'a': 1}, dict(b=2)]
  config.none = None
  config.yes = True
  config.no = False
  # unknown: a_set ellipsis
  config.a_set = {1, 2}
  config.ellipsis = ...
  return config
