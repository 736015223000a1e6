/** The whole model as one ONNX file that others can use: standard operators, real initialisers. */

import { create, toBinary } from '@bufbuild/protobuf';
import type { Graph } from '../core/model/graph';
import { phrase } from '../core/phrase';
import { ExportError } from './exportError';
import { modelProto } from './model';
import { ModelProtoSchema, TensorProto_DataLocation, TensorProto_DataType, TensorProtoSchema } from './onnx_pb';
import { elements } from './shapes';
import { structure } from './structure';
import { randomWeights, zeroWeights } from './weights';
import type { NamedParameter, WeightSource } from './weights/source';
import { tag, varint } from './wire';

/** Weights beyond this go into a file of their own: a protobuf message ends at 2 GiB, and readers hold it whole. */
const INSIDE_LIMIT_BYTES = 2 ** 30;
const CHUNK_VALUES = 2 ** 20;
/** Described without a pause: some milliseconds. */
const PARAMETERS_AT_A_TIME = 100;
/** Repeated blocks are written out one by one: a model beyond this many operations is refused. The deepest of upstream has some 900. */
const OPERATION_LIMIT = 200_000;
const GRAPH_FIELD = 7;
const INITIALIZER_FIELD = 5;
const RAW_DATA_FIELD = 9;

export interface ExportOptions {
  readonly weights: 'random' | 'zeros';
  /** Of the random weights, default 0. */
  readonly seed?: number;
  /** For the metadata: `ViT-B_16`. */
  readonly modelName?: string;
  readonly producerVersion?: string;
  /** Weights of more bytes go into the data file, default 1 GiB. */
  readonly externalBeyondBytes?: number;
}

/** Where the bytes go. A chunk may be reused for the next one as soon as the returned promise is fulfilled. */
export interface ExportSink {
  /** The next bytes of the model file. */
  model(chunk: Uint8Array): void | Promise<void>;
  /** The next bytes of the data file; called only where the weights are too large for the model file. */
  data(chunk: Uint8Array): void | Promise<void>;
  /** The data file's name as the model file refers to it: beside the model file, no path. */
  readonly dataName: string;
  /** Awaited between pieces of work that take some milliseconds each, for a process that has others to serve meanwhile. */
  pause?(): Promise<void>;
}

export interface ExportSummary {
  /** Values of all initialisers. */
  readonly parameters: number;
  readonly weightBytes: number;
  /** Whether the weights are in the data file. */
  readonly external: boolean;
}

/**
 * Writes `graph` as an ONNX model with its weights. Needs some 4 MiB and the node list, however large the model is.
 * Inputs, outputs and initialisers have the graph's names (`images`, `logits`, `Transformer/encoderblock_0/...`); LiT's output `t`,
 * the exponential of the parameter `t`, is `t_output`. Rejects with ExportError for a model too deep to be written out, and with
 * whatever the sink throws.
 */
export async function exportOnnx(graph: Graph, options: ExportOptions, sink: ExportSink): Promise<ExportSummary> {
  const source = options.weights === 'zeros' ? zeroWeights : randomWeights(options.seed ?? 0);
  return writeModel(graph, source, options, sink);
}

/** As `exportOnnx`, the weights from anywhere. */
export async function writeModel(
  graph: Graph,
  source: WeightSource,
  options: Omit<ExportOptions, 'weights' | 'seed'>,
  sink: ExportSink,
): Promise<ExportSummary> {
  const operations = graph.sections.reduce((sum, section) => sum + section.ops.length * section.repeat, 0);
  if (operations > OPERATION_LIMIT)
    throw new ExportError(phrase`The model has ${operations} operations written out, too many for one ONNX file (at most ${OPERATION_LIMIT})`);
  const pause = sink.pause ?? (async () => undefined);
  const { nodes, parameters } = await structure(graph, options.modelName ?? 'model', pause);
  const values = parameters.reduce((sum, { shape }) => sum + elements(shape), 0);
  const external = values * 4 > (options.externalBeyondBytes ?? INSIDE_LIMIT_BYTES);

  const frame = modelProto(undefined, { fused: false, metadata: metadata(graph, source) });
  frame.producerVersion = options.producerVersion ?? '';
  const initializers = await placed(parameters, external ? sink.dataName : null, pause);
  const graphBytes = nodes.reduce((sum, { length }) => sum + length, 0) + initializers.reduce((sum, { head, rawBytes }) => sum + head.length + rawBytes, 0);

  // A message's fields may come in any order: the weights are streamed behind the nodes, and the message is never whole in memory.
  await sink.model(toBinary(ModelProtoSchema, frame));
  await sink.model(Uint8Array.of(...tag(GRAPH_FIELD), ...varint(graphBytes)));
  for (const piece of nodes) await sink.model(piece);
  let dataOffset = 0;
  for (const { parameter, head, offset } of initializers) {
    await sink.model(head);
    if (external) {
      if (offset > dataOffset) await sink.data(new Uint8Array(offset - dataOffset));
      await stream(parameter, source, (chunk) => sink.data(chunk));
      dataOffset = offset + elements(parameter.shape) * 4;
    } else {
      await stream(parameter, source, (chunk) => sink.model(chunk));
    }
  }
  return { parameters: values, weightBytes: values * 4, external };
}

