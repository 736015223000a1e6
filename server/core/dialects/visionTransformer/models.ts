import type { ConfigDocument, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Range } from '../../text';
import type { Recognition } from '../dialect';
import type { ArchitectureSpec, Field, ModelSpec, Pair, TrainingSpec } from '../spec';
import { readLit, readMixer, readVit } from './architectures';
import type { UpstreamModel } from './catalogue';
import { isUpstreamLit, isUpstreamMixer, upstreamModel } from './catalogue';
import { checkpointOf, labelsOf } from './checkpoint';
import type { Layout } from './keys';
import { hasArchitectureKey, layoutOf, measuresInference } from './keys';
import type { Upstream } from './reader';
import { Reader, treeOf } from './reader';
import { placeholderSize, readTraining, trainedClasses, trainedImageSize } from './training';

/** The model of a recognised document: none while there is nothing of one to read. Never throws. */
export function models(document: ConfigDocument, recognition: Recognition): readonly ModelSpec[] {
  const layout = layoutOf(document, recognition);
  if (layout === null || layout.model === null) return [];
  const { model, prefix } = layout;
  if (!hasArchitectureKey(model) && entryOf(model, 'model_name') === undefined) return [];
  const config = new Reader(model, prefix);
  const training = layout.form === 'training' ? readTraining(new Reader(layout.root, ''), measuresInference(layout.root)) : null;
  return [
    {
      dialect: 'vision_transformer',
      node: model,
      prefix,
      name: config.text('model_name'),
      anchor: anchorOf(model),
      architecture: architectureOf(layout, config, training),
      training,
      checkpoint: checkpointOf(layout),
      labels: labelsOf(layout),
    },
  ];
}

export function anchorOf(model: MappingNode): Range {
  const first = model.entries.find(({ merged }) => merged === undefined) ?? model.entries[0];
  return entryOf(model, 'model_name')?.keyRange ?? first?.keyRange ?? { start: model.range.start, end: model.range.start };
}

function architectureOf(layout: Layout, config: Reader, training: TrainingSpec | null): ArchitectureSpec {
  const surroundings = { imageSize: imageSizeOf(config, training), numClasses: numClassesOf(config, training) };
  switch (layout.kind) {
    case 'vit':
      return readVit(config, surroundings);
    case 'mixer':
      return readMixer(config, surroundings);
    case 'lit':
      return readLit(config, surroundings.imageSize);
    case 'named': {
      const named = upstreamOf(config);
      if (named === null) return readVit(new Reader(null, config.prefix), surroundings);
      const { model, reader } = named;
      if (isUpstreamMixer(model)) return readMixer(reader, surroundings);
      if (!isUpstreamLit(model)) return readVit(reader, surroundings);
      const lit = readLit(reader, surroundings.imageSize);
      // A size that is written wins over the named model's.
      return surroundings.imageSize.known && surroundings.imageSize.source === 'default'
        ? lit
        : { ...lit, image: { ...lit.image, imageSize: surroundings.imageSize } };
    }
  }
}

/** A reader over the named upstream model, as if its keys stood where its name stands. */
function upstreamOf(config: Reader): { model: UpstreamModel; reader: Reader } | null {
  const name = config.text('model_name');
  const model = name.known ? upstreamModel(name.value) : undefined;
  if (!name.known || name.range === null || model === undefined) return null;
  const upstream: Upstream = { name: name.value, place: { keyRange: name.keyRange, range: name.range } };
  return { model, reader: new Reader(treeOf(model, name.range), config.prefix, upstream) };
}

function imageSizeOf(config: Reader, training: TrainingSpec | null): Field<Pair> {
  const key = `${config.prefix}image_size`;
  const size = config.pair('image_size', 1, true, [224, 224]);
  if (training === null) return size;
  if (config.entry('image_size') !== undefined) return placeholderSize(config) ?? size;
  return trainedImageSize(training, key) ?? size;
}

function numClassesOf(config: Reader, training: TrainingSpec | null): Field<number> {
  const key = `${config.prefix}num_classes`;
  if (config.entry('num_classes') === undefined && training !== null) {
    const trained = trainedClasses(training, key);
    if (trained !== undefined) return trained;
  }
  return config.wholeOrNull('num_classes', 0, 0, 1000);
}
