/** Reads back what is in a model file. */
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from './onnx_pb';

/** How many values the initialisers of a model file have, those in a data file included. Throws where the bytes are no ONNX model. */
export function countInitializers(model: Uint8Array): number {
  const { graph } = fromBinary(ModelProtoSchema, model);
  return (graph?.initializer ?? []).reduce((sum, tensor) => sum + tensor.dims.reduce((product, size) => product * Number(size), 1), 0);
}
