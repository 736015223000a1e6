/** What a change of a config would come to, computed on the changed model itself. */

import { isImageSize } from '../checkpoint/comparison';
import { countGraph } from '../count';
import type { Figures } from '../count/figures';
import { humanParameters } from '../count/units';
import { withField } from '../dialects/fields';
import type { Field, ModelSpec, Pair } from '../dialects/spec';
import { known } from '../dialects/spec';
import { buildGraph } from '../model';
import { type Phrase, phrase } from '../phrase';

export type Change = readonly [key: string, value: unknown];

export function withChanges(spec: ModelSpec, changes: readonly Change[]): ModelSpec {
  // An image's size is a pair, though one number is written for a square.
  return changes.reduce((changed, [key, value]) => withField(changed, key, typeof value === 'number' && isImageSize(key) ? [value, value] : value), spec);
}

/** LiT with other output widths, [image, text]; 0 for none. */
export function withOutDim(spec: ModelSpec, [image, text]: Pair): ModelSpec {
  const { architecture } = spec;
  if (architecture.architecture !== 'lit') return spec;
  const set = <T>(field: Field<T>, value: T): Field<T> => known(field.key, value, field);
  const tower = architecture.text;
  return {
    ...spec,
    architecture: {
      ...architecture,
      outDim: set(architecture.outDim, [image, text]),
      image: { ...architecture.image, numClasses: set(architecture.image.numClasses, image) },
      text: tower.known ? { ...tower, value: { ...tower.value, numClasses: set(tower.value.numClasses, text) } } : tower,
    },
  };
}

/** null where the model can't be built. */
export function figuresOf(spec: ModelSpec | null): Figures | null {
  if (spec === null) return null;
  const result = buildGraph(spec);
  return result.ok ? countGraph(result.graph) : null;
}

/** `parameters unchanged`, `86.6 M instead of 22.1 M parameters`, `86.6 M parameters` where it was nothing before; null where it can't be built. */
export function parametersText(before: Figures | null, after: Figures | null): Phrase | null {
  if (after === null) return null;
  if (before === null) return phrase`${humanParameters(after.parameters)} parameters`;
  if (before.parameters === after.parameters) return phrase`parameters unchanged`;
  const [was, is] = [humanParameters(before.parameters), humanParameters(after.parameters)];
  if (was !== is) return phrase`${is} instead of ${was} parameters`;
  const difference = after.parameters - before.parameters;
  return phrase`${`${difference > 0 ? '+' : '-'}${humanParameters(Math.abs(difference))}`} parameters`;
}
