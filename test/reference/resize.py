"""Writes test/golden/resize.json: images as upstream's own preprocess.py prepares them (tensorflow).

    VISION_TRANSFORMER=../vision_transformer python test/reference/resize.py

Needs tensorflow-cpu. The images are made from a rule that both sides know (`picture`), so that only results are stored: each as
base64 of the 8-bit levels that upstream's values stand for, large ones as a hash of them.
"""

import base64
import json
import os
import pathlib
import sys
from unittest import mock

import numpy as np
import tensorflow as tf

sys.path.insert(0, os.environ['VISION_TRANSFORMER'])
# preprocess.py imports it for its tokenizers alone.
sys.modules['tensorflow_text'] = mock.MagicMock()
from vit_jax import preprocess  # pylint: disable=wrong-import-position

# Height and width of the picture, size asked for, whether cropped.
CASES = [
    (7, 5, [16, 16], False),
    (37, 53, [24, 24], False),
    (37, 53, [24, 24], True),
    (53, 37, [24, 24], True),
    (20, 20, [20, 20], False),
    (64, 64, [32, 32], False),
    (31, 90, [16, 16], True),
    (90, 31, [17, 17], True),
    (3, 200, [9, 9], True),
    (1, 1, [6, 6], False),
    (41, 29, [12, 30], False),
    (29, 41, [30, 12], False),
    (301, 403, [224, 224], False),
    (301, 403, [224, 224], True),
    (201, 307, [384, 384], False),
]


def picture(height, width):
  """Every level, nothing flat."""
  index = np.arange(height * width * 3, dtype=np.uint32)
  mixed = (index * np.uint32(2654435761)) ^ (index >> np.uint32(3))
  return ((mixed >> np.uint32(13)) & np.uint32(255)).astype(np.uint8).reshape(height, width, 3)


def fnv1a(data):
  code = 0x811C9DC5
  for byte in data:
    code = ((code ^ byte) * 0x01000193) & 0xFFFFFFFF
  return code


def prepared(image, size, crop):
  if size[0] == size[1]:
    return preprocess.PreprocessImages(size=size[0], crop=crop).preprocess_tf(tf.constant(image)).numpy()
  # Upstream knows square images only; its steps, with two sizes.
  resized = tf.image.resize(image, size, method='bilinear')
  return (-1 + tf.cast(tf.cast(resized, tf.uint8), tf.float32) / 255 * 2).numpy()


def main():
  goldens = []
  for height, width, size, crop in CASES:
    values = prepared(picture(height, width), size, crop)
    levels = np.round((values.astype(np.float64) + 1) / 2 * 255).astype(np.uint8)
    # The levels stand for the values exactly.
    assert np.array_equal(values, -1 + levels.astype(np.float32) / np.float32(255) * np.float32(2))
    golden = {'image': [height, width], 'size': size, 'crop': crop, 'hash': fnv1a(levels.tobytes())}
    if levels.size < 5000:
      golden['levels'] = base64.b64encode(levels.tobytes()).decode()
    goldens.append(golden)
  target = pathlib.Path(__file__).parent.parent / 'golden' / 'resize.json'
  target.write_text(json.dumps(goldens, indent=1) + '\n')


if __name__ == '__main__':
  main()
