"""Hybrids."""
import ml_collections


def _vit(name, width, mlp, heads, layers):
  config = ml_collections.ConfigDict()
  config.model_name = name
  config.patches = ml_collections.ConfigDict({'size': (1, 1)})
  config.hidden_size = width
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = mlp
  config.transformer.num_heads = heads
  config.transformer.num_layers = layers
  config.transformer.attention_dropout_rate = 0.
  config.transformer.dropout_rate = 0.
  config.classifier = 'token'
  config.representation_size = None
  return config


def get_r50_b16_config():
  config = _vit('R50+ViT-B_16', 768, 3072, 12, 12)
  config.resnet = ml_collections.ConfigDict()
  config.resnet.num_layers = (3, 4, 9)
  config.resnet.width_factor = 1
  return config


def get_r26_s32_config():
  config = _vit('R26+ViT-S_32', 384, 1536, 6, 12)
  config.resnet = ml_collections.ConfigDict(dict(num_layers=(2,) * 4, width_factor=1.0))
  return config


def get_broken_heads():
  config = _vit('ViT-S', 384, 1536, 7, 12)
  config.patches.size = (16, 16)
  return config


def get_half_width():
  config = get_r50_b16_config()
  config.resnet.width_factor = 0.5
  return config