interface Initializer {
  readonly parameter: NamedParameter;
  /** The initialiser's bytes up to its raw data, which follow here or in the data file. */
  readonly head: Uint8Array;
  /** Bytes of raw data that follow in the model file. */
  readonly rawBytes: number;
  /** Where the data begin in the data file. */
  readonly offset: number;
}

/** `dataName` null: the data follow each initialiser's head in the model file. */
async function placed(parameters: readonly NamedParameter[], dataName: string | null, pause: () => Promise<void>): Promise<Initializer[]> {
  const initializers: Initializer[] = [];
  let end = 0;
  for (const [index, parameter] of parameters.entries()) {
    if (index % PARAMETERS_AT_A_TIME === 0) await pause();
    const bytes = elements(parameter.shape) * 4;
    const offset = align(end, bytes);
    end = offset + bytes;
    const tensor = create(TensorProtoSchema, {
      name: parameter.name,
      dims: parameter.shape.map(BigInt),
      dataType: TensorProto_DataType.FLOAT,
      ...(dataName === null ? {} : external(dataName, offset, bytes)),
    });
    const header = toBinary(TensorProtoSchema, tensor);
    const inner = dataName === null ? Uint8Array.of(...header, ...tag(RAW_DATA_FIELD), ...varint(bytes)) : header;
    const rawBytes = dataName === null ? bytes : 0;
    const head = Uint8Array.of(...tag(INITIALIZER_FIELD), ...varint(inner.length + rawBytes), ...inner);
    initializers.push({ parameter, head, rawBytes, offset });
  }
  return initializers;
}

function external(location: string, offset: number, length: number) {
  const entries = { location, offset, length };
  return { dataLocation: TensorProto_DataLocation.EXTERNAL, externalData: Object.entries(entries).map(([key, value]) => ({ key, value: String(value) })) };
}

/** Large tensors begin at multiples of 64 KiB, so that readers can map them into memory on every system. */
function align(offset: number, bytes: number): number {
  const step = bytes >= 2 ** 20 ? 65_536 : 64;
  return Math.ceil(offset / step) * step;
}

async function stream(parameter: NamedParameter, source: WeightSource, write: (chunk: Uint8Array) => void | Promise<void>): Promise<void> {
  const total = elements(parameter.shape);
  const fill = source.open(parameter);
  const buffer = new Float32Array(Math.min(CHUNK_VALUES, total));
  for (let done = 0; done < total; done += buffer.length) {
    const chunk = buffer.subarray(0, Math.min(buffer.length, total - done));
    fill(chunk);
    await write(new Uint8Array(chunk.buffer, 0, chunk.byteLength));
  }
}

function metadata(graph: Graph, source: WeightSource): Record<string, string> {
  const images = graph.inputs.find((input) => input.name === 'images');
  const tokens = graph.inputs.find((input) => input.name === 'tokens');
  return {
    'vit-config.weights': source.description,
    ...(images === undefined ? {} : { 'vit-config.images': `float32 [${images.tensor.shape.join(', ')}]: RGB, rows, columns, channels; values from -1 to 1` }),
    ...(tokens === undefined ? {} : { 'vit-config.tokens': `int32 [${tokens.tensor.shape.join(', ')}]: token ids below ${tokens.vocabulary ?? 0}` }),
  };
}
