"""Parameters as files, in each form that checkpoints have, and back as upstream reads them."""

import pathlib
import re

import flax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
from safetensors.numpy import load_file
from safetensors.numpy import save_file

from forward import checkpoint_name
from upstream import checkpoint
from vit_jax import test_utils

GROUP_NORM = re.compile(r'/?gn(\d+|_root|_proj)/(bias|scale)$')


def write(params, path, case):
  """Writes the tree `params`, whose names are those of upstream's code today."""
  flat = {names: np.asarray(value) for names, value in flax.traverse_util.flatten_dict(params).items()}
  named = {checkpoint_name(names) if case.numbering == 'published' else '/'.join(names): value for names, value in flat.items()}
  if case.group_norm_axes:
    named = {name: value.reshape(1, 1, 1, -1) if GROUP_NORM.search(name) else value for name, value in named.items()}
  FORMS[case.form](named, str(path))


def read(path):
  """The tree that upstream's own loader makes of a file; of a safetensors file, which it doesn't know, in the same way."""
  if pathlib.Path(path).suffix == '.npz':
    return checkpoint.load(str(path))
  values = load_file(path)
  tree = checkpoint.checkpoints.convert_pre_linen(checkpoint.recover_tree(values.keys(), values.values()))
  return flax.core.unfreeze(tree)


def as_float32(params):
  """Upstream computes in float32 whatever a file holds; jax would refuse some of the types."""
  flat = flax.traverse_util.flatten_dict(flax.core.unfreeze(params))
  return flax.traverse_util.unflatten_dict({path: jnp.asarray(np.asarray(value).astype(np.float32)) for path, value in flat.items()})


def _upstream(named, path):
  """As upstream's own code writes checkpoints."""
  # pylint: disable=protected-access
  test_utils._save(flax.traverse_util.unflatten_dict(named, sep='/'), path)


def _of(dtype):
  return lambda named, path: _upstream({name: value.astype(dtype) for name, value in named.items()}, path)


def _columns_first(named, path):
  np.savez(path, **{name: np.asfortranarray(value) for name, value in named.items()})


def _compressed(named, path):
  """Float32 of few significant bits, so that there is something to compress."""
  mantissas = {name: np.frexp(value) for name, value in named.items()}
  rounded = {name: np.ldexp(np.round(mantissa * 8) / 8, exponent) for name, (mantissa, exponent) in mantissas.items()}
  np.savez_compressed(path, **rounded)


def _compressed_bfloat16(named, path):
  """Float32 that were bfloat16 when they were trained."""
  np.savez_compressed(path, **{name: value.astype(ml_dtypes.bfloat16).astype(np.float32) for name, value in named.items()})


def _safetensors(dtype):
  return lambda named, path: save_file({name: np.ascontiguousarray(value.astype(dtype)) for name, value in named.items()}, path)


FORMS = {
    'npz': _upstream,
    'npz compressed': _compressed,
    'npz bfloat16 compressed': _compressed_bfloat16,
    'npz float16': _of(np.float16),
    'npz float64': _of(np.float64),
    'npz fortran': _columns_first,
    'safetensors': _safetensors(np.float32),
    'safetensors float16': _safetensors(np.float16),
    'safetensors bfloat16': _safetensors(ml_dtypes.bfloat16),
}
