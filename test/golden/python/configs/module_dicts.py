"""Registers filled by decorators."""
import functools

import ml_collections

MODELS = {}
AUGREG = {}
NAMES = []


def _register(get_config):
  config = get_config().lock()
  name = config.get('model_name')
  MODELS[name] = config
  if 'Mixer' not in name and name not in ('testing', 'ViT-L_32'):
    AUGREG[name.replace('ViT-', '').replace('+', '_')] = config
  return get_config


def named(name):
  def wrap(function):
    NAMES.append(name)
    return function
  return wrap


def doubled(function):
  @functools.wraps(function)
  def wrapper(*args, **kwargs):
    config = function(*args, **kwargs)
    config.hidden_size *= 2
    return config
  return wrapper


@_register
def get_s16_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'ViT-S_16'
  config.hidden_size = 384
  return config


@_register
def get_r_s16_config():
  config = get_s16_config()
  config.model_name = 'R+ViT-S_16'
  config.patches = ml_collections.ConfigDict({'size': (8, 8)})
  return config


@named('first')
@named('second')
def get_named_config():
  config = ml_collections.ConfigDict()
  config.names = NAMES
  return config


@doubled
def get_doubled_config():
  config = ml_collections.ConfigDict()
  # unknown: hidden_size *
  config.hidden_size = 100
  return config


def get_from_register(name='S_16'):
  return AUGREG[name].copy_and_resolve_references()


def get_locked_register():
  config = ml_collections.ConfigDict()
  config.model = MODELS['ViT-S_16']
  config.model.hidden_size = 768
  config.keys = sorted(MODELS.keys())
  config.augreg = sorted(AUGREG)
  return config


def get_unknown_name():
  config = ml_collections.ConfigDict()
  config.model = AUGREG['Q_16']
  return config


def get_new_key_of_registered():
  config = MODELS['R+ViT-S_16']
  config.classifier = 'token'
  return config


def get_through_globals(model='s16'):
  # unknown: * hidden_size model_name
  return globals()[f'get_{model}_config']()


PRESETS = {
    'cifar10': ml_collections.ConfigDict(
        {'total_steps': 10_000, 'pp': ml_collections.ConfigDict({'crop': 384})}),
    'imagenet': ml_collections.ConfigDict({'total_steps': 20_000, 'pp': {'crop': 224}}),
}
PRESETS['cifar100'] = PRESETS['cifar10']
PRESETS['flowers'] = ml_collections.ConfigDict(PRESETS['cifar10'])
PRESETS['flowers'].total_steps = 500


def get_preset(name='cifar100'):
  config = ml_collections.ConfigDict({'total_steps': 1, 'batch': 8})
  config.update(PRESETS[name])
  return config


def get_flowers():
  config = ml_collections.ConfigDict()
  config.update(PRESETS['flowers'])
  config.pp.crop = 1
  config.cifar = PRESETS['cifar10'].pp.crop
  return config
