"""Locks: no new keys, no deleted ones."""
import ml_collections


def _locked():
  config = ml_collections.ConfigDict()
  config.a = 1
  config.sub = ml_collections.ConfigDict({'x': 1})
  return config.lock()


def get_existing():
  config = _locked()
  config.a = 2
  config.sub.x = 3
  return config


def get_new_key():
  config = _locked()
  config.b = 2
  return config


def get_new_nested_key():
  config = _locked()
  config.sub.y = 2
  return config


def get_new_item():
  config = _locked()
  config['b'] = 2
  return config


def get_deleted():
  config = _locked()
  del config.a
  return config


def get_unlocked():
  config = _locked()
  with config.unlocked():
    config.b = 2
    config.sub.y = 2
    del config.a
  return config


def get_locked_again():
  config = _locked()
  with config.unlocked():
    config.b = 2
  config.c = 3
  return config


def get_unlocked_as():
  config = _locked()
  with config.unlocked() as open_config:
    open_config.b = 2
  return config


def get_unlock():
  config = _locked()
  config.unlock()
  config.b = 2
  config.sub.z = 1
  return config


def get_update():
  config = _locked()
  config.update({'a': 5})
  config.update({'b': 5})
  return config


def get_copy_stays_locked():
  config = _locked().copy_and_resolve_references()
  config.b = 1
  return config


def get_constructed_stays_locked():
  config = ml_collections.ConfigDict(_locked())
  config.b = 1
  return config


def get_from_dict():
  config = ml_collections.ConfigDict(_locked().to_dict())
  config.b = 1
  config.sub.y = 2
  return config


def get_assigned_dict_is_free():
  config = _locked()
  config.sub = {'x': 2, 'y': 3}
  config.sub.z = 4
  return config


def get_attached_unlocked():
  config = ml_collections.ConfigDict()
  config.sub = _locked()
  config.more = 1
  config.sub.more = 2
  return config


def get_typo():
  config = ml_collections.ConfigDict()
  config.transformer = ml_collections.ConfigDict({'num_heads': 12})
  config.lock()
  config.transformer.num_head = 6
  return config


def get_is_locked():
  config = _locked()
  was = config.is_locked
  with config.unlocked():
    config.was = was
    config.now = config.is_locked
  return config
