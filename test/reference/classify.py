"""Writes test/golden/classify: a small LiT of random weights, and what upstream says with it of images and labels.

    VISION_TRANSFORMER=../vision_transformer FLAXFORMER=../flaxformer python test/reference/classify.py

Needs jax, flax, ml-collections, pandas, pillow, tensorflow-cpu and tensorflow-text. All of upstream's own way is walked: its
tokenizer and image preprocessing, its model, and the softmax of lit.ipynb. The vocabulary is test/golden/tokens/unigram.model.gz,
which tokens.py makes.
"""

import gzip
import json
import os
import pathlib
import sys
import tempfile
from unittest import mock

import jax
import ml_collections
import numpy as np
from PIL import Image

sys.path[:0] = [os.environ['VISION_TRANSFORMER'], os.environ['FLAXFORMER']]
# For quantised layers, of which there are none.
for name in ('aqt', 'aqt.jax_legacy', 'aqt.jax_legacy.jax', *(f'aqt.jax_legacy.jax.{part}' for part in ('flax_layers', 'quant_config', 'quantization'))):
  sys.modules[name] = mock.MagicMock(name=name)
from vit_jax import models_lit  # pylint: disable=wrong-import-position
from vit_jax import preprocess  # pylint: disable=wrong-import-position

ROOT = pathlib.Path(__file__).parents[2]
OUT = ROOT / 'test/golden/classify'
IMAGES = ['lake.jpg', 'owl.png']
LABELS = ['a photo of a lake', 'an owl', 'a photo of a cat, a dog and a bird', '一张猫的照片', 'naïve 🐱']

CONFIG = ml_collections.ConfigDict({
    'model_name': 'lit-small',
    'out_dim': (8, 8),
    'image': {
        'patches': {'size': (8, 8)},
        'hidden_size': 16,
        'transformer': {'mlp_dim': 32, 'num_heads': 2, 'num_layers': 1},
        'classifier': 'token',
    },
    'text_model': 'text_transformer',
    'text': {'width': 16, 'num_layers': 1, 'mlp_dim': 32, 'num_heads': 2, 'vocab_size': 1200},
    'pp': {'tokenizer_name': 'sentencepiece', 'size': 32, 'max_len': 16, 'crop': False},
})


def flat(tree, prefix=''):
  for name, value in tree.items():
    if isinstance(value, dict):
      yield from flat(value, f'{prefix}{name}/')
    else:
      yield f'{prefix}{name}', np.asarray(value)


def main():
  OUT.mkdir(parents=True, exist_ok=True)
  with tempfile.NamedTemporaryFile(suffix='.model') as file:
    file.write(gzip.decompress((ROOT / 'test/golden/tokens/unigram.model.gz').read_bytes()))
    file.flush()
    tokens = preprocess.get_tokenizer('sentencepiece')(vocab_path=file.name, max_len=CONFIG.pp.max_len)(LABELS)
  pictures = [np.array(Image.open(ROOT / 'samples/images' / name).convert('RGB')) for name in IMAGES]
  images = preprocess.PreprocessImages(size=CONFIG.pp.size, crop=CONFIG.pp.crop)(pictures)

  model = models_lit.LitModel(**CONFIG)
  variables = model.init(jax.random.PRNGKey(0), images=images, tokens=tokens)
  generator = np.random.default_rng(0)
  # Nothing stays zero or one as it is made, so that everything tells.
  params = jax.tree.map(lambda value: (np.asarray(value) + 0.1 * generator.standard_normal(value.shape)).astype(np.float32), variables['params'])
  params['t'] = np.array([2.5], np.float32)
  zimg, ztxt, out = model.apply({'params': params}, images=images, tokens=tokens)
  cosines = np.asarray(zimg @ ztxt.T)
  # lit.ipynb compares each text with all images; zero-shot, each image with all texts.
  probabilities = np.asarray(jax.nn.softmax(out['t'] * zimg @ ztxt.T, axis=1))

  np.savez(OUT / 'lit-small.npz', **dict(flat(params)))
  config = {**CONFIG.to_dict(), 'out_dim': list(CONFIG.out_dim)}
  config['image']['patches']['size'] = list(CONFIG.image.patches.size)
  (OUT / 'lit-small.vit.json').write_text(json.dumps({**config, 'checkpoint': 'lit-small.npz'}, indent=2) + '\n')
  result = {'images': IMAGES, 'labels': LABELS, 'cosines': cosines.tolist(), 'probabilities': probabilities.tolist()}
  (OUT / 'probabilities.json').write_text(json.dumps(result, indent=1) + '\n')
  print(probabilities)


if __name__ == '__main__':
  main()
