"""Models that other configs import."""
import ml_collections

MODEL_CONFIGS = {}
DEFAULT_SIZE = 16
_PRIVATE = 'hidden'


def _register(get_config):
  config = get_config().lock()
  MODEL_CONFIGS[config.model_name] = config
  return get_config


def with_size(config, size=DEFAULT_SIZE):
  config = ml_collections.ConfigDict(config.to_dict())
  config.patches = {'size': (size, size)}
  return config


@_register
def get_ti16_config():
  """The tiny one."""
  config = ml_collections.ConfigDict()
  config.model_name = 'ViT-Ti_16'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 192
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 768
  config.transformer.num_heads = 3
  config.transformer.num_layers = 12
  config.classifier = 'token'
  config.representation_size = None
  return config


@_register
def get_r_ti16_config():
  """With a stem."""
  config = get_ti16_config()
  config.model_name = 'R+ViT-Ti_16'
  config.patches.size = (8, 8)
  config.resnet = ml_collections.ConfigDict()
  config.resnet.num_layers = ()
  config.resnet.width_factor = 1.0
  return config


def get_mixer_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'Mixer-S_16'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_dim = 512
  config.num_blocks = 8
  config.tokens_mlp_dim = 256
  config.channels_mlp_dim = 2048
  return config
