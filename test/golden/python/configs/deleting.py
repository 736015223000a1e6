"""Keys taken away."""
import ml_collections


def _base():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'size': (16, 16), 'stride': 4})
  config.x = 1
  config.y = 2
  return config


def get_attribute():
  config = _base()
  del config.patches.size
  config.patches.grid = (14, 14)
  return config


def get_item():
  config = _base()
  del config['x']
  del config.patches['stride'], config.y
  return config


def get_missing():
  config = _base()
  del config.z
  return config


def get_dotted():
  config = _base()
  del config['patches.size']
  return config


def get_again():
  config = _base()
  del config.x
  config.x = 'other type'
  return config


def get_read_after():
  config = _base()
  del config.x
  config.z = config.x
  return config


def get_name():
  config = _base()
  other = 3
  del other
  config.z = other
  return config


def get_list_item():
  config = _base()
  sizes = [1, 2, 3, 4]
  del sizes[0]
  del sizes[-1]
  config.sizes = sizes
  return config


def get_dict_pop():
  config = _base()
  values = {'a': 1, 'b': 2}
  config.a = values.pop('a')
  config.none = values.pop('z', None)
  config.left = values
  return config
