import { isUpstreamArchitecture, type ModelSpec, type VitSpec } from '../dialects/spec';
import { plainAt, templateOf } from '../dialects/visionTransformer/template';
import { replaceValue } from '../edit/edits';
import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import type { ConfigDocument, ConfigNode } from '../syntax/tree';
import { valueAt } from '../syntax/tree';
import { titled } from '../title';
import { isWhole, tokenCount, valueText, vitOf, wholePair } from './fields';
import type { Rule, RuleFinding } from './rule';

export const patchSizePair: Rule = {
  code: 'patch-size-pair',
  severity: 'error',
  counted: true,
  docs: {
    title: '`patches.size` is not a pair',
    why: 'The patch size goes to the convolution as it is, and its length decides in how many dimensions that works. `size: 16` or `[16]` is a convolution along one dimension only: the model builds and has 3137 tokens for a 224 image instead of 197. Three numbers fail.',
    safe: 'One number for both sides is how people write a square.',
    bad: `model_name: ViT-B_16
patches: {size: 16}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`,
    good: `model_name: ViT-B_16
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`,
  },
  checkModel({ spec }, { document }) {
    const towers = spec.architecture.architecture === 'lit' ? ['image.'] : [''];
    return towers.flatMap((tower): RuleFinding[] => {
      const node = valueAt(spec.node, `${tower}patches.size`);
      const vit = vitOf(spec.architecture);
      const found = node === undefined ? null : notAPair(node, vit === null ? null : (side) => tokensOfStrips(vit, side));
      if (node === undefined || found === null) return [];
      const path = `${tower}patches.size`;
      const square = (side: number, consequence: Phrase, safe: Pick<Fix, 'safe'> = {}): Fix[] => {
        const edit = isWhole(side) ? replaceValue(document, spec.prefix + path, [side, side]) : null;
        return edit === null ? [] : [{ title: titled(`patches.size: ${valueText([side, side], document.syntax)}`, consequence), edits: [edit], ...safe }];
      };
      return [
        {
          range: node.range,
          message: phrase`\`patches.size\` must be a pair, ${valueText(['height', 'width'], document.syntax)}: ${found.consequence}.`,
          // One number for both sides is how people write a square.
          fixes: [
            ...square(found.side, phrase`square patches of ${found.side} pixels`, found.single ? { safe: true } : {}),
            ...square(-found.side, phrase`without the minus`),
            ...(isWhole(Math.abs(found.side)) ? [] : asUsual(spec, path, document)),
          ],
        },
      ];
    });
  },
};

/** The patches of the upstream model that the config is most like. */
function asUsual(spec: ModelSpec, path: string, document: ConfigDocument): Fix[] {
  const { architecture } = spec.architecture;
  if (!isUpstreamArchitecture(architecture)) return [];
  const template = templateOf(architecture, spec.node, path);
  const value = plainAt(template.values, path);
  const edit = value === undefined ? null : replaceValue(document, spec.prefix + path, value);
  return edit === null ? [] : [{ title: titled(`patches.size: ${valueText(value, document.syntax)}`, phrase`as in ${template.name}`), edits: [edit] }];
}

interface NotAPair {
  /** What was meant, as far as can be told. */
  readonly side: number;
  readonly single: boolean;
  /** What upstream does with what is there. */
  readonly consequence: Phrase;
}

/** null for a pair, and for what is no number at all. */
function notAPair(node: ConfigNode, tokensOf: ((side: number) => number | null) | null): NotAPair | null {
  const oneDimension = (side: number) => {
    const tokens = isWhole(side) ? (tokensOf?.(side) ?? null) : null;
    return tokens === null
      ? phrase`with one number upstream silently convolves along one dimension only`
      : phrase`with one number upstream silently convolves along one dimension only, into ${tokenCount(tokens)}`;
  };
  if (node.kind === 'scalar') return typeof node.value === 'number' ? { side: node.value, single: true, consequence: oneDimension(node.value) } : null;
  if (node.kind !== 'sequence' || node.items.length === 2) return null;
  const [first] = node.items;
  if (first === undefined) return { side: Number.NaN, single: false, consequence: phrase`this one is empty` };
  if (first.kind !== 'scalar' || typeof first.value !== 'number') return null;
  const { value: side } = first;
  const several = phrase`${node.items.length} numbers make a convolution that an image does not fit`;
  return node.items.length === 1 ? { side, single: true, consequence: oneDimension(side) } : { side, single: false, consequence: several };
}

/** Each row of pixels is cut by itself, and the class token added; null for a hybrid or where a part is not known. */
function tokensOfStrips({ imageSize, classifier, resnet }: VitSpec, side: number): number | null {
  const image = wholePair(imageSize);
  if (image === null || resnet !== null || !classifier.known) return null;
  return image[0] * Math.floor(image[1] / side) + (classifier.value === 'token' || classifier.value === 'token_unpooled' ? 1 : 0);
}
