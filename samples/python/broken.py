"""Mistakes that are easily made. Each is told on the line to mend; where half of it stands in models.py, that too."""

import models


def get_heads_config():
  """The width of 384, which models.py says, can't be divided among 10 heads."""
  config = models.get_small_config()
  config.model_name = 'heads'
  config.transformer.num_heads = 10  # expect: error heads-divide-width
  return config


def get_comma_config():
  """A comma too many: the width is a tuple of one number."""
  config = models.get_small_config()
  config.model_name = 'comma'
  config.hidden_size = 768,  # expect: error config-dict-type
  return config


def get_narrow_config():
  """A ConfigDict keeps the type that a key had first: 0.5 is no int as 1 is."""
  config = models.get_hybrid_config()
  config.model_name = 'narrow'
  config.resnet.width_factor = 0.5  # expect: error config-dict-type
  return config


def get_slip_config():
  """A new key, and no other number of heads."""
  config = models.get_small_config()
  config.model_name = 'slip'
  config.transformer.num_head = 8  # expect: error unknown-key
  return config


def get_locked_config():
  """A locked ConfigDict takes no new keys."""
  config = models.get_small_config().lock()
  config.representation_size = 384
  config.num_classes = 10  # expect: error config-dict-locked
  return config


def get_stem_config():
  """What the ResNet leaves of an image of 224 pixels, 7 x 7 cells, has no room for a patch of 16."""
  config = models.get_hybrid_config()
  config.model_name = 'stem'
  config.patches.size = (16, 16)  # expect: error hybrid-patch-size
  return config
