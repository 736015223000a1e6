/** What of a checkpoint does not fit a model, and what is changed so that it does, in lines of English. */
import { type Difference, differences, type Fit, type Misshape, type Stop } from '../core/checkpoint';
import type { CheckpointHeader, CheckpointTensor } from '../core/checkpoint/header';
import { humanCount } from '../core/count/units';
import type { ModelSpec } from '../core/dialects/spec';
import { shapeText, valueText } from '../core/editor/format';
import { english } from '../core/phrase';

/** Of each kind of trouble so many are named. */
const NAMED = 4;

const ARCHITECTURES = {
  vit: 'a Vision Transformer',
  mixer: 'an MLP-Mixer',
  lit: 'a LiT model',
  'big-vision-vit': "big_vision's own Vision Transformer",
  'torch-vit': "ViT-pytorch's Vision Transformer",
  'trans-unet': 'TransUNet',
  'scenic-vit': "scenic's Vision Transformer",
  'scenic-mixer': "scenic's MLP-Mixer",
} as const;

/** The keys whose values are other than the checkpoint's; where that does not explain it, the parameters and tensors. At least one line. */
export function misfitText(spec: ModelSpec, header: CheckpointHeader, fit: Fit): string[] {
  const { inference, architecture, keys } = differences(spec, header);
  if (!inference.ok) return [english(inference.reason)];
  if (architecture !== null) return [`the checkpoint is of ${ARCHITECTURES[architecture.checkpoint]}, and the config of ${ARCHITECTURES[architecture.config]}`];
  const telling = keys.filter(({ effect }) => effect !== 'adapts');
  if (telling.some(({ effect }) => effect === 'stops')) return telling.map(differenceText);
  return [
    ...telling.map(differenceText),
    ...fit.stops.flatMap((stop) => stopText(stop) ?? []),
    ...some(fit.misshapen, misshapeText, 'more parameters have other shapes'),
    ...some(fit.missing, ({ name, shape }) => `${name} ${shapeText(shape)} is missing from the checkpoint`, 'more parameters are missing'),
  ];
}

/** What is other than in the file, and what of the file is left out. */
export function adaptationsText({ adaptations, sources, stops, extra, naming }: Fit): string[] {
  const head = adaptations.find((adaptation) => adaptation.kind === 'head');
  const lines = adaptations.flatMap((adaptation) => {
    switch (adaptation.kind) {
      case 'positions':
        return `position embeddings interpolated from ${adaptation.from.join('x')} to ${adaptation.to.join('x')}`;
      case 'pre-logits-dropped':
        return `the checkpoint's pre_logits layer of ${humanCount(adaptation.size)} is left out: representation_size is not set`;
      case 'head':
        return `the head is new: ${humanCount(adaptation.to)} classes, the checkpoint's has ${humanCount(adaptation.from)}`;
    }
  });
  if (head === undefined && sources.get('head/kernel')?.kind === 'new') lines.push('the head is new, as upstream makes it');
  if (stops.some(({ kind }) => kind === 'names')) lines.push(`the names are those of ${naming}: upstream's loader does not know them`);
  if (extra.length > 0) lines.push(`${extra.length === 1 ? '1 tensor is' : `${humanCount(extra.length)} tensors are`} not used: ${listed(extra)}`);
  return lines;
}

function differenceText({ key, value, checkpoint, evidence }: Difference): string {
  const [first] = evidence;
  const from = first === undefined ? '' : ` (from ${first.name} ${shapeText(first.shape)})`;
  const theirs = checkpoint === null ? 'the checkpoint has none' : checkpoint === undefined ? "the checkpoint's is another" : null;
  if (value === undefined) {
    const part = theirs ?? (isPlain(checkpoint) ? `the checkpoint's is ${valueText(checkpoint)}` : 'the checkpoint has one');
    return `${key}: ${part}${from}`;
  }
  return `${key} is ${valueText(value)}, ${theirs ?? `the checkpoint's is ${valueText(checkpoint)}`}${from}`;
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || Array.isArray(value);

function misshapeText({ parameter, tensor }: Misshape): string {
  return `${parameter.name} is ${shapeText(parameter.shape)}, the checkpoint's is ${shapeText(tensor.shape)}`;
}

/** Null where it does not keep a model from running. */
function stopText(stop: Stop): string | null {
  switch (stop.kind) {
    case 'names':
    case 'headless':
      return null;
    case 'map-head':
      return `the checkpoint pools by attention (${stop.tensor.name}), which upstream's models do not`;
    case 'no-head':
      return "the checkpoint has no head, and upstream's loader looks for one";
    case 'no-positions':
      return `the checkpoint has position embeddings (${stop.tensor.name}), and the model adds none`;
    case 'old-grid':
      return `the checkpoint's ${stop.positions} position embeddings are no square grid, and can't be interpolated`;
    case 'new-grid':
      return `the model's ${stop.positions} patches are no square grid, and position embeddings can't be interpolated to them`;
    case 'class-token':
      return `the ${stop.of === 'config' ? "model's" : "checkpoint's"} ${stop.positions} position embeddings are a square grid only without the class token, which upstream tells from it with classifier: token alone`;
    case 'positions-batch':
      return `${stop.tensor.name} ${shapeText(stop.tensor.shape)} has more than one set of position embeddings`;
    case 'dtype':
      return `${stop.tensor.name} is of ${stop.tensor.dtype}, and weights are floating point`;
  }
}

function some<T>(all: readonly T[], text: (one: T) => string, more: string): string[] {
  const lines = all.slice(0, NAMED).map(text);
  return all.length <= NAMED ? lines : [...lines, `${humanCount(all.length - NAMED)} ${more}`];
}

function listed(tensors: readonly CheckpointTensor[]): string {
  const names = tensors.slice(0, NAMED - 1).map(({ name }) => name);
  return tensors.length < NAMED ? names.join(', ') : `${names.join(', ')}, ...`;
}
