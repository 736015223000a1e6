"""Strings put together."""
import ml_collections


def get_fstrings():
  config = ml_collections.ConfigDict()
  size = 224
  name = 'cifar10'
  rate = 0.03
  config.plain = f'resize({size})'
  config.nested = f'{name}[{size}:{size * 2}]'
  config.doubled = f'{{literal}} {size}'
  config.formatted = f'{size:05d} {rate:.3f} {name:>10}|{name:<9}|{rate:e}'
  config.percent = f'{0.5:.0%} {12345:,}'
  config.repr = f'{name!r} {rate!s}'
  config.equals = f'{size=}'
  config.attribute = f'{config.plain}!'
  config.condition = f'{"large" if size > 100 else "small"}'
  config.values = f'{True} {None} {1.0} {(1, 2)} {[3]}'
  config.joined = f'a{size}' 'b{size}' f"c"
  config.raw = rf'\d{size}'
  config.triple = f"""
{size}
"""
  config.width = f'{size:{5}}'
  config.nested_quotes = f'{ {"a": 1}["a"] }'
  config.hexadecimal = f'{255:x} {255:#o} {5:b} {5:+d} {-5: d}'
  # unknown: hexadecimal
  config.general = f'{1e-7:g} {1234567.0:g} {0.1:g}'
  return config


def get_percent():
  config = ml_collections.ConfigDict()
  config.one = 'resize(%d)' % 224
  config.two = '%s/%d' % ('B', 16)
  config.named = '%(a)s-%(b)02d' % {'a': 'x', 'b': 3}
  config.float = '%.2f %5.1f%% %e' % (0.125, 2.25, 1e5)
  config.repr = '%r' % 'x'
  return config


def get_format():
  config = ml_collections.ConfigDict()
  config.positional = '{}-{}'.format('a', 1)
  config.numbered = '{1}{0}{1}'.format('a', 'b')
  config.named = '|onehot({n}, key="{lbl}")'.format(n=1000, lbl='label')
  config.escaped = '{{}} {}'.format(1)
  config.spec = '{:03d} {:.1f} {:>4}'.format(7, 0.25, 'x')
  config.attribute = '{0.batch} {0[batch]}'.format(ml_collections.ConfigDict({'batch': 8}))
  # unknown: attribute
  config.expanded = '{a}{b}'.format(**{'a': 1, 'b': 2})
  return config


def get_methods():
  config = ml_collections.ConfigDict()
  name = 'R50+ViT-B_16'
  config.lower = name.lower()
  config.upper = name.upper()
  config.replaced = name.replace('ViT-', '').replace('+', '_')
  config.split = name.split('-')
  config.rsplit = name.rsplit('_', 1)
  config.split_all = ' a  b '.split()
  config.limited = 'a,b,c'.split(',', 1)
  config.joined = '|'.join(['a', 'b'])
  config.stripped = '  x '.strip() + 'xxyx'.lstrip('x') + 'abc.npz'.rstrip('.npz')
  config.starts = name.startswith('R50')
  config.ends = name.endswith(('_16', '_32'))
  config.found = name.find('ViT') + name.index('_')
  config.missing = name.find('zzz')
  config.count = name.count('-')
  config.partition = name.partition('+')
  config.title = 'some words'.title()
  config.capital = 'vit B'.capitalize()
  config.digit = '16'.isdigit()
  config.padded = '7'.zfill(3)
  config.centered = 'x'.center(5, '-')
  config.prefix = 'vit-b'.removeprefix('vit-')
  config.suffix = 'b.npz'.removesuffix('.npz')
  config.first = name[0]
  config.last = name[-1]
  config.slice = name[4:7] + name[:3] + name[-2:] + name[::-1] + name[::4]
  # unknown: centered swapped
  config.lines = 'a\nb\n'.splitlines()
  config.swapped = 'aB'.swapcase()
  config.length = len('😀é')
  config.emoji = '😀é'[1]
  return config


def get_wrong():
  config = ml_collections.ConfigDict()
  config.a = 'size' + 16
  return config


def get_index_error():
  config = ml_collections.ConfigDict()
  config.a = 'B/16'.split('-')[1]
  return config
