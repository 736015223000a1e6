import type { Pair } from '../dialects/spec';
import type { Fix } from '../finding';
import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { isAssumed, pairText, placeOf, relatedTo, tokenCount, wholePair } from './fields';
import type { Rule } from './rule';
import { imageSizeEdit } from './tokens';

export const mixerPatchPadding: Rule = {
  code: 'mixer-patch-padding',
  severity: 'warning',
  dialects: ['vision_transformer', 'big_vision'],
  docs: {
    title: 'A Mixer pads the image to whole patches',
    why: 'The stem of a Mixer pads, unlike the patch embedding of a ViT: an image that is not a multiple of the patch gets zeros on all sides until it is, and another row and column of patches. The token-mixing layers have one weight for each pair of tokens, so this costs parameters as well.',
    bad: `model_name: my-mixer
patches: {size: [16, 16]}
image_size: 230
hidden_dim: 768
num_blocks: 12
tokens_mlp_dim: 384
channels_mlp_dim: 3072
`,
    good: `model_name: my-mixer
patches: {size: [16, 16]}
image_size: 224
hidden_dim: 768
num_blocks: 12
tokens_mlp_dim: 384
channels_mlp_dim: 3072
`,
  },
  checkModel(model, { document }) {
    const { spec } = model;
    const mixer = spec.architecture;
    if (mixer.architecture !== 'mixer' || isAssumed(mixer.imageSize)) return [];
    const [image, patch] = [wholePair(mixer.imageSize), wholePair(mixer.patchSize)];
    if (image === null || patch === null || !mixer.patchSize.known) return [];
    const added = image.map((size, side) => (side === 0 ? patch[0] : patch[1]) * Math.ceil(size / (side === 0 ? patch[0] : patch[1])) - size);
    if (added.every((pixels) => pixels === 0)) return [];
    const range = placeOf(spec, mixer.imageSize, mixer.patchSize);
    const grid = [Math.ceil(image[0] / patch[0]), Math.ceil(image[1] / patch[1])];
    const sizes: Pair[] = [
      [Math.floor(image[0] / patch[0]) * patch[0], Math.floor(image[1] / patch[1]) * patch[1]],
      [(grid[0] ?? 1) * patch[0], (grid[1] ?? 1) * patch[1]],
    ];
    const nearerFirst = sizes
      .filter(([h, w]) => h > 0 && w > 0)
      .sort(([a, b], [c, d]) => Math.abs(a - image[0]) + Math.abs(b - image[1]) - Math.abs(c - image[0]) - Math.abs(d - image[1]));
    return [
      {
        range,
        message: phrase`An image of ${pairText(image)} pixels is not a multiple of the patch of ${pairText(patch)}: a Mixer pads it to a grid of ${grid.join(' x ')}, and its outer patches are partly zeros.`,
        related: relatedTo(spec, range, mixer.patchSize),
        fixes: nearerFirst.flatMap((size): Fix[] => {
          const written = imageSizeEdit(document, spec, mixer.imageSize, size);
          if (written === null) return [];
          const after = figuresOf(withChanges(spec, [[mixer.imageSize.key, size]]));
          const tokens = after === null ? null : tokenCount(after.tokens);
          return [{ title: titled(written.text, tokens, parametersText(model.figures, after)), edits: [written.edit] }];
        }),
      },
    ];
  },
};
