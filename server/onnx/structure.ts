/** A graph's nodes as ONNX has them, repeated sections written out, without the weights. */
import { create, toBinary } from '@bufbuild/protobuf';
import type { Graph, Parameter, Tensor } from '../core/model/graph';
import type { Value } from './builder';
import { NodeBuilder, valueInfo } from './builder';
import { graphProto } from './model';
import { GraphProtoSchema } from './onnx_pb';
import { writeOp } from './operators';
import { channelsLast } from './operators/layout';
import { parameterName, resolveScope } from './shapes';
import type { NamedParameter } from './weights/source';

/** Written without a pause: some milliseconds. */
const OPERATIONS_AT_A_TIME = 50;

export interface Structure {
  /** The fields of a GraphProto without initialisers, in pieces. */
  readonly nodes: readonly Uint8Array[];
  /** The parameters that the initialisers are for. */
  readonly parameters: readonly NamedParameter[];
}

/** `pause` is awaited between pieces of the work: of a model with hundreds of blocks all of it takes seconds. */
export async function structure(graph: Graph, name: string, pause: () => Promise<void>): Promise<Structure> {
  const nodes: Uint8Array[] = [];
  const parameters: NamedParameter[] = [];
  let round = 0;
  const b = new NodeBuilder('standard', (builder, _, parameter, shape) => {
    const value: Value = { name: parameter.name, shape: parameter.shape, dtype: 'float32', layout: 'as-is' };
    parameters.push(parameter);
    return builder.reshape(value, shape);
  });
  /** Turns the nodes built so far into bytes: a message may be given in parts, the fields of which add up. */
  const flush = async () => {
    nodes.push(toBinary(GraphProtoSchema, create(GraphProtoSchema, { node: b.nodes.splice(0) })));
    await pause();
  };
  const values = new Map<number, Value>(
    graph.inputs.map((input) => [input.tensor.id, { name: input.name, shape: input.tensor.shape, dtype: input.tensor.dtype, layout: 'as-is' }]),
  );
  const valueOf = (tensor: Tensor): Value => {
    const value = values.get(tensor.id);
    if (value === undefined) throw new RangeError(`tensor ${tensor.id} is read before it is made`);
    return value;
  };
  let written = 0;
  for (const section of graph.sections) {
    for (round = section.firstIndex; round < section.firstIndex + section.repeat; round++) {
      for (const op of section.ops) {
        const scope = resolveScope(op.scope, round);
        const named = op.parameters.map((parameter): Parameter => ({ name: parameterName(op.scope, parameter.name, round), shape: parameter.shape }));
        values.set(op.output.id, writeOp(b, { ...op, scope, parameters: named }, valueOf));
        if (++written % OPERATIONS_AT_A_TIME === 0) await flush();
      }
      if (section.carry !== null) values.set(section.carry.input.id, valueOf(section.carry.output));
    }
    if (section.repeat === 0 && section.carry !== null) values.set(section.carry.output.id, valueOf(section.carry.input));
  }
  b.enter('');
  const taken = new Set(parameters.map((parameter) => parameter.name));
  const outputs = graph.outputs.map((output) => {
    const value = channelsLast(b, valueOf(output.tensor));
    return b.node('Identity', [value], { shape: value.shape, dtype: value.dtype, name: taken.has(output.name) ? `${output.name}_output` : output.name });
  });
  const inputs = graph.inputs.map((input) => valueInfo(input.name, input.tensor.shape, input.tensor.dtype));
  const results = outputs.map((value) => valueInfo(value.name, value.shape, value.dtype));
  nodes.push(toBinary(GraphProtoSchema, graphProto(name, b.nodes.splice(0), inputs, results)));
  return { nodes, parameters };
}
