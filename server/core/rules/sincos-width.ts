import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, placeOf, relatedTo, setField, whole } from './fields';
import type { Rule } from './rule';

export const sincosWidth: Rule = {
  code: 'sincos-width',
  severity: 'error',
  dialects: ['big_vision'],
  syntax: 'python',
  docs: {
    title: 'The width has no room for sines and cosines of rows and columns',
    why: "With `posemb='sincos2d'` a quarter of the width each goes to the sine and the cosine of a patch's column and of its row. big_vision stops at a width that is no multiple of 4: `Width must be mult of 4 for sincos posemb`. At a width of 4 it goes on, divides 0 by 0, and every number of the model is NaN.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(width=198, depth=12, num_heads=6, posemb='sincos2d')
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(width=192, depth=12, num_heads=6, posemb='sincos2d')
  return config
`,
  },
  checkModel({ spec, figures }, { document }) {
    const vit = spec.architecture;
    if (vit.architecture !== 'big-vision-vit' || !vit.posemb.known || vit.posemb.value !== 'sincos2d') return [];
    const { width, numHeads } = vit;
    const size = whole(width);
    if (!width.known || size === null || (size % 4 === 0 && size > 4)) return [];
    const range = placeOf(spec, width, vit.posemb);
    const label = `\`${labelOf(spec, width.key)}: ${size}\``;
    // A multiple of 4 that the heads divide too.
    const step = leastCommonMultiple(4, whole(numHeads) ?? 1);
    const near = Math.max(Math.round(size / step), size === 4 ? 2 : 1) * step;
    const edit = setField(document, width, near);
    const after = figuresOf(withChanges(spec, [[width.key, near]]));
    return [
      {
        range,
        message:
          size === 4
            ? phrase`${label} leaves a single frequency for the sines and cosines of \`posemb='sincos2d'\`, which divides 0 by 0: every number of the model becomes NaN.`
            : phrase`${label} is not a multiple of 4, which \`posemb='sincos2d'\` needs for sine and cosine of row and column. Building the model fails.`,
        related: relatedTo(spec, range, vit.posemb, width),
        fixes:
          edit === null || after === null ? [] : [{ title: titled(`${labelOf(spec, width.key)}: ${near}`, parametersText(figures, after)), edits: [edit] }],
      },
    ];
  },
};

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
