"""What a ConfigDict refuses."""
import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-vit'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
  config.transformer.dropout_rate = 0
  # The field is an int: it was 0 first.
  config.transformer.dropout_rate = 0.1  # expect: error config-dict-type
  # Keys are text or numbers, not both.
  config._names = {'cat': 'Felis', 2: 'Canis'}  # expect: error config-dict-key
  config.lock()
  config.classifier = 'gap'  # expect: error config-dict-locked
  return config
