"""Multiply-accumulates of a traced program: every `dot_general` and `conv_general_dilated` in it.

An outer product sums nothing up and is none: big_vision makes its fixed position embedding of one, of constants.
"""

import contextlib
import math


def macs(jaxpr):
  total = 0
  for equation in jaxpr.eqns:
    kind = equation.primitive.name
    if kind == 'dot_general':
      (contracted, _), _ = equation.params['dimension_numbers']
      left = equation.invars[0].aval.shape
      if contracted:
        total += math.prod(equation.outvars[0].aval.shape) * math.prod(left[axis] for axis in contracted)
    elif kind == 'conv_general_dilated':
      kernel = equation.invars[1].aval.shape
      _, in_axis, *window = equation.params['dimension_numbers'].rhs_spec
      # The kernel's input axis already is channels / groups.
      total += math.prod(equation.outvars[0].aval.shape) * kernel[in_axis] * math.prod(kernel[axis] for axis in window)
    else:
      inner = sum(map(macs, _inner_programs(equation.params.values())))
      if inner and kind in ('while', 'cond'):
        raise NotImplementedError(f'products inside {kind}')
      total += inner * (equation.params['length'] if kind == 'scan' else 1)
  return total


def _inner_programs(values):
  for value in values:
    if isinstance(value, (list, tuple)):
      yield from _inner_programs(value)
    else:
      with contextlib.suppress(AttributeError):
        value = value.jaxpr
      if hasattr(value, 'eqns'):
        yield value
