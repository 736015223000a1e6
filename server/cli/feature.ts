/** What stands for an image, or a text, in a model: the part of its graph that makes it. */
import type { Graph } from '../core/model/graph';
import { only, withoutHead } from '../core/model/prune';
import { InputError } from './arguments';
import { builtGraph } from './models';
import type { SourceModel } from './source';

export interface Feature {
  /** Only what leads to the feature, its one output. */
  readonly graph: Graph;
  /** The output's name: `pre_logits`, `img/normalized`. */
  readonly name: string;
  readonly dimensions: number;
}

const IMAGE_EMBEDDING = 'img/normalized';
const TEXT_EMBEDDING = 'txt/normalized';

/** Of LiT its normalised image embedding; of others what their head is put on. Throws InputError for a model that has none. */
export function imageFeature(entry: SourceModel): Feature {
  const graph = builtGraph(entry);
  const feature = featureOf(isLit(entry) ? only(graph, [IMAGE_EMBEDDING]) : withoutHead(graph));
  if (feature !== null) return feature;
  throw new InputError(
    `${entry.label} has no one feature for an image: it keeps a vector for each token (classifier: unpooled). \`classifier: token\` or \`gap\` takes one`,
  );
}

/** LiT's normalised text embedding; null for a model that takes no text. Throws InputError for one that can't be built. */
export function textFeature(entry: SourceModel): Feature | null {
  return isLit(entry) ? featureOf(only(builtGraph(entry), [TEXT_EMBEDDING])) : null;
}

const isLit = ({ model }: SourceModel) => model.spec.architecture.architecture === 'lit';

function featureOf(graph: Graph): Feature | null {
  const [output] = graph.outputs;
  const [, dimensions, ...more] = output?.tensor.shape ?? [];
  return output === undefined || dimensions === undefined || more.length > 0 ? null : { graph, name: output.name, dimensions };
}
