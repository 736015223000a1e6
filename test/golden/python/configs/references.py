"""FieldReference and placeholder."""
import ml_collections
from ml_collections import config_dict


def get_reference():
  config = ml_collections.ConfigDict()
  size = ml_collections.FieldReference(16)
  # unknown: patch grid double text
  config.patch = size
  config.grid = 224 // size
  config.double = size * 2
  config.text = size.to_str()
  size.set(32)
  config.after = 1
  return config


def get_get_ref():
  config = ml_collections.ConfigDict({'variant': 'B', 'n': 3})
  # unknown: variant model.variant n twice model
  config.model = dict(variant=config.get_ref('variant'), other=1)
  config.twice = config.get_ref('n') * 2
  config.variant = 'S'
  config.n = 5
  return config


def get_oneway():
  config = ml_collections.ConfigDict({'a': 1})
  # unknown: a b
  config.b = config.get_oneway_ref('a')
  config.a = 2
  return config


def get_placeholder():
  config = ml_collections.ConfigDict()
  # unknown: steps name size
  config.steps = config_dict.placeholder(int)
  config.name = config_dict.placeholder(str)
  config.name = 'set'
  config.size = config_dict.FieldReference(None, field_type=int)
  return config


def get_required():
  config = ml_collections.ConfigDict()
  # unknown: ! steps *
  config.steps = config_dict.required_placeholder(int)
  return config


def get_placeholder_type():
  config = ml_collections.ConfigDict()
  config.steps = config_dict.placeholder(int)
  config.steps = 'many'
  return config


def get_reference_type():
  config = ml_collections.ConfigDict()
  size = config_dict.FieldReference(16)
  config.size = size
  config.size = 'large'
  return config


def get_reference_kept():
  config = ml_collections.ConfigDict()
  size = config_dict.FieldReference(16)
  # unknown: a b
  config.a = size
  config.b = size
  config.a = 8
  return config


def get_resolved():
  config = ml_collections.ConfigDict()
  size = config_dict.FieldReference(16)
  # unknown: a b c.a
  config.a = size
  config.b = size.get()
  copied = config.copy_and_resolve_references()
  size.set(8)
  copied.c = config
  return copied
