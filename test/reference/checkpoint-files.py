"""Small checkpoint files as NumPy and safetensors write them, and the values in them: the goldens of test/unit/checkpoint/reference.test.ts.

    python test/reference/checkpoint-files.py test/golden/checkpoint-files

Needs numpy, ml_dtypes (jax brings it) and safetensors.
"""

import io
import json
import pathlib
import sys
import zipfile

import ml_dtypes
import numpy as np
import safetensors.numpy

FLOATS = ['float16', 'bfloat16', 'float32', 'float64']


def values_of(shape):
  """Values that every type has: a few bits of fraction."""
  count = int(np.prod(shape))
  return (np.arange(count) % 15 - 7).reshape(shape) / 4


def tensors():
  shape = (2, 3, 4)
  of_types = {f'types/{name}': values_of(shape).astype(name) for name in FLOATS}
  special = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 2.0**-24, 65504.0, 1 / 3])
  return {
      **of_types,
      **{f'special/{name}': special.astype(name) for name in FLOATS},
      'scalar': np.float32(0.5),
      'empty': np.zeros((0, 3), np.float32),
      'step': np.array(10000, np.int32),
      'mask': np.array([True, False]),
      '层/kernel': values_of((5,)).astype(np.float32),
  }


def npz_only():
  """What safetensors can't have."""
  values = values_of((2, 3, 4)).astype(np.float32)
  return {
      'fortran': np.asfortranarray(values),
      'fortran/matrix': np.asfortranarray(values_of((3, 2)).astype(np.float16)),
      'big/float16': values.astype('>f2'),
      'big/float32': values.astype('>f4'),
      'big/float64': np.asfortranarray(values.astype('>f8')),
      'name': np.array(['ViT-B_16']),
  }


def npy_versions(path):
  """The .npy versions that NumPy chooses only for headers that no float array has."""
  with zipfile.ZipFile(path, 'w') as file:
    for version in [(1, 0), (2, 0), (3, 0)]:
      data = io.BytesIO()
      np.lib.format.write_array(data, values_of((2, 3)).astype(np.float32), version=version)
      file.writestr(zipfile.ZipInfo(f'v{version[0]}.npy'), data.getvalue())


def streamed(path, arrays):
  """As NumPy writes where it can't go back: sizes come after the data."""

  class Pipe(io.BytesIO):

    def seekable(self):
      return False

    def seek(self, *_):
      raise OSError('a pipe')

    def tell(self):
      raise OSError('a pipe')

  pipe = Pipe()
  with zipfile.ZipFile(pipe, 'w') as file:
    for name, array in arrays.items():
      # With a date of its own, so that the file is the same each time.
      info = zipfile.ZipInfo(f'{name}.npy')
      info.compress_type = zipfile.ZIP_DEFLATED
      with file.open(info, 'w', force_zip64=True) as member:
        np.lib.format.write_array(member, array)
  path.write_bytes(pipe.getvalue())


def described(array):
  flat = np.asarray(array)
  plain = {'shape': list(flat.shape), 'dtype': flat.dtype.name}
  if flat.dtype.kind == 'f' or flat.dtype == ml_dtypes.bfloat16:
    # Numbers that JSON does not have are JavaScript's words.
    plain['values'] = [float(v) if np.isfinite(v) else str(v).replace('inf', 'Infinity') for v in flat.astype(np.float32).ravel()]
    plain['values'] = ['-0' if v == 0 and np.signbit(v) else v for v in plain['values']]
  return plain


def quoted(value):
  return json.dumps(value, ensure_ascii=False, allow_nan=False)


def main():
  directory = pathlib.Path(sys.argv[1])
  directory.mkdir(parents=True, exist_ok=True)
  both = tensors()
  every = {**both, **npz_only()}
  np.savez(directory / 'stored.npz', **every)
  np.savez_compressed(directory / 'deflated.npz', **every)
  streamed(directory / 'streamed.npz', {'a': both['types/float32'], 'b': every['fortran']})
  npy_versions(directory / 'versions.npz')
  safetensors.numpy.save_file({k: np.asarray(v) for k, v in both.items()}, directory / 'all.safetensors', metadata={'format': 'np'})
  np.savez(directory / 'pickled.npz', good=both['scalar'], bad=np.array([{'a': 1}], dtype=object))
  golden = {
      'stored.npz': every,
      'deflated.npz': every,
      'streamed.npz': {'a': both['types/float32'], 'b': every['fortran']},
      'versions.npz': {f'v{v}': values_of((2, 3)).astype(np.float32) for v in (1, 2, 3)},
      'all.safetensors': both,
  }
  described_files = {file: {name: described(array) for name, array in arrays.items()} for file, arrays in golden.items()}
  lines = [
      f'{quoted(file)}: {{\n' + ',\n'.join(f'  {quoted(name)}: {quoted(what)}' for name, what in tensors.items()) + '\n}'
      for file, tensors in described_files.items()
  ]
  (directory / 'values.json').write_text('{\n' + ',\n'.join(lines) + '\n}\n')


main()
