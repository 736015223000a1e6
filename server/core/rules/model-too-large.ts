import { isUpstreamArchitecture, type ModelSpec } from '../dialects/spec';
import { plainAt, templateOf } from '../dialects/visionTransformer/template';
import { replaceValue } from '../edit/edits';
import type { Fix } from '../finding';
import { phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, valueText } from './fields';
import type { Rule } from './rule';
import { entryAt } from './training-fields';

export const modelTooLarge: Rule = {
  code: 'model-too-large',
  severity: 'error',
  dialects: ['vision_transformer', 'big_vision'],
  docs: {
    title: 'The model is too large to be counted',
    why: 'Its parameters, operations or activations go beyond 2^53, the largest number up to which whole numbers are exact here. No machine holds such a model; most often a digit slipped in.',
    bad: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 1000000000000
transformer: {mlp_dim: 3072, num_heads: 16, num_layers: 12}
`,
    good: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 1280
transformer: {mlp_dim: 5120, num_heads: 16, num_layers: 32}
`,
  },
  checkModel({ spec, graph }, { document }) {
    if (graph.ok) return [];
    return graph.problems.flatMap(({ code, message, keys }) => {
      if (code !== 'model-too-large') return [];
      const places = keys.flatMap((key) => entryAt(document.root, key)?.value.range ?? []);
      const [range = spec.anchor, ...others] = places;
      return [{ range, message, related: others.map((place) => ({ range: place, message: phrase`decides it too` })), fixes: asUsual(spec, keys, document) }];
    });
  },
};

/** Each key that alone makes it too large, as the upstream model has it that the config is most like. */
function asUsual(spec: ModelSpec, keys: readonly string[], document: ConfigDocument): Fix[] {
  const { architecture } = spec.architecture;
  if (!isUpstreamArchitecture(architecture)) return [];
  return keys.flatMap((key): Fix[] => {
    const path = key.slice(spec.prefix.length);
    const template = templateOf(architecture, spec.node, path);
    const value = plainAt(template.values, path);
    const after = value === undefined ? null : figuresOf(withChanges(spec, [[key, value]]));
    const edit = value === undefined || after === null ? null : replaceValue(document, key, value);
    return edit === null
      ? []
      : [
          {
            title: titled(`${labelOf(spec, key)}: ${valueText(value, document.syntax)}`, phrase`as in ${template.name}`, parametersText(null, after)),
            edits: [edit],
          },
        ];
  });
}
