import { upstreamModel } from '../dialects/visionTransformer/catalogue';
import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { pixelsOf, placeOf, relatedTo, setField, wholePair } from './fields';
import type { Rule } from './rule';
import { imageSizeEdit } from './tokens';

/** What all released Mixer checkpoints were trained with, in pixels. */
const RELEASED = 224;

export const mixerImageSize: Rule = {
  code: 'mixer-image-size',
  severity: 'information',
  docs: {
    title: 'A Mixer at another image size than its checkpoint',
    why: "A Mixer's token-mixing layers have a weight for each pair of tokens, so their shapes depend on the image size, and unlike a ViT's position embedding nothing resizes them. The released checkpoints are of 224 pixels and load at that size only. A training config always loads a checkpoint, so there it is a warning.",
    bad: `model_name: Mixer-B_16
patches: {size: [16, 16]}
image_size: 384
hidden_dim: 768
num_blocks: 12
tokens_mlp_dim: 384
channels_mlp_dim: 3072
`,
    good: `model_name: Mixer-B_16
patches: {size: [16, 16]}
image_size: 224
hidden_dim: 768
num_blocks: 12
tokens_mlp_dim: 384
channels_mlp_dim: 3072
`,
  },
  checkModel({ spec, figures, comparison }, { document }) {
    // The file itself tells.
    if (comparison !== null) return [];
    const mixer = spec.architecture;
    if (mixer.architecture !== 'mixer' || !spec.name.known || upstreamModel(spec.name.value) === undefined || !mixer.imageSize.known) return [];
    const [image, patch] = [wholePair(mixer.imageSize), wholePair(mixer.patchSize)];
    if (image === null || patch === null) return [];
    // The shapes depend on the number of tokens: 210 pixels make as many patches of 16 as 224.
    const tokens = Math.ceil(image[0] / patch[0]) * Math.ceil(image[1] / patch[1]);
    const released = Math.ceil(RELEASED / patch[0]) * Math.ceil(RELEASED / patch[1]);
    if (tokens === released) return [];
    const range = placeOf(spec, mixer.imageSize);
    const written = imageSizeEdit(document, spec, mixer.imageSize, [RELEASED, RELEASED]);
    const after = figuresOf(withChanges(spec, [[mixer.imageSize.key, [RELEASED, RELEASED]]]));
    const name = `${spec.name.value}-${image[0]}`;
    // A config that takes its numbers from the name can't have another.
    const rename = mixer.patchSize.known && mixer.patchSize.source === 'config' ? setField(document, spec.name, name) : null;
    return [
      {
        ...(spec.training === null ? {} : { severity: 'warning' as const }),
        range,
        message: phrase`At ${pixelsOf(mixer.imageSize)} \`${spec.name.value}\` mixes ${tokens} tokens, its released checkpoint ${released} (${RELEASED} pixels): the shapes differ, and it can't be loaded.`,
        related: relatedTo(spec, range, spec.name),
        fixes: [
          ...(written === null
            ? []
            : [{ title: titled(written.text, phrase`the released checkpoint loads`, parametersText(figures, after)), edits: [written.edit] }]),
          // A training always loads a checkpoint.
          ...(rename === null || spec.training !== null
            ? []
            : [{ title: titled(`model_name: ${name}`, phrase`a name of its own, no released checkpoint`), edits: [rename] }]),
        ],
      },
    ];
  },
};
