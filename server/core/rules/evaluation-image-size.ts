import { sizeOfPipeline } from '../dialects/bigVision/imageSize';
import { resized } from '../dialects/bigVision/preprocess';
import type { ModelSpec, Pair } from '../dialects/spec';
import type { Fix } from '../finding';
import { sameGrid, validGrid } from '../model/geometry';
import { type Phrase, phrase } from '../phrase';
import { type ConfigDocument, type ConfigNode, type Entry, entryOf } from '../syntax/tree';
import { titled } from '../title';
import { pairText } from './fields';
import type { Rule, RuleFinding } from './rule';

/** The pipelines of the evaluators that give images to the model, by their type. */
const PIPELINES: ReadonlyMap<string, readonly string[]> = new Map([
  ['classification', ['pp_fn']],
  ['fewshot_lsr', ['pp_train', 'pp_eval']],
]);

export const evaluationImageSize: Rule = {
  code: 'evaluation-image-size',
  severity: 'error',
  dialects: ['big_vision'],
  syntax: 'python',
  docs: {
    title: 'An evaluator has images of another size than the training',
    why: "Learned position embeddings have one vector for each patch of the training's images, and a Mixer's token-mixing layers one row. Images that are cut into another number of patches do not fit: the training starts, and stops at its first evaluation with `ScopeParamShapeError`. With `posemb='sincos2d'` any size goes.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  config.evals = {}
  config.evals.val = dict(type='classification', pp_fn='decode|resize_small(292)|central_crop(256)|value_range(-1, 1)')
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  config.evals = {}
  config.evals.val = dict(type='classification', pp_fn='decode|resize_small(256)|central_crop(224)|value_range(-1, 1)')
  return config
`,
  },
  checkModel({ spec }, { document }) {
    const place = placesIn(spec);
    if (place === null) return [];
    const evaluators = entryOf(document.root, 'evals')?.value;
    if (evaluators?.kind !== 'mapping') return [];
    return evaluators.entries.flatMap(({ value }) => pipelinesOf(value).flatMap((pipeline) => check(pipeline, place, document)));
  },
};

interface Places {
  readonly training: Pair;
  /** Where the size of the training's images stands. */
  readonly range: Entry['keyRange'] | null;
  /** How many patches an image is cut into. */
  patches(image: Pair): number;
  readonly reason: Phrase;
}

/** null where images of any size go, or where what decides it is not known. */
function placesIn({ architecture }: ModelSpec): Places | null {
  if (architecture.architecture !== 'big-vision-vit' && architecture.architecture !== 'mixer') return null;
  const { imageSize, patchSize } = architecture;
  if (!imageSize.known || imageSize.source === 'default' || !patchSize.known) return null;
  const patch = patchSize.value;
  const at = { training: imageSize.value, range: imageSize.range };
  if (architecture.architecture === 'mixer') {
    const { numBlocks } = architecture;
    if (!numBlocks.known || numBlocks.value === 0) return null;
    return { ...at, patches: (image) => product(sameGrid(image, patch)), reason: phrase`the token-mixing layers` };
  }
  if (!architecture.posemb.known || architecture.posemb.value !== 'learn') return null;
  return { ...at, patches: (image) => product(validGrid(image, patch)), reason: phrase`the position embeddings` };
}

const product = ([rows, columns]: Pair): number => rows * columns;

function pipelinesOf(evaluator: ConfigNode): Entry[] {
  const type = entryOf(evaluator, 'type')?.value;
  const names = type?.kind === 'scalar' && typeof type.value === 'string' ? (PIPELINES.get(type.value) ?? []) : [];
  return names.flatMap((name) => entryOf(evaluator, name) ?? []);
}

function check({ key, value }: Entry, { training, range, patches, reason }: Places, document: ConfigDocument): RuleFinding[] {
  const size = sizeOfPipeline(value);
  if ('unknown' in size || value.kind !== 'scalar') return [];
  const [here, there] = [patches(size), patches(training)];
  if (here === there) return [];
  const edit = resized(document.text, value.range, String(value.value), training);
  const fixes: Fix[] = edit === null ? [] : [{ title: titled(phrase`Images of ${pairText(training)} pixels`, phrase`as in training`), edits: [edit] }];
  return [
    {
      range: value.range,
      message: phrase`\`${key}\` gives images of ${pairText(size)} pixels, which are ${here} patches; ${reason} are for the ${there} patches of the training's ${pairText(training)}. The first evaluation fails.`,
      related: range === null ? [] : [{ range, message: phrase`images of ${pairText(training)} pixels in training` }],
      fixes,
    },
  ];
}
