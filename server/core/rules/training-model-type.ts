import { titled } from './consequences';
import { placeOf, relatedTo, setField } from './fields';
import type { Rule } from './rule';
import { isInference, trainingOf } from './training-fields';

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
      const message = `The measuring of inference time always builds a VisionTransformer, and this is a ${kind === 'mixer' ? 'Mixer' : 'LiT model'}: it stops.`;
      return kind === 'vit' ? [] : [{ range, message }];
    }
    if (kind === 'lit') return [{ range, message: 'train.py can build a VisionTransformer or a Mixer; it knows no LiT model.' }];
    const { modelType } = training;
    const needed = kind === 'mixer' ? 'Mixer' : 'ViT';
    if (trainingOf(context) === null || !modelType.known || modelType.value === needed || !['ViT', 'Mixer'].includes(modelType.value)) return [];
    const edit = setField(context.document, modelType, needed, 'model');
    const builds = modelType.value === 'ViT' ? 'a VisionTransformer' : 'an MlpMixer';
    const why = modelType.source === 'default' ? `without \`model_type\` ${builds} is built` : `\`model_type: ${modelType.value}\` builds ${builds}`;
    return [
      {
        range,
        message: `This model is a ${needed === 'Mixer' ? 'Mixer' : 'ViT'}, but ${why}, which does not take its keys: training stops.`,
        related: relatedTo(spec, range, ...(spec.name.known ? [spec.name] : [])),
        fixes:
          edit === null
            ? []
            : [
                {
                  title: titled(`model_type: ${needed}`, `builds ${needed === 'Mixer' ? 'an MlpMixer' : 'a VisionTransformer'}`),
                  edits: [edit],
                  // Left out, it contradicts nothing that is written.
                  ...(modelType.source === 'default' ? { safe: true as const } : {}),
                },
              ],
      },
    ];
  },
};
