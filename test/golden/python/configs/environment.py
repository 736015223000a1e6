"""What comes from outside."""
import datetime
import os
import random
import sys

import ml_collections
import numpy as np

HOME = os.environ.get('HOME_NOT_SET', '/nowhere')


def get_environment():
  config = ml_collections.ConfigDict()
  # unknown: home user seed path joined argv platform now python cwd mixed
  config.home = HOME
  config.user = os.getenv('USER_NOT_SET')
  config.seed = random.randint(7, 7)
  config.path = os.path.join('a', 'b')
  config.joined = os.path.basename('/x/y.npz')
  config.argv = len(sys.argv)
  config.platform = sys.platform
  config.now = datetime.datetime.now().year > 2000
  config.python = sys.version_info[0]
  config.cwd = os.getcwd()[:1]
  config.mixed = [1, os.getpid() > 0]
  config.known = 'known'
  return config


def get_numpy():
  config = ml_collections.ConfigDict()
  # unknown: mean array dtype logs total count
  config.mean = np.mean([1, 2])
  config.array = np.arange(3)
  config.dtype = np.float32
  config.logs = float(np.log(2.0))
  config.total = int(np.prod((2, 3)))
  config.count = np.int64(3)
  config.known = 1
  return config


def get_unknown_key():
  config = ml_collections.ConfigDict({'a': 1})
  # unknown: * a
  config[HOME] = 1
  config.b = 2
  return config


def get_unknown_call():
  """What is given away may be changed."""
  config = ml_collections.ConfigDict({'a': 1, 'sub': {'x': 1}})
  # unknown: * a sub sub.x
  np.asarray(config)
  config.b = 2
  return config


def get_unknown_call_of_part():
  config = ml_collections.ConfigDict({'a': 1, 'sub': {'x': 1}})
  # unknown: sub sub.x
  np.asarray(config.sub)
  return config


def get_printed():
  config = ml_collections.ConfigDict({'a': 1})
  print(config)
  print('size', config.a)
  config.b = 2
  return config


def get_unknown_argument_kept():
  config = ml_collections.ConfigDict({'sizes': [1, 2]})
  # unknown: sizes *
  random.shuffle(config.sizes)
  return config
