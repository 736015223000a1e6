"""Classes beside configs."""
import dataclasses

import ml_collections


class Defaults:
  WIDTH = 768
  HEADS = 12

  @staticmethod
  def build():
    return ml_collections.ConfigDict({'a': 1})

  def method(self):
    config = ml_collections.ConfigDict()
    config.x = 1
    return config


@dataclasses.dataclass
class Size:
  width: int = 192
  heads: int = 3


class Special(ml_collections.ConfigDict):
  pass


def get_attributes():
  config = ml_collections.ConfigDict()
  # unknown: width size fields.width fields
  config.width = Defaults.WIDTH
  config.size = Size().width
  config.fields = dataclasses.asdict(Size())
  config.known = 1
  return config


def get_static():
  # unknown: * a
  return Defaults.build()


def get_method():
  # unknown: * x
  return Defaults().method()


def get_special():
  # unknown: * a
  config = Special()
  config.a = 1
  return config
