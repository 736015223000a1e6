"""Writes test/golden/pictures/: image files of many kinds, and what TensorFlow and upstream's preprocess.py make of their bytes.

    VISION_TRANSFORMER=../vision_transformer FLAXFORMER=../flaxformer python test/reference/checkpoints/pictures.py

Levels are stored as base64 of zlib: as TensorFlow decodes the file, and as upstream prepares it, stretched and cropped. JPEGs are
decoded with libjpeg's exact transform, as Pillow does, which upstream's notebooks use. `byDefault` is the stretched picture as
TensorFlow decodes it unless told otherwise: with libjpeg's fast transform, which is up to 4 levels off the exact one.
"""

import base64
import json
import pathlib
import sys
import zlib

import numpy as np
from PIL import Image
from PIL import ImageCms
import tensorflow as tf

REFERENCE = pathlib.Path(__file__).parents[1]
sys.path[:0] = [str(REFERENCE), str(REFERENCE / 'model')]
# pylint: disable=wrong-import-position
from upstream import preprocess

GOLDEN = REFERENCE.parent / 'golden' / 'pictures'
SAMPLES = REFERENCE.parents[1] / 'samples' / 'images'
# No multiple of a block of any JPEG.
SIZE = (89, 59)
PREPARED = 32


def write_pictures():
  """Each kind of file that a person may have, of the two sample images."""
  GOLDEN.mkdir(parents=True, exist_ok=True)
  lake = Image.open(SAMPLES / 'lake.jpg').resize(SIZE, Image.Resampling.LANCZOS)
  owl = Image.open(SAMPLES / 'owl.png').convert('RGBA').resize((61, 75), Image.Resampling.LANCZOS)
  opaque = owl.convert('RGB')

  def jpeg(name, image=lake, **options):
    image.save(GOLDEN / f'{name}.jpg', **{'quality': 90, 'subsampling': '4:2:0', **options})

  jpeg('lake-420')
  jpeg('lake-422', subsampling='4:2:2')
  jpeg('lake-444', subsampling='4:4:4')
  jpeg('lake-progressive', progressive=True)
  jpeg('lake-coarse', quality=15)
  jpeg('lake-gray', lake.convert('L'))
  jpeg('lake-rgb', keep_rgb=True, subsampling='4:4:4')
  jpeg('lake-cmyk', lake.convert('CMYK'), subsampling='4:4:4')
  rotated = Image.Exif()
  rotated[0x0112] = 6
  jpeg('lake-rotated', exif=rotated)
  # A profile that would change every colour if anybody applied it.
  jpeg('lake-profile', icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile('XYZ')).tobytes())
  jpeg('owl-420', opaque, quality=75)

  owl.save(GOLDEN / 'owl-rgba.png')
  opaque.save(GOLDEN / 'owl-rgb.png')
  opaque.quantize(32).save(GOLDEN / 'owl-palette.png')
  opaque.convert('L').save(GOLDEN / 'owl-gray.png')
  owl.convert('LA').save(GOLDEN / 'owl-gray-alpha.png')
  gray = np.asarray(opaque.convert('L')).astype(np.uint16)
  Image.fromarray(gray * 257 - (gray > 0) * np.arange(61, dtype=np.uint16)).save(GOLDEN / 'owl-16-bit.png')


def decoded(path, **transform):
  """As TensorFlow reads it: 8-bit levels [height, width, 3]."""
  data = path.read_bytes()
  return tf.io.decode_jpeg(data, channels=3, **transform) if path.suffix == '.jpg' else tf.io.decode_png(data, channels=3)


def as_model_input(name, size):
  """The picture as a model's input [1, height, width, 3], read by Pillow as in upstream's notebooks."""
  image = np.asarray(Image.open(GOLDEN / name).convert('RGB'))
  return prepared(tf.constant(image), size, crop=False)[None]


def prepared(image, size, crop):
  if size[0] == size[1]:
    return preprocess.PreprocessImages(size=size[0], crop=crop).preprocess_tf(image).numpy()
  # Upstream knows square images only; its steps, with two sizes.
  resized = tf.image.resize(image, size, method='bilinear')
  return (-1 + tf.cast(tf.cast(resized, tf.uint8), tf.float32) / 255 * 2).numpy()


def stored(levels):
  return base64.b64encode(zlib.compress(np.ascontiguousarray(levels, np.uint8).tobytes(), 9)).decode()


def levels_of(values):
  levels = np.round((values.astype(np.float64) + 1) / 2 * 255).astype(np.uint8)
  assert np.array_equal(values, -1 + levels.astype(np.float32) / np.float32(255) * np.float32(2))
  return levels


def main():
  write_pictures()
  goldens = []
  for path in sorted(GOLDEN.glob('*.*g')):
    exact, default = decoded(path, dct_method='INTEGER_ACCURATE'), decoded(path)
    of = lambda image, crop: stored(levels_of(prepared(image, [PREPARED, PREPARED], crop)))
    goldens.append({
        'name': path.name,
        'image': list(exact.shape[:2]),
        'size': [PREPARED, PREPARED],
        'decoded': stored(exact.numpy()),
        'stretched': of(exact, False),
        'cropped': of(exact, True),
        'byDefault': of(default, False),
    })
    pillow = np.asarray(Image.open(path).convert('RGB')).astype(int)
    apart = [int(abs(other.astype(int) - exact.numpy()).max()) for other in (pillow, default.numpy())]
    print(f'{path.name}: from the exact transform Pillow is {apart[0]} levels apart, TensorFlow by default {apart[1]}')
  (GOLDEN / 'pictures.json').write_text(json.dumps(goldens, indent=1) + '\n')


if __name__ == '__main__':
  main()
