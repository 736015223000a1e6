import { phrase } from '../phrase';
import { titled } from '../title';
import { placeOf, relatedTo, setField } from './fields';
import type { Rule } from './rule';
import { isInference, trainingOf } from './training-fields';

const VIT = phrase`a VisionTransformer`;
const MIXER = phrase`an MlpMixer`;

export const trainingModelType: Rule = {
  code: 'training-model-type',
  severity: 'error',
  docs: {
    title: 'The training builds another class than the model is of',
    why: '`train.py` builds a `VisionTransformer` unless `model_type` says `Mixer`, and gives it the keys of `model` as arguments: those of the other class are unexpected, and it stops. It knows no LiT at all. The measuring of inference time always builds a `VisionTransformer`.',
    safe: 'Where `model_type` is left out, nothing that is written contradicts it.',
    bad: `model: {model_name: Mixer-B_16}
dataset: cifar10
pp: {train: 'train[:98%]', test: test, crop: 224}
`,
    good: `model: {model_name: Mixer-B_16}
model_type: Mixer
dataset: cifar10
pp: {train: 'train[:98%]', test: test, crop: 224}
`,
  },
  checkModel({ spec }, context) {
    const { training, architecture } = spec;
    if (training === null) return [];
    const range = placeOf(spec, training.modelType, spec.name);
    const kind = architecture.architecture;
    if (isInference(context.document.root)) {
      const message =
        kind === 'mixer'
          ? phrase`The measuring of inference time always builds a VisionTransformer, and this is a Mixer: it stops.`
          : phrase`The measuring of inference time always builds a VisionTransformer, and this is a LiT model: it stops.`;
      return kind === 'vit' ? [] : [{ range, message }];
    }
    if (kind === 'lit') return [{ range, message: phrase`train.py can build a VisionTransformer or a Mixer; it knows no LiT model.` }];
    const { modelType } = training;
    const needed = kind === 'mixer' ? 'Mixer' : 'ViT';
    if (trainingOf(context) === null || !modelType.known || modelType.value === needed || !['ViT', 'Mixer'].includes(modelType.value)) return [];
    const edit = setField(context.document, modelType, needed, 'model');
    const [is, wanted, builds] = needed === 'Mixer' ? ['Mixer', MIXER, VIT] : ['ViT', VIT, MIXER];
    return [
      {
        range,
        message:
          modelType.source === 'default'
            ? phrase`This model is a ${is}, but without \`model_type\` ${builds} is built, which does not take its keys: training stops.`
            : phrase`This model is a ${is}, but \`model_type: ${modelType.value}\` builds ${builds}, which does not take its keys: training stops.`,
        related: relatedTo(spec, range, ...(spec.name.known ? [spec.name] : [])),
        fixes:
          edit === null
            ? []
            : [
                {
                  title: titled(`model_type: ${needed}`, phrase`builds ${wanted}`),
                  edits: [edit],
                  // Left out, it contradicts nothing that is written.
                  ...(modelType.source === 'default' ? { safe: true as const } : {}),
                },
              ],
      },
    ];
  },
};
