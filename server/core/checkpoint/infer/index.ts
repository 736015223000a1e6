/** The config that a checkpoint must have had: one file an architecture, over a few shared clues. */
import { type Phrase, phrase } from '../../phrase';
import type { CheckpointHeader } from '../header';
import { type CheckpointNames, isMapHead, type Naming, namesOf } from '../names';
import { Clues } from './clues';
import { type Architecture, type Inference, type InferredKey, nested, Refused } from './inference';
import { inferLit } from './lit';
import { inferMixer } from './mixer';
import { releasedModel } from './released';
import { inferVit } from './vit';

export type { Architecture, Inference, Inferred, InferredKey, Refusal } from './inference';

/** The config of the model whose weights these are, or why there is none. Never throws, whatever the header says. */
export function inferConfig(header: CheckpointHeader, names: CheckpointNames = namesOf(header)): Inference {
  try {
    const architecture = architectureOf(names, header);
    const found = keysOf(architecture, names);
    const released = releasedModel(found);
    const keys = released === null ? found : found.map((key) => asReleased(key, released));
    const named = released === null ? keys : [{ key: 'model_name', value: released.name }, ...keys];
    return { ok: true, naming: names.naming, architecture, keys, modelName: released?.name ?? null, config: nested(named) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ok: false, naming: names.naming, kind: error.kind, reason: error.reason };
  }
}

function keysOf(architecture: Architecture, names: CheckpointNames): InferredKey[] {
  if (architecture === 'lit') return inferLit(names);
  const clues = new Clues(names, '', '');
  if (architecture === 'mixer') inferMixer(clues);
  else inferVit(clues);
  return clues.keys;
}

/** What no weight says is as the released model has it. */
function asReleased(key: InferredKey, { name, values }: NonNullable<ReturnType<typeof releasedModel>>): InferredKey {
  const value = values.get(key.key);
  return key.free && value !== undefined ? { ...key, value: value as InferredKey['value'], note: phrase`as ${name} has it` } : key;
}

function architectureOf(names: CheckpointNames, { tensors }: CheckpointHeader): Architecture {
  const { naming } = names;
  if (naming === 'unknown') throw new Refused('unlike', unlike(tensors.map(({ name }) => name)));
  if (naming !== 'upstream' && naming !== 'big_vision') throw new Refused('foreign', foreign(naming, tensors[0]?.name ?? ''));
  const all = [...names.tensors.keys()];
  const mapHead = all.find(isMapHead);
  if (mapHead !== undefined)
    throw new Refused(
      'map-head',
      phrase`This checkpoint of big_vision pools by attention (a MAP head, \`${mapHead}\`); upstream's vision_transformer has no such head.`,
    );
  if (all.some((name) => name.startsWith('txt/')) && all.some((name) => name.startsWith('img/'))) return 'lit';
  if (all.some((name) => name.startsWith('stem/') || name.startsWith('MixerBlock_'))) return 'mixer';
  return 'vit';
}

const MAKERS: Readonly<Record<Exclude<Naming, 'upstream' | 'big_vision' | 'unknown'>, Phrase>> = {
  timm: phrase`a PyTorch model of timm`,
  torchvision: phrase`a PyTorch model of torchvision`,
  'hugging-face': phrase`a model of Hugging Face's transformers`,
  open_clip: phrase`a PyTorch model of CLIP`,
  pytorch: phrase`a PyTorch model`,
};

function foreign(naming: keyof typeof MAKERS, example: string): Phrase {
  return phrase`The tensors are named as in ${MAKERS[naming]} (\`${short(example)}\`), which upstream's loader doesn't know.`;
}

function unlike(names: readonly string[]): Phrase {
  const [first, second, third] = names.map((name) => `\`${short(name)}\``);
  if (first === undefined) return phrase`The file has no tensors.`;
  if (second === undefined) return phrase`The file has one tensor, ${first}, which is no part of upstream's models.`;
  if (third === undefined) return phrase`The file has two tensors, ${first} and ${second}; neither is a part of upstream's models.`;
  return phrase`None of the ${names.length} tensors is a part of upstream's models; the first are ${first}, ${second} and ${third}.`;
}

/** Fit to stand in a sentence. */
const short = (name: string): string => (name.length > 80 ? `${name.slice(0, 79)}…` : name).replaceAll('`', "'");
