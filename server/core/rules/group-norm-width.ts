import type { Fix } from '../finding';
import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, placeOf, resnetOf, setField } from './fields';
import type { Rule } from './rule';

const GROUPS = 32;

export const groupNormWidth: Rule = {
  code: 'group-norm-width',
  severity: 'error',
  dialects: ['vision_transformer', 'scenic', 'vit_pytorch'],
  docs: {
    title: "GroupNorm's 32 groups do not divide the stem's width",
    why: 'The stem is int(64 x `width_factor`) channels wide, each stage a multiple of that, and each GroupNorm in it splits its channels into 32 groups. A width that is no multiple of 32 stops with `Number of groups (32) does not divide the number of channels (48).`',
    bad: `model_name: my-hybrid
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 9], width_factor: 0.75}
`,
    good: `model_name: my-hybrid
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 9], width_factor: 0.5}
`,
  },
  checkModel({ spec }, { document }) {
    const factor = resnetOf(spec.architecture)?.widthFactor;
    if (factor === undefined || !factor.known || !Number.isFinite(factor.value) || factor.value <= 0 || factor.value > 1e6) return [];
    const width = Math.trunc(64 * factor.value);
    if (width > 0 && width % GROUPS === 0) return [];
    const widths = [Math.floor(width / GROUPS) * GROUPS, Math.floor(width / GROUPS) * GROUPS + GROUPS].filter((w) => w > 0);
    widths.sort((a, b) => Math.abs(a - width) - Math.abs(b - width));
    return [
      {
        range: placeOf(spec, factor),
        message: phrase`\`${labelOf(spec, factor.key)}: ${factor.value}\` makes the stem ${width} channels wide, which GroupNorm's ${GROUPS} groups do not divide. Building the model fails.`,
        fixes: widths.flatMap((w): Fix[] => {
          const edit = setField(document, factor, w / 64);
          if (edit === null) return [];
          const after = figuresOf(withChanges(spec, [[factor.key, w / 64]]));
          return [{ title: titled(`${labelOf(spec, factor.key)}: ${w / 64}`, phrase`stem width ${w}`, parametersText(null, after)), edits: [edit] }];
        }),
      },
    ];
  },
};
