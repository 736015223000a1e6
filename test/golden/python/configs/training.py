"""A whole training config."""
import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.pretrained_dir = '.'
  config.dataset = 'cifar10'
  config.tfds_manual_dir = None
  config.total_steps = 10_000
  config.grad_norm_clip = 1.0
  config.accum_steps = 8
  config.batch = 512
  config.batch_eval = config.batch
  config.shuffle_buffer = 50_000
  config.eval_every = 100
  config.checkpoint_every = 1_000
  config.base_lr = 3e-2
  config.decay_type = 'cosine'
  config.warmup_steps = 500
  config.trainer = 'train'
  config.pp = ml_collections.ConfigDict({'train': 'train[:98%]', 'test': 'test', 'crop': 384})
  config.model = get_model()
  return config.lock()


def get_model():
  model = ml_collections.ConfigDict()
  model.model_name = 'ViT-B_16'
  model.patches = ml_collections.ConfigDict({'size': (16, 16)})
  model.hidden_size = 768
  model.transformer = ml_collections.ConfigDict(
      dict(mlp_dim=3072, num_heads=12, num_layers=12, attention_dropout_rate=0.0, dropout_rate=0.1))
  model.classifier = 'token'
  model.representation_size = None
  return model


def get_other_image():
  config = get_config()
  config.pp.crop = 224
  config.model.patches.size = (14, 14)
  return config


def get_without_model():
  config = get_config()
  config.model = None
  return config


def get_model_again():
  """None takes every type, and the lock of the outer one does not reach what comes in."""
  config = get_without_model()
  config.model = get_model()
  config.model.extra = 1
  return config
