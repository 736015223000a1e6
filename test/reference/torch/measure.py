"""What a PyTorch model has and does: its parameters, and the products of one forward pass as they happen."""

import hashlib
import math
import pathlib
import re
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from hashed import uniform, values


def published(name, array):
  """Name and layout as flax has them: dots are slashes, kernels [in, out] and [height, width, in, out], scales of norms called so."""
  path = name.replace('.', '/')
  if not path.endswith('/weight'):
    return path, array
  stem = path[: -len('/weight')]
  if array.ndim == 4:
    return f'{stem}/kernel', array.transpose(2, 3, 1, 0)
  return (f'{stem}/kernel', array.T) if array.ndim == 2 else (f'{stem}/scale', array)


def lines(model):
  """`name shape` of each parameter, sorted."""
  named = [published(name, np.empty(tuple(p.shape), np.int8)) for name, p in model.named_parameters()]
  return sorted(f"{name} {'x'.join(map(str, array.shape))}" for name, array in named)


def fill(model):
  """Gives every parameter the values that its published name and shape make."""
  with torch.no_grad():
    for name, parameter in model.named_parameters():
      path, like = published(name, np.empty(tuple(parameter.shape), np.int8))
      made = values(path, like.shape)
      back = made.transpose(3, 2, 0, 1) if made.ndim == 4 else made.T if path.endswith('/kernel') else made
      parameter.copy_(torch.from_numpy(np.ascontiguousarray(back)))


def images(size):
  height, width = size
  made = uniform('images', height * width * 3).astype(np.float32).reshape(1, height, width, 3)
  return torch.from_numpy(np.ascontiguousarray(made.transpose(0, 3, 1, 2)))


class Counter:
  """Counts what runs below it."""

  def __init__(self, model):
    self.macs = self.normalized = self.other = 0
    self._matmul = torch.matmul
    self._handles = [m.register_forward_hook(self._hook) for m in model.modules()]

  def _hook(self, module, inputs, output):
    if isinstance(module, torch.nn.Conv2d):
      self.macs += output.numel() * math.prod(module.weight.shape[1:])
    elif isinstance(module, torch.nn.Linear):
      self.macs += output.numel() * module.in_features
    elif isinstance(module, (torch.nn.LayerNorm, torch.nn.GroupNorm)):
      self.normalized += output.numel()
    elif isinstance(module, torch.nn.BatchNorm2d):
      self.other += 2 * output.numel()
    elif isinstance(module, torch.nn.UpsamplingBilinear2d):
      self.other += 4 * output.numel()

  def __enter__(self):
    def matmul(a, b):
      product = self._matmul(a, b)
      self.macs += product.numel() * a.shape[-1]
      return product

    torch.matmul = matmul
    return self

  def __exit__(self, *_):
    torch.matmul = self._matmul
    for handle in self._handles:
      handle.remove()


def run(model, size):
  """The output of one forward pass as the graph has it, channels last, and what the pass cost."""
  with torch.no_grad(), Counter(model) as counter:
    result = model(images(size))
  output = result[0] if isinstance(result, tuple) else result
  array = output.numpy()
  return array.transpose(0, 2, 3, 1) if array.ndim == 4 else array, counter


def figures(model, size, every_parameter):
  named = lines(model)
  output, counter = run(model, size)
  return output, {
      'parameters': sum(p.numel() for p in model.parameters() if p.requires_grad),
      'macs': counter.macs,
      'normalizedElements': counter.normalized,
      'otherFlops': counter.other,
      'output': list(output.shape),
      'names': named if every_parameter else hashlib.sha256('\n'.join(named).encode()).hexdigest(),
  }


def reason(error):
  """The first line of an error, with its kind."""
  return re.sub(r'\s+', ' ', f'{type(error).__name__}: {error}').strip()[:200]
