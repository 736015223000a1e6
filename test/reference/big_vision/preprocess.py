"""Writes test/golden/big_vision/preprocess.json: the sizes of images that big_vision's own preprocessing makes.

    BIG_VISION=../big_vision python test/reference/big_vision/preprocess.py

Needs TensorFlow. Each pipeline is given two pictures of different shapes; where their sizes differ in the end, or it fails, it is null.
"""

import json
import os
import pathlib
import sys
from unittest import mock

import numpy as np
import tensorflow as tf

sys.path.insert(0, os.environ['BIG_VISION'])
for name in ('jax', 'absl', 'big_vision.utils'):
  sys.modules.setdefault(name, mock.MagicMock(name=name))

# All that a step asks of jax: to copy one array.
sys.modules['jax'].tree.map = lambda function, leaf: function(leaf)

# pylint: disable=unused-import,wrong-import-position
from big_vision.pp import builder
from big_vision.pp import ops_general
from big_vision.pp import ops_image

GOLDEN = pathlib.Path(__file__).parents[2] / 'golden' / 'big_vision' / 'preprocess.json'
LABELS = '|value_range(-1, 1)|onehot(10, key="label", key_result="labels")|keep("image", "labels")'
PIPELINES = [
    'decode_jpeg_and_inception_crop(224)|flip_lr' + LABELS,
    'decode_jpeg_and_inception_crop(224)|flip_lr|' + LABELS,
    'decode|resize_small(256)|central_crop(224)' + LABELS,
    'decode|resize(256)|random_crop(192)|flip_lr' + LABELS,
    'decode|resize((64, 96))' + LABELS,
    'decode|resize([64, 96])',
    'decode|resize(size=80)',
    'decode|inception_crop(size=112, area_min=50)' + LABELS,
    'decode|inception_crop(112,50)',
    'decode|inception_crop',
    'decode|inception_crop()',
    'decode|resize(90)|central_crop',
    'decode|central_crop()',
    'decode|central_crop(crop_size=(48, 32))',
    'decode|resize_small(256)',
    'decode|resize_long(96)',
    'decode|resize(128)|resize_small(64)',
    'decode|resize(128)|resize_long(64)',
    'decode|resize((128, 64))|resize_small(32)',
    'decode(precise=True)|resize(96, method="area", antialias=True)|random_crop((64, 48))',
    'decode(channels=1)|resize(64)',
    'decode|resize(64)|copy("image", "small")|resize(32, key="small")',
    'decode|resize(64)|copy("image", "small")|resize(32, key="small")|copy("small", "image")',
    'decode|resize(64)|resize(32, outkey="other")',
    'decode|resize(64, outkey="other")|resize(48, inkey="other")',
    'decode|resize(64)|keep("labels")',
    'decode|resize(64)|drop("image")',
    'decode|resize(64)|drop("label")',
    'decode|resize(64)|vgg_value_range',
    'decode|resize(1_28)',
    'decode| resize( 64 ) | value_range(0, 1)',
    'decode||resize(64)|',
    'decode|resize(64)|reshape((32, 128, 3))',
    'decode|resize(64)|pad_to_shape((80, 80, 3))',
    'decode|resize(64)|flatten',
    'decode|resize(64)|no_such_step',
    'decode|resize(64)|setdefault("other", 1)',
    'decode|resize(64)|convert_to_video(4)',
    'decode|resize(64)|squeeze_last_dim',
]


def size_of(pipeline, height, width):
  picture = tf.io.encode_jpeg(np.random.RandomState(0).randint(0, 255, (height, width, 3), np.uint8))
  data = {'image': picture, 'label': tf.constant(3), 'labels': tf.constant(3)}
  image = builder.get_preprocess_fn(pipeline, log_data=False)(data)['image']
  return list(image.shape[:2]) if image.shape.rank == 3 and image.shape[2] == 3 else None


def final(pipeline):
  try:
    sizes = [size_of(pipeline, *shape) for shape in ((300, 400), (410, 290))]
  except Exception as error:  # pylint: disable=broad-except
    print(pipeline, type(error).__name__)
    return None
  return sizes[0] if sizes[0] == sizes[1] else None


if __name__ == '__main__':
  about = 'What images are in the end, [height, width]; null where that depends on the picture, or fails. By test/reference/big_vision/preprocess.py.'
  lines = ',\n    '.join(f'{json.dumps(pipeline)}: {json.dumps(final(pipeline))}' for pipeline in PIPELINES)
  GOLDEN.write_text(f'{{\n  "about": {json.dumps(about)},\n  "madeWith": "tensorflow {tf.__version__}",\n  "sizes": {{\n    {lines}\n  }}\n}}\n')
