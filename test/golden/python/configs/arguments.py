"""What is passed behind the colon."""
import ml_collections

from configs import base_models
from configs import base_training


# vit-config: args=ti16,pets
def get_config(model_dataset):
  model, dataset = model_dataset.split(',')
  config = base_training.with_dataset(base_training.get_config(), dataset)
  config.model = getattr(base_models, f'get_{model}_config')()
  if model == 'ti16' and dataset == 'pets':
    config.base_lr = 0.01
  return config
