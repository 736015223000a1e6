/** The frame around the nodes: opset, version, names. */
import { create } from '@bufbuild/protobuf';
import type { GraphProto, ModelProto, NodeProto, ValueInfoProto } from './onnx_pb';
import { GraphProtoSchema, ModelProtoSchema } from './onnx_pb';

/** Gelu, the newest operator in use, came with opset 20, which came with version 9 of the format. */
const OPSET = 20n;
const IR_VERSION = 9n;

export function graphProto(name: string, node: NodeProto[], inputs: readonly ValueInfoProto[], outputs: readonly ValueInfoProto[]): GraphProto {
  return create(GraphProtoSchema, { name, node, input: [...inputs], output: [...outputs] });
}

/** A model around `graph`, or around nothing where the graph is written apart. */
export function modelProto(graph: GraphProto | undefined, options: { fused: boolean; metadata?: Readonly<Record<string, string>> }): ModelProto {
  return create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'vit-config',
    opsetImport: [{ domain: '', version: OPSET }, ...(options.fused ? [{ domain: 'com.microsoft', version: 1n }] : [])],
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
    ...(graph === undefined ? {} : { graph }),
  });
}
