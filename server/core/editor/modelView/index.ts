/**
 * The model panel's picture: the graph cut into the parts people name, what each costs, and where the text decides it.
 * Everything is read off the graph and counted by count/.
 */
import type { DocumentAnalysis, ModelAnalysis } from '../../analysis';
import { costOf, weightBytesOf } from '../../count/cost';
import { activationPeaks } from '../../count/memory';
import type { Graph, Op } from '../../model/graph';
import { kindOf, nameOf } from '../modelHover';
import type { RunState } from '../run';
import { type Part, partsOf } from './parts';
import { keysByPart, placesOf } from './places';
import { stepsOf } from './steps';
import { blockTimes } from './times';
import { textOf } from './titles';
import type { BuiltInfo, ModelViewInfo, PartInfo, TowerInfo } from './types';

export type { BuiltInfo, ImageInfo, ModelViewInfo, PartInfo, StepInfo, TowerInfo } from './types';

/** What there is to show of a model of this document; `run` is the last run of this very config. Never throws. */
export function modelView(analysis: DocumentAnalysis, model: ModelAnalysis, run: RunState | null): ModelViewInfo {
  const { spec, graph } = model;
  return {
    name: nameOf(spec),
    kind: kindOf(spec.architecture),
    anchor: spec.anchor,
    problems: graph.ok ? [] : graph.problems.map(({ message, keys }) => ({ message, places: placesOf(analysis, model, keys) })),
    built: built(analysis, model, run),
  };
}

function built(analysis: DocumentAnalysis, model: ModelAnalysis, run: RunState | null): BuiltInfo | null {
  const { figures } = model;
  if (!model.graph.ok || figures === null) return null;
  const { graph } = model.graph;
  const parts = partsOf(graph);
  const infos = partInfos(analysis, model, graph, parts, run);
  const { architecture } = model.spec;
  const image = architecture.architecture === 'lit' ? architecture.image : architecture;
  const imageKeys = [image.imageSize.key, image.patchSize.key];
  if (image.architecture === 'vit' && image.resnet !== null) imageKeys.push(image.resnet.numLayers.key);
  const { imageSize, ...tokenization } = graph.image;
  return {
    parameters: figures.parameters,
    macs: figures.macs,
    flops: figures.flops,
    weightBytes: figures.weightBytes,
    activationBytes: figures.activationBytes,
    outputs: figures.outputs,
    towers: graph.inputs.map(({ name, tensor }): TowerInfo => {
      const tower = graph.inputs.length === 1 ? '' : name === 'images' ? 'image' : 'text';
      return { name: tower, input: { name, shape: tensor.shape }, parts: infos.filter((_, i) => towerOf(parts[i]) === tower) };
    }),
    joint: infos.find((_, i) => parts[i]?.role === 'similarity') ?? null,
    image: { size: imageSize, ...tokenization, places: placesOf(analysis, model, imageKeys) },
  };
}

function towerOf(part: Part | undefined): string | null {
  if (part === undefined || part.role === 'similarity') return null;
  return part.tower === 'img' ? 'image' : part.tower === 'txt' ? 'text' : '';
}

function partInfos(analysis: DocumentAnalysis, model: ModelAnalysis, graph: Graph, parts: readonly Part[], run: RunState | null): PartInfo[] {
  const owners = new Map<Op, Part>(parts.flatMap((part) => part.slices.flatMap(({ ops }) => ops.map((op) => [op, part] as const))));
  const peaks = activationPeaks(graph, (op) => owners.get(op));
  const keys = keysByPart(parts);
  const times = run?.kind === 'ok' ? blockTimes(graph, parts, run.blocks) : null;
  return parts.map((part) => {
    const cost = costOf(part.slices);
    const { title, detail } = textOf(part, graph);
    const blocks = part.role === 'blocks' || part.role === 'stage';
    // Of a stage the later units: the first has a projection that the others have not.
    const last = part.slices.at(-1);
    return {
      id: part.id,
      title,
      detail,
      repeat: blocks ? part.slices.reduce((sum, { repeat }) => sum + repeat, 0) : 1,
      steps: stepsOf(last?.ops ?? []),
      outputShape: outputShape(last?.ops ?? []),
      parameters: cost.parameters,
      macs: cost.macs,
      weightBytes: weightBytesOf(cost),
      activationBytes: peaks.get(part) ?? 0,
      places: placesOf(analysis, model, keys.get(part) ?? []),
      blockMs: times?.get(part) ?? null,
    };
  });
}

/** Of what goes on to the next part; a padding mask and TransFG's attention so far go beside it. */
function outputShape(ops: readonly Op[]): readonly number[] {
  return ops.findLast(({ kind }) => kind !== 'paddingMask' && kind !== 'chainWeights')?.output.shape ?? [];
}
