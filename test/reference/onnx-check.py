"""Checks exported models with ONNX's own checker and the Python build of ONNX Runtime.

    python test/reference/onnx-check.py MODEL.onnx...

Needs onnx, onnxruntime and numpy. For each model: the checker with full shape inference, only standard operators, every
initialiser a float32 array, a forward pass on random inputs whose outputs have the declared shapes and only finite values.
"""

import sys

import numpy as np
import onnx
import onnxruntime


def check(path):
  # By path: models with a data file can't be checked from memory.
  onnx.checker.check_model(path, full_check=True)
  model = onnx.load(path, load_external_data=False)
  domains = {node.domain for node in model.graph.node}
  assert domains <= {'', 'ai.onnx'}, f'operators of {domains}'
  assert all(tensor.data_type == onnx.TensorProto.FLOAT for tensor in model.graph.initializer)
  parameters = sum(int(np.prod(tensor.dims)) for tensor in model.graph.initializer)

  session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
  random = np.random.default_rng(0)
  feeds = {}
  for value in session.get_inputs():
    if value.type == 'tensor(int32)':
      feeds[value.name] = random.integers(0, 100, value.shape).astype(np.int32)
    else:
      feeds[value.name] = random.uniform(-1, 1, value.shape).astype(np.float32)
  outputs = session.run(None, feeds)
  print(f'{path}: {parameters} parameters, opset {model.opset_import[0].version}, {len(model.graph.node)} nodes')
  for value, output in zip(session.get_outputs(), outputs):
    assert list(output.shape) == value.shape, f'{value.name}: {output.shape} is not {value.shape}'
    assert np.isfinite(output).all(), f'{value.name}: not finite'
    print(f'  {value.name} {list(output.shape)} mean {output.mean():.4f} std {output.std():.4f}')


if __name__ == '__main__':
  for name in sys.argv[1:]:
    check(name)
