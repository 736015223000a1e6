import { phrase } from '../../phrase';
import type { ConfigDocument, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import { sizeAfter } from '../bigVision/preprocess';
import type { Recognition } from '../dialect';
import type { ArchitectureSpec, Field, ModelSpec, Pair, ScenicMixerSpec, ScenicVitSpec } from '../spec';
import { known, SCENIC_CLASSIFIERS, SCENIC_POSITIONS, untold } from '../spec';
import { readStages } from '../visionTransformer/architectures';
import { textOf } from '../visionTransformer/keys';
import { anchorOf } from '../visionTransformer/models';
import { isNull, Reader, readNumber, readWhole } from '../visionTransformer/reader';
import { layoutOf, PREFIX, type ScenicKind } from './layout';

const ASSUMED: Pair = [224, 224];
const ASSUMED_CLASSES = 1000;
const NOWHERE = { keyRange: null, range: null };

/** What scenic's own data sets give: side in pixels, classes; null for images of one channel, which the models are not counted for. */
const DATASETS: Readonly<Record<string, { readonly side: number; readonly classes: number } | null>> = {
  imagenet: { side: 224, classes: 1000 },
  cifar10: { side: 32, classes: 10 },
  svhn: { side: 32, classes: 10 },
  mnist: null,
  fashion_mnist: null,
};

/** The model of a recognised training; none where it is none of the baselines. Never throws. */
export function models(document: ConfigDocument, _recognition: Recognition): readonly ModelSpec[] {
  const layout = layoutOf(document);
  if (layout === null || layout.kind === null) return [];
  const { root, model, kind } = layout;
  return [
    {
      dialect: 'scenic',
      node: model,
      prefix: PREFIX,
      name: new Reader(root, '').text('model_name'),
      anchor: anchorOf(root),
      architecture: architectureOf(kind, new Reader(model, PREFIX), root),
      training: null,
      checkpoint: null,
      labels: null,
    },
  ];
}

function architectureOf(kind: ScenicKind, model: Reader, root: MappingNode): ArchitectureSpec {
  const surroundings = { imageSize: imageSizeOf(root), numClasses: classesOf(root) };
  return kind === 'mixer' ? readMixer(model, surroundings) : readVit(model, surroundings, kind);
}

type Surroundings = Pick<ScenicVitSpec, 'imageSize' | 'numClasses'>;

function readVit(model: Reader, surroundings: Surroundings, kind: 'vit' | 'hybrid'): ScenicVitSpec {
  // HybridViT has no words for these.
  const plain = kind === 'vit';
  const stem = model.child('resnet');
  return {
    architecture: 'scenic-vit',
    ...surroundings,
    patchSize: model.child('patches').pair('size', 1, false),
    hiddenSize: model.whole('hidden_size', 1),
    transformer: {
      numLayers: model.whole('num_layers', 0),
      numHeads: model.whole('num_heads', 1),
      mlpDim: model.whole('mlp_dim', 1),
      dropoutRate: model.number('dropout_rate', { min: 0, max: 1 }, 0.1),
      attentionDropoutRate: model.number('attention_dropout_rate', { min: 0, max: 1 }, 0.1),
    },
    classifier: plain ? model.choice('classifier', SCENIC_CLASSIFIERS) : hybridClassifier(model.text('classifier')),
    positions: plain
      ? model.choice('positional_embedding', SCENIC_POSITIONS, 'learned_1d')
      : known(`${PREFIX}positional_embedding`, 'learned_1d', NOWHERE, 'default'),
    representationSize: model.field<number | null>('representation_size', (node) => (isNull(node) ? { value: null } : readWhole(node, 1))),
    resnet:
      plain || model.absent('resnet')
        ? null
        : { numLayers: stem.field('num_layers', readStages), widthFactor: stem.number('width_factor', { min: 0, exclusive: true }) },
  };
}

const HYBRID_CLASSIFIERS = ['token', '0', 'gap', 'gmp', 'gsp'] as const;

/** By any other word HybridViT pools nothing. */
function hybridClassifier(field: Field<string>): ScenicVitSpec['classifier'] {
  return field.known ? { ...field, value: HYBRID_CLASSIFIERS.find((name) => name === field.value) ?? 'none' } : field;
}

function readMixer(model: Reader, surroundings: Surroundings): ScenicMixerSpec {
  return {
    architecture: 'scenic-mixer',
    ...surroundings,
    patchSize: model.pair('patch_size', 1, false),
    hiddenSize: model.whole('hidden_size', 1),
    numLayers: model.whole('num_layers', 0),
    sequenceMlpDim: model.whole('sequence_mlp_dim', 1),
    channelsMlpDim: model.whole('channels_mlp_dim', 1),
    layerScale: model.field<number | null>('layer_scale', (node) => (isNull(node) ? { value: null } : readNumber(node, {})), null),
  };
}

/** What the data pipeline gives; 224 x 224 where nothing tells, with the reason in `origin`. */
function imageSizeOf(root: MappingNode): Field<Pair> {
  const configs = entryOf(root, 'dataset_configs')?.value;
  for (const name of ['pp_train', 'pp_eval']) {
    const entry = entryOf(configs, name);
    const steps = textOf(entry?.value);
    if (entry === undefined || steps === undefined) continue;
    const size = sizeAfter(steps, { unknown: phrase`its images keep the shape they come in` });
    const key = `dataset_configs.${name}`;
    if (!('unknown' in size)) return known(key, size, { keyRange: entry.keyRange, range: entry.value.range }, 'derived', key);
  }
  const name = entryOf(root, 'dataset_name');
  const dataset = textOf(name?.value);
  if (name === undefined || dataset === undefined || !Object.hasOwn(DATASETS, dataset)) {
    // Of those projects' data sets nothing is known, not even that their images have three channels.
    if (textOf(entryOf(root, 'model_name')?.value) === 'vit_classification') return untold('dataset_name', phrase`the images of its data set are not known`);
    return known('dataset_configs', ASSUMED, NOWHERE, 'default', phrase`assumed, because the data set does not tell it`);
  }
  const place = { keyRange: name.keyRange, range: name.value.range };
  const given = DATASETS[dataset];
  if (given === null || given === undefined) return untold('dataset_name', phrase`the images of ${dataset} have one channel`, place);
  return known('dataset_name', [given.side, given.side], place, 'derived', phrase`the ${dataset} dataset`);
}

function classesOf(root: MappingNode): Field<number> {
  const configs = new Reader(entryOf(root, 'dataset_configs')?.value, 'dataset_configs.');
  if (configs.entry('num_classes') !== undefined) return configs.whole('num_classes', 0);
  const name = entryOf(root, 'dataset_name');
  const dataset = textOf(name?.value) ?? '';
  const given = Object.hasOwn(DATASETS, dataset) ? DATASETS[dataset] : undefined;
  if (name === undefined || given === undefined || given === null) return known('dataset_configs.num_classes', ASSUMED_CLASSES, NOWHERE, 'default');
  return known('dataset_name', given.classes, { keyRange: name.keyRange, range: name.value.range }, 'derived', phrase`the ${dataset} dataset`);
}
