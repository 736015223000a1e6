"""Hyper-parameters beside a config."""
import ml_collections

SEEDS = range(3)


def get_config():
  config = ml_collections.ConfigDict()
  config.lr = 0.001
  config.seed = 0
  return config


def get_hyper(hyper):
  return hyper.product([
      hyper.sweep('config.lr', [1e-3, 3e-4]),
      hyper.sweep('config.seed', SEEDS),
  ])


def sweep(add):
  for lr in [1e-3, 3e-4]:
    add(lr=lr)


def fixed():
  return {'lr': 1, 'not': 'a ConfigDict'}


if __name__ == '__main__':
  print(get_config())
