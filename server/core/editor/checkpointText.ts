/** What a checkpoint holds and how it goes with a model: in a hover, behind the key, and on the command line. */
import { type Comparison, effectIn, fits, leavesOutHead, mismatches } from '../checkpoint/comparison';
import type { Inferred } from '../checkpoint/infer';
import { humanBytes, humanParameters } from '../count/units';
import type { ModelSpec } from '../dialects/spec';
import { isMapping } from '../edit/write';
import { product } from '../model/geometry';
import { type Phrase, phrase, verbatim } from '../phrase';
import { adaptationTexts } from '../rules/checkpoint-adapted';
import { becauseOf } from '../rules/checkpoint-mismatch';
import { labelOf, valueText } from '../rules/fields';

const listed = (all: readonly Phrase[]): Phrase => all.reduce((before, next) => phrase`${before}, ${next}`);

export function valueCount({ header: { tensors } }: Comparison): number {
  return tensors.reduce((sum, { shape }) => sum + product(shape), 0);
}

/** `86.6 M values, float32`. */
export function valuesText(comparison: Comparison): Phrase {
  const types = [...new Set(comparison.header.tensors.map(({ dtype }) => dtype))];
  return phrase`${humanParameters(valueCount(comparison))} values, ${types.slice(0, 3).join(', ')}`;
}

/** `npz, 330 MiB: 152 tensors, 86.6 M values, float32`. */
export function fileText(comparison: Comparison): Phrase {
  const { format, bytes, tensors } = comparison.header;
  return tensors.length === 1
    ? phrase`${format}, ${humanBytes(bytes)}: 1 tensor, ${valuesText(comparison)}`
    : phrase`${format}, ${humanBytes(bytes)}: ${tensors.length} tensors, ${valuesText(comparison)}`;
}

/** `ViT-B_16: image_size 224, num_classes 1000`; null where its config can't be told. */
export function holdsText({ differences: { inference } }: Comparison): Phrase | null {
  if (!inference.ok) return null;
  const name = inference.modelName === null ? TITLES[inference.architecture] : verbatim(inference.modelName);
  const keys = inference.keys.filter(({ key, free }) => !free && (inference.modelName === null ? SHOWN : OPEN).test(key));
  return keys.length === 0 ? phrase`${name}` : phrase`${name}: ${keys.map((key) => keyText(inference, key.key)).join(', ')}`;
}

const TITLES = { vit: 'Vision Transformer', mixer: 'MLP-Mixer', lit: 'LiT' };
/** What of a released model its name leaves open, and what tells one of another model. */
const OPEN = /^(?:image_size|num_classes|pp\.size)$/;
const SHOWN = /(?:^|\.)(?:image_size|num_classes|patches\.size|hidden_size|hidden_dim|num_layers|num_blocks|num_heads|mlp_dim|text_model|out_dim)$|^pp\.size$/;

function keyText({ keys }: Inferred, key: string): string {
  const value = keys.find((inferred) => inferred.key === key)?.value;
  return `\`${key.replace(/^transformer\./, '')}\` ${valueText(value ?? null)}`;
}

/** `fits`, `2 keys differ`, `can't be loaded`. */
export function verdict(comparison: Comparison): { readonly fits: boolean; readonly text: Phrase } {
  const { inference, architecture, unexplained } = comparison.differences;
  if (!inference.ok) return { fits: false, text: phrase`can't be loaded` };
  if (architecture !== null) return { fits: false, text: phrase`of another architecture` };
  const wrong = mismatches(comparison);
  if (!fits(comparison)) return { fits: false, text: wrong.length === 1 ? phrase`1 key differs` : phrase`${wrong.length} keys differ` };
  if (unexplained !== null && unexplained.missing.length + unexplained.misshapen.length > 0) return { fits: false, text: phrase`not whole` };
  return { fits: true, text: adaptationTexts(comparison).length > 0 ? phrase`fits, adapted` : phrase`fits` };
}

/** Whether it fits, in whole sentences: what differs, or what upstream adapts. */
export function fitText(spec: ModelSpec, comparison: Comparison): Phrase {
  const { inference, architecture } = comparison.differences;
  if (!inference.ok) return inference.reason;
  if (architecture !== null) return phrase`It is of another architecture than this config.`;
  const wrong = mismatches(comparison);
  if (wrong.length > 0) {
    const keys = wrong.slice(0, 6).map(({ key, value, checkpoint }) => {
      const label = `\`${labelOf(spec, key)}\``;
      if (value === undefined || isMapping(checkpoint ?? null)) return verbatim(label);
      return phrase`${label} ${valueText(value)} (checkpoint: ${checkpoint === undefined ? '–' : valueText(checkpoint)})`;
    });
    const all = wrong.length > 6 ? phrase`${listed(keys)}, ${wrong.length - 6} more` : listed(keys);
    return wrong.length === 1
      ? phrase`Does not fit this config, 1 key differs: ${all}.`
      : phrase`Does not fit this config, ${wrong.length} keys differ: ${all}.`;
  }
  if (!verdict(comparison).fits) return phrase`Does not fit: the file lacks weights of the model, or has them in another shape.`;
  const adapted = adaptationTexts(comparison);
  return adapted.length === 0 ? phrase`Fits this config.` : phrase`Fits this config; ${adapted.reduce((before, next) => phrase`${before}; ${next}`)}.`;
}

/** Of a key: what the checkpoint has there, where it is something else. */
export function keyDifference(comparison: Comparison, path: string): Phrase | null {
  const difference = comparison.differences.keys.find(({ key }) => key === path);
  if (difference === undefined || difference.checkpoint === undefined || isMapping(difference.checkpoint)) return null;
  const said = phrase`The checkpoint's, \`${comparison.fileName}\`: ${valueText(difference.checkpoint)} (${becauseOf(difference)})`;
  const adapts = effectIn(comparison, difference) === 'adapts' && !leavesOutHead(difference);
  return adapts ? phrase`${said}, which upstream adapts.` : phrase`${said}.`;
}
