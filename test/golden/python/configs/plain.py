"""A model and a variation of it."""
import ml_collections


def get_small_config():
  """The small one."""
  config = ml_collections.ConfigDict()
  config.model_name = 'ViT-S_16'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 384
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 1_536
  config.transformer.num_heads = 6
  config.transformer.num_layers = 12
  config.transformer.attention_dropout_rate = 0.0
  config.transformer.dropout_rate = 0.
  config.classifier = 'token'
  config.representation_size = None
  return config


def get_wide_config():
  """The small one, wider."""
  config = get_small_config()
  config.model_name = 'ViT-S_wide'
  config.hidden_size = 2 * config.hidden_size
  config.transformer.mlp_dim *= 2
  config.transformer.num_heads += config.transformer.num_heads
  config['classifier'] = "gap"
  return config


def get_chain_config():
  config = get_wide_config()
  config.patches.size = (32, 32)
  config.transformer['num_layers'] = config.transformer.num_layers // 5
  config.representation_size = config.hidden_size
  return config
