"""Models, each a function that returns its config, as in vision_transformer's own models.py.

What a model costs stands above its function; `vit-config show models.py` compares them all.
"""

import ml_collections


def get_small_config():
  """A Vision Transformer with patches of 16 pixels: most others begin with it."""
  config = ml_collections.ConfigDict()
  config.model_name = 'small_16'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 384
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 4 * 384
  config.transformer.num_heads = 6
  config.transformer.num_layers = 12
  config.transformer.attention_dropout_rate = 0.0
  config.transformer.dropout_rate = 0.0
  config.classifier = 'token'
  config.representation_size = None
  return config


def get_small_32_config():
  """A quarter of the tokens."""
  config = get_small_config()
  config.model_name = 'small_32'
  config.patches.size = (32, 32)
  return config


def get_shallow_config():
  """Half of the layers, and the mean of all tokens in place of a class token."""
  config = get_small_config()
  config.model_name = 'shallow_16'
  config.transformer.num_layers = 6
  config.classifier = 'gap'
  return config


def get_wide_config():
  """Width, MLP and heads grow together: 64 of the width for each head."""
  config = get_small_config()
  config.model_name = 'wide_16'
  heads = 10
  config.hidden_size = 64 * heads
  config.transformer.update(mlp_dim=4 * 64 * heads, num_heads=heads)
  return config


def get_hybrid_config():
  """Four stages of a ResNet shrink the image 32 times; each cell that is left is a patch."""
  config = get_small_32_config()
  config.model_name = 'hybrid_32'
  config.patches.size = (1, 1)
  config.resnet = ml_collections.ConfigDict()
  config.resnet.num_layers = (2, 2, 2, 2)
  config.resnet.width_factor = 1
  return config


def get_mixer_config():
  """MLPs over the tokens in place of attention: images of one size only."""
  config = ml_collections.ConfigDict()
  config.model_name = 'mixer_16'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_dim = 512
  config.num_blocks = 8
  config.tokens_mlp_dim = 256
  config.channels_mlp_dim = 2048
  return config


def get_lit_config():
  """Images and texts in one space: the text tower's head projects to the width of the image tower."""
  config = ml_collections.ConfigDict()
  config.model_name = 'lit_small'
  config.image = get_small_config()
  config.text_model = 'bert'
  config.text = ml_collections.ConfigDict({'config': 'base'})
  config.out_dim = (None, config.image.hidden_size)
  config.pp = ml_collections.ConfigDict({'tokenizer_name': 'bert', 'size': 224, 'max_len': 16})
  return config
