/** The size of the images that a training's data pipeline ends in: train.py makes its model from the first batch. */
import { type Phrase, phrase } from '../../phrase';
import type { ConfigNode, MappingNode } from '../../syntax/tree';
import { entryOf, valueAt } from '../../syntax/tree';
import type { Field, Pair } from '../spec';
import { known } from '../spec';
import { readWhole } from '../visionTransformer/reader';
import { type Size, sizeAfter } from './preprocess';

/** What is counted at where the pipeline does not tell. */
const ASSUMED: Pair = [224, 224];

/** Where a size stands, and the size. */
interface Told {
  readonly key: string;
  readonly keyRange: Field<Pair>['keyRange'];
  readonly range: Field<Pair>['range'];
  readonly size: Size;
}

/** 224 x 224 by default, with the reason in `origin`, where it is not known. Trainers of before `input` had `pp_train` at the top. */
export function imageSizeOf(root: MappingNode): Field<Pair> {
  const told = pipelines(root);
  const [first] = told;
  if (first === undefined) return assumed('input.pp', root.open ?? phrase`the config has no ${'input.pp'}`);
  const { size } = first;
  if ('unknown' in size) return assumed(first.key, size.unknown);
  const other = told.find((pipeline) => 'unknown' in pipeline.size || pipeline.size[0] !== size[0] || pipeline.size[1] !== size[1]);
  if (other !== undefined) return assumed(other.key, 'unknown' in other.size ? other.size.unknown : phrase`the data sets give images of several sizes`);
  return size.every((side) => side >= 1) ? known(first.key, size, first) : assumed(first.key, phrase`it gives empty images`);
}

/** Whether the size is what a config says, and not what is assumed for want of it. */
export const isTold = (size: Field<Pair>): boolean => size.known && size.source !== 'default';

function assumed(key: string, reason: Phrase): Field<Pair> {
  return known(key, ASSUMED, { keyRange: null, range: null }, 'default', phrase`assumed, because ${reason}`);
}

function pipelines(root: MappingNode): Told[] {
  const input = entryOf(root, 'input')?.value;
  if (input?.kind !== 'mapping') {
    const old = at(root, 'pp_train', 'pp_train', undefined);
    return input === undefined && old !== undefined ? [old] : [];
  }
  const data = entryOf(input, 'data')?.value;
  // Without a name it is a weight for each of several data sets, with a pipeline each.
  const weights = data?.kind === 'mapping' && data.open === undefined && entryOf(data, 'name') === undefined ? data.entries : [];
  const used = weights.filter(({ value }) => !(value.kind === 'scalar' && value.value === 0));
  if (used.length === 0) return [at(input, 'pp', 'input.pp', data)].filter((told) => told !== undefined);
  return used.flatMap(({ key }) => at(entryOf(input, key)?.value, 'pp', `input.${key}.pp`, undefined) ?? []);
}

/** The pipeline under `name`; without one, images as the data set gives them. */
function at(node: ConfigNode | undefined, name: string, key: string, data: ConfigNode | undefined): Told | undefined {
  const entry = entryOf(node, name);
  const before = dummySize(data);
  if (entry === undefined)
    return before === undefined ? undefined : { key: 'input.data.spec', keyRange: before.keyRange, range: before.range, size: before.size };
  const { keyRange, value } = entry;
  return { key, keyRange, range: value.range, size: sizeOfPipeline(value, before?.size) };
}

/** Of images that have been through a pipeline; `before`: what the data set gives. */
export function sizeOfPipeline(pipeline: ConfigNode, before: Size = { unknown: phrase`its images keep the shape they come in` }): Size {
  if (pipeline.kind === 'unknown') return { unknown: pipeline.reason };
  return pipeline.kind === 'scalar' && typeof pipeline.value === 'string' ? sizeAfter(pipeline.value, before) : { unknown: phrase`it is not text` };
}

/** `bv:dummy` makes images of the shape it is told. */
function dummySize(data: ConfigNode | undefined): Omit<Told, 'key'> | undefined {
  const name = entryOf(data, 'name')?.value;
  if (name?.kind !== 'scalar' || name.value !== 'bv:dummy') return undefined;
  const entry = entryOf(valueAt(data ?? null, 'spec.image'), 'shape');
  if (entry?.value.kind !== 'sequence') return undefined;
  const sides = entry.value.items.map((item) => readWhole(item, 1));
  const [height, width, channels] = sides.map((side) => ('value' in side ? side.value : 0));
  if (sides.length !== 3 || channels !== 3 || height === undefined || width === undefined) return undefined;
  return { keyRange: entry.keyRange, range: entry.value.range, size: [height, width] };
}
