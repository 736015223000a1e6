"""Writes test/golden/catalogue.json: every model of upstream's configs/models.py as plain values.

Needs ml_collections, and a checkout of google-research/vision_transformer named by VISION_TRANSFORMER:

    VISION_TRANSFORMER=../vision_transformer python test/reference/catalogue.py
"""

import importlib.util
import json
import os
import pathlib
import sys

checkout = os.environ.get('VISION_TRANSFORMER')
if checkout is None:
    sys.exit('Set VISION_TRANSFORMER to a checkout of google-research/vision_transformer.')

# Loaded by path: importing the package would pull in jax and tensorflow.
source = pathlib.Path(checkout) / 'vit_jax' / 'configs' / 'models.py'
spec = importlib.util.spec_from_file_location('upstream_models', source)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

models = {name: config.to_dict() for name, config in module.MODEL_CONFIGS.items()}
target = pathlib.Path(__file__).parent.parent / 'golden' / 'catalogue.json'
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(models, indent=1) + '\n')
print(f'{len(models)} models written to {target}')
