/** The graph as a run wants it: a small model without weights for each section, and what to feed to it. */
import { toBinary } from '@bufbuild/protobuf';
import type { Graph, GraphInput, Section, Shape, Tensor } from '../core/model/graph';
import type { Value } from './builder';
import { NodeBuilder, valueInfo } from './builder';
import { activationBytes } from './memory';
import { graphProto, modelProto } from './model';
import { ModelProtoSchema } from './onnx_pb';
import { writeOp } from './operators';
import { channelsFirst, channelsLast } from './operators/layout';
import { elements, parameterName } from './shapes';

/** A parameter that a section is fed with. */
export interface PlanWeight {
  /** The model's input. */
  readonly input: string;
  /** The parameter's full name, `{i}` standing for the round. */
  readonly name: string;
  /** The parameter's shape in checkpoints. */
  readonly shape: Shape;
  /** The shape to feed: the same values in the same order. */
  readonly feedShape: Shape;
}

export interface PlanValue {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: Tensor['dtype'];
}

export interface PlanSection {
  /** `Transformer/encoderblock_{i}` */
  readonly label: string;
  /** An ONNX model. */
  readonly model: Uint8Array;
  readonly repeat: number;
  readonly firstIndex: number;
  /** Values made before that the model reads. */
  readonly reads: readonly string[];
  readonly weights: readonly PlanWeight[];
  /** Values that are read later, as the model gives them. */
  readonly writes: readonly PlanValue[];
  /** Of a repeated section: after each round `output` becomes `input`. Behind the section it is called `output`. */
  readonly carry: { readonly input: string; readonly output: string } | null;
  /** Bytes of the values within, at most. */
  readonly activationBytes: number;
}

export interface PlanInput {
  readonly name: GraphInput['name'];
  readonly value: string;
  readonly shape: Shape;
  readonly vocabulary: number | null;
}

export interface PlanOutput {
  readonly name: string;
  readonly value: string;
  readonly shape: Shape;
}

/** Plain data: it goes to the child process as it is. */
export interface RunPlan {
  readonly inputs: readonly PlanInput[];
  readonly sections: readonly PlanSection[];
  readonly outputs: readonly PlanOutput[];
  /** Values of the largest parameter: how long the buffer of random weights has to be. */
  readonly largestParameter: number;
}

/**
 * The plan of a forward pass of `graph`, batch 1. A repeated section is one model run `repeat` times, its weights fed anew.
 * Throws RangeError where the graph contradicts itself (a defect of the graph, never of a config).
 */
export function runPlan(graph: Graph): RunPlan {
  const borders = new Borders(graph);
  const sections = graph.sections.map((section, index) => planSection(section, index, borders));
  const largestParameter = Math.max(1, ...sections.flatMap((section) => section.weights.map((weight) => elements(weight.shape))));
  return {
    inputs: graph.inputs.map(({ name, tensor, vocabulary }) => ({
      name,
      value: valueName(tensor),
      shape: tensor.shape,
      vocabulary: vocabulary ?? null,
    })),
    sections,
    outputs: graph.outputs.map(({ name, tensor }) => ({ name, value: valueName(tensor), shape: tensor.shape })),
    largestParameter,
  };
}

const valueName = (tensor: Tensor): string => `t${tensor.id}`;

/** Which tensors cross from one section into another, and in what layout. */
class Borders {
  readonly #lastSection = new Map<number, number>();
  readonly #channelsLast = new Set<number>();

  constructor(graph: Graph) {
    graph.sections.forEach((section, index) => {
      for (const op of section.ops) for (const input of op.inputs) this.#lastSection.set(input.id, index);
      if (section.carry !== null) this.#lastSection.set(section.carry.input.id, index);
    });
    for (const { tensor } of graph.inputs) this.#channelsLast.add(tensor.id);
    for (const { tensor } of graph.outputs) {
      this.#lastSection.set(tensor.id, Number.POSITIVE_INFINITY);
      this.#channelsLast.add(tensor.id);
    }
    for (const { carry } of graph.sections) {
      if (carry !== null && (this.#channelsLast.has(carry.input.id) || this.#channelsLast.has(carry.output.id))) {
        this.#channelsLast.add(carry.input.id).add(carry.output.id);
      }
    }
  }

  readAfter(tensor: Tensor, section: number): boolean {
    return (this.#lastSection.get(tensor.id) ?? -1) > section;
  }

  /** Image tensors cross channels-first, but those that come from outside or go there are as upstream has them. */
  incoming(tensor: Tensor): Value {
    const first = tensor.shape.length === 4 && !this.#channelsLast.has(tensor.id);
    const shape = first ? [0, 3, 1, 2].map((axis) => tensor.shape[axis] ?? 1) : tensor.shape;
    return { name: valueName(tensor), shape, dtype: tensor.dtype, layout: first ? 'nchw' : 'as-is' };
  }
}

function planSection(section: Section, index: number, borders: Borders): PlanSection {
  const weights: PlanWeight[] = [];
  const b = new NodeBuilder('fused', (_, scope, parameter, shape) => {
    const name = scope === '' ? parameter.name : `${scope}/${parameter.name}`;
    weights.push({ input: name, name, shape: parameter.shape, feedShape: shape });
    return { name, shape, dtype: 'float32', layout: 'as-is' };
  });

  const reads = new Map<number, Value>();
  const made = new Map<number, Value>();
  const valueOf = (tensor: Tensor): Value => {
    const inside = made.get(tensor.id) ?? reads.get(tensor.id);
    if (inside !== undefined) return inside;
    const value = borders.incoming(tensor);
    reads.set(tensor.id, value);
    return value;
  };
  if (section.carry !== null) valueOf(section.carry.input);
  const outputs = new Map<number, Tensor>();
  for (const op of section.ops) {
    made.set(op.output.id, writeOp(b, op, valueOf));
    if (borders.readAfter(op.output, index) || op.output.id === section.carry?.output.id) outputs.set(op.output.id, op.output);
  }

  b.enter('');
  const written = [...outputs.values()].map((tensor) => {
    const border = borders.incoming(tensor);
    const inner = valueOf(tensor);
    const placed = border.layout === 'nchw' ? channelsFirst(b, inner) : channelsLast(b, inner);
    return b.node('Identity', [placed], border);
  });
  const inputs = [...reads.values(), ...weights.map((weight): Value => ({ name: weight.input, shape: weight.feedShape, dtype: 'float32', layout: 'as-is' }))];
  const info = (value: Value) => valueInfo(value.name, value.shape, value.dtype);
  const model = modelProto(graphProto(section.label, b.nodes, inputs.map(info), written.map(info)), { fused: true });
  return {
    label: section.label,
    model: toBinary(ModelProtoSchema, model),
    repeat: section.repeat,
    firstIndex: section.firstIndex,
    reads: [...reads.values()].map((value) => value.name),
    weights,
    writes: [...outputs.values()].map((tensor) => ({ name: valueName(tensor), shape: borders.incoming(tensor).shape, dtype: tensor.dtype })),
    carry: section.carry === null ? null : { input: valueName(section.carry.input), output: valueName(section.carry.output) },
    activationBytes: activationBytes(b, new Set(written.map((value) => value.name))),
  };
}

/** The full names of a plan's parameters with their shapes, in order. */
export function planParameters(plan: RunPlan): { name: string; shape: Shape }[] {
  return plan.sections.flatMap((section) =>
    Array.from({ length: section.repeat }, (_, round) =>
      section.weights.map((weight) => ({ name: parameterName('', weight.name, section.firstIndex + round), shape: weight.shape })),
    ).flat(),
  );
}
