"""As scenic's configs are written."""
import ml_collections

_TRAIN_SIZE = 1281167
VARIANT = 'B/16'
HIDDEN_SIZES = {'Ti': 192, 'S': 384, 'B': 768}


def get_config(runlocal=''):
  """A classification experiment."""
  runlocal = bool(runlocal)
  config = ml_collections.ConfigDict()
  config.experiment_name = 'vit'
  config.dataset_configs = ml_collections.ConfigDict()
  config.dataset_configs.prefetch_to_device = 2
  version, patch = VARIANT.split('/')
  config.model_name = 'vit_classification'
  config.model = ml_collections.ConfigDict()
  config.model.hidden_size = HIDDEN_SIZES[version]
  config.model.patches = ml_collections.ConfigDict()
  config.model.patches.size = [int(patch), int(patch)]
  config.model.num_heads = {'Ti': 3, 'S': 6, 'B': 12}[version]
  config.model.mlp_dim = {'Ti': 768,
                          'S': 1536,
                          'B': 3072}[version]
  config.model.num_layers = 12
  config.model.representation_size = None
  config.model.classifier = 'token'
  config.batch_size = 8 if runlocal else 4096
  config.num_training_epochs = 90
  steps_per_epoch = _TRAIN_SIZE // config.batch_size
  total_steps = config.num_training_epochs * steps_per_epoch
  config.lr_configs = ml_collections.ConfigDict()
  config.lr_configs.total_steps = total_steps
  config.lr_configs.steps_per_cycle = config.lr_configs.get_ref('total_steps')
  # unknown: lr_configs.steps_per_cycle lr_configs.total_steps
  config.lr_configs.base_learning_rate = 3e-3
  config.m = None
  return config


def get_grid_config():
  config = get_config()
  del config.model.patches.size
  config.model.patches.grid = (14, 14)
  # unknown: lr_configs.steps_per_cycle lr_configs.total_steps
  return config
