/** Writes ONNX nodes one at a time and knows the shape of every value it made. */
import { create } from '@bufbuild/protobuf';
import type { Parameter, Shape, Tensor } from '../core/model/graph';
import type { AttributeProto, NodeProto, ValueInfoProto } from './onnx_pb';
import { AttributeProto_AttributeType, AttributeProtoSchema, NodeProtoSchema, TensorProto_DataType, TensorProtoSchema, ValueInfoProtoSchema } from './onnx_pb';
import { elements } from './shapes';

export type DType = Tensor['dtype'] | 'int64' | 'bool';

const DATA_TYPE: Readonly<Record<DType, number>> = {
  float32: TensorProto_DataType.FLOAT,
  int32: TensorProto_DataType.INT32,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
};

/** A value of the ONNX graph: the result of a node, an input, a constant. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Image tensors are channels-first inside the ONNX graph and channels-last at its borders. */
  readonly layout: 'as-is' | 'nchw';
}

export type Attributes = Readonly<Record<string, Attribute>>;
type Attribute = { readonly float: number } | { readonly int: number } | { readonly ints: readonly number[] } | { readonly text: string };

/** `com.microsoft`: ONNX Runtime's own operators. */
export type Domain = '' | 'com.microsoft';

/**
 * How a parameter comes into the graph: as an input that the runner feeds, or as an initialiser.
 * `shape` is the parameter's own, or another one of as many values in the same order.
 */
export type DeclareWeight = (builder: NodeBuilder, scope: string, parameter: Parameter, shape: Shape) => Value;

export class NodeBuilder {
  readonly nodes: NodeProto[] = [];
  /** Every value that a node made, for the estimate of memory. */
  readonly values = new Map<string, Value>();
  readonly #constants = new Map<string, Value>();
  readonly #names = new Map<string, number>();
  #scope = '';

  constructor(
    /** `fused` uses ONNX Runtime's own attention, `standard` only operators of the ONNX standard. */
    readonly attention: 'fused' | 'standard',
    private readonly declareWeight: DeclareWeight,
  ) {}

  /** The nodes added from now on carry this scope in their names, so that an error of the runtime leads back to it. */
  enter(scope: string): void {
    this.#scope = scope;
  }

  weight(parameter: Parameter, shape: Shape = parameter.shape): Value {
    return this.declareWeight(this, this.#scope, parameter, shape);
  }

  node(
    type: string,
    inputs: readonly (Value | null)[],
    output: { shape: Shape; dtype?: DType; layout?: Value['layout']; name?: string },
    attributes: Attributes = {},
    domain: Domain = '',
  ): Value {
    const name = this.#unique(this.#scope === '' ? type : `${this.#scope}/${type}`);
    const value: Value = { name: output.name ?? `${name}:0`, shape: output.shape, dtype: output.dtype ?? 'float32', layout: output.layout ?? 'as-is' };
    this.nodes.push(
      create(NodeProtoSchema, {
        name,
        opType: type,
        domain,
        input: inputs.map((input) => input?.name ?? ''),
        output: [value.name],
        attribute: Object.entries(attributes).map(([key, attribute]) => attributeProto(key, attribute)),
      }),
    );
    this.values.set(value.name, value);
    return value;
  }

  /** Whole numbers as a Constant node (never an initialiser: those are the model's parameters and nothing else). */
  ints(numbers: readonly number[], shape: Shape = [numbers.length]): Value {
    return this.#constant('int64', numbers, shape);
  }

  floats(numbers: readonly number[], shape: Shape = [numbers.length]): Value {
    return this.#constant('float32', numbers, shape);
  }

  #constant(dtype: 'int64' | 'float32', numbers: readonly number[], shape: Shape): Value {
    const key = `${dtype}[${shape.join()}]${numbers.join()}`;
    const seen = this.#constants.get(key);
    if (seen !== undefined) return seen;
    const name = `constant_${this.#constants.size}`;
    const value: Value = { name, shape, dtype, layout: 'as-is' };
    const data = dtype === 'int64' ? { int64Data: numbers.map(BigInt) } : { floatData: [...numbers] };
    this.nodes.push(
      create(NodeProtoSchema, {
        name,
        opType: 'Constant',
        output: [name],
        attribute: [
          create(AttributeProtoSchema, {
            name: 'value',
            type: AttributeProto_AttributeType.TENSOR,
            t: create(TensorProtoSchema, { dims: shape.map(BigInt), dataType: DATA_TYPE[dtype], ...data }),
          }),
        ],
      }),
    );
    this.#constants.set(key, value);
    this.values.set(name, value);
    return value;
  }

  /** The same values under another shape. */
  reshape(value: Value, shape: Shape, layout: Value['layout'] = 'as-is'): Value {
    if (sameShape(value.shape, shape)) return { ...value, layout };
    if (elements(value.shape) !== elements(shape)) throw new RangeError(`${value.name} of [${value.shape.join()}] can't be read as [${shape.join()}]`);
    return this.node('Reshape', [value, this.ints(shape)], { shape, dtype: value.dtype, layout });
  }

  transpose(value: Value, perm: readonly number[], layout: Value['layout'] = 'as-is'): Value {
    const shape = perm.map((axis) => value.shape[axis] ?? 1);
    return this.node('Transpose', [value], { shape, dtype: value.dtype, layout }, { perm: { ints: perm } });
  }

  #unique(name: string): string {
    const count = this.#names.get(name) ?? 0;
    this.#names.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }
}

/** `name: float32[1,197,768]` as ONNX writes the graph's inputs and outputs. */
export function valueInfo(name: string, shape: Shape, dtype: DType): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: { elemType: DATA_TYPE[dtype], shape: { dim: shape.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } })) } },
      },
    },
  });
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

function attributeProto(name: string, attribute: Attribute): AttributeProto {
  if ('float' in attribute) return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.FLOAT, f: attribute.float });
  if ('int' in attribute) return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i: BigInt(attribute.int) });
  if ('ints' in attribute) return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INTS, ints: attribute.ints.map(BigInt) });
  return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.STRING, s: new TextEncoder().encode(attribute.text) });
}
