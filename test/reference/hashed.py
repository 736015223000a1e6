"""Weights and inputs made from names, so that no golden has to store them; in TypeScript: test/unit/onnx/hashed.ts."""

import base64
import math
import re

import numpy as np


def fnv1a(text):
  code = 0x811C9DC5
  for byte in text.encode():
    code = ((code ^ byte) * 0x01000193) & 0xFFFFFFFF
  return code


def uniform(name, count):
  """Numbers in [-1, 1): PCG's output function over a counter that starts at the hash of the name."""
  # Over uint32, where multiplication wraps around.
  state = (np.arange(count, dtype=np.uint32) + np.uint32(fnv1a(name))) * np.uint32(747796405) + np.uint32(2891336453)
  word = ((state >> ((state >> np.uint32(28)) + np.uint32(4))) ^ state) * np.uint32(277803737)
  bits = (word >> np.uint32(22)) ^ word
  return (bits >> np.uint32(8)).astype(np.float64) * (2.0 / 2**24) - 1.0


def values(name, shape):
  """The values of a parameter: kernels spread by their fan in, scales around 1, the rest around 0."""
  count = math.prod(shape)
  if name.endswith('/scale'):
    center, spread = 1.0, 0.25
  elif name.endswith('/kernel'):
    outputs = 2 if re.search(r'/(query|key|value)/kernel$', name) and len(shape) == 3 else 1
    center, spread = 0.0, math.sqrt(3 / max(1, math.prod(shape[:-outputs])))
  else:
    center, spread = 0.0, 0.25
  return (center + spread * uniform(name, count)).astype(np.float32).reshape(shape)


def encoded(array):
  array = np.asarray(array, np.float32)
  return {'shape': list(array.shape), 'values': base64.b64encode(array.astype('<f4').tobytes()).decode()}
