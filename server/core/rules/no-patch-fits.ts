import type { Fix } from '../finding';
import { stemGrid } from '../model/geometry';
import { phrase } from '../phrase';
import { titled } from '../title';
import { noPatchFits as noPatchOfBigVision } from './bigVisionImages';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, pairText, patchCount, placeOf, relatedTo, setField, valueText, vitOf, wholePair } from './fields';
import { hybridPatch } from './hybrid-patch-size';
import type { Rule } from './rule';
import { imageSizeEdit, stagesOf, stemDownscale } from './tokens';

export const noPatchFits: Rule = {
  code: 'no-patch-fits',
  severity: 'error',
  dialects: ['vision_transformer', 'big_vision'],
  docs: {
    title: 'No patch fits into the image',
    why: 'The patch is larger than what it is to be cut from. The reference implementation says nothing: it goes on without any patch, and only the class token remains, so every image gives the same answer. big_vision stops where it builds the model.',
    bad: `model_name: my-vit
patches: {size: [16, 16]}
image_size: 8
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`,
    good: `model_name: my-vit
patches: {size: [16, 16]}
image_size: 224
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`,
  },
  checkModel({ spec }, { document }) {
    const { architecture } = spec;
    if (architecture.architecture === 'big-vision-vit') return noPatchOfBigVision(spec, architecture, document);
    const vit = vitOf(architecture);
    if (vit === null) return [];
    const stages = stagesOf(vit);
    const [image, patch] = [wholePair(vit.imageSize), wholePair(vit.patchSize)];
    if (stages === undefined || image === null || patch === null || !vit.imageSize.known || !vit.patchSize.known) return [];
    const [height, width] = stages === null ? image : stemGrid(image, stages);
    if ((height >= patch[0] && width >= patch[1]) || hybridPatch(spec, vit) !== null) return [];

    const range = placeOf(spec, vit.patchSize, vit.imageSize);
    const message =
      stages === null
        ? phrase`A patch of ${pairText(patch)} does not fit into an image of ${pairText(image)} pixels: no patch is left, and the model never sees the image.`
        : phrase`A patch of ${pairText(patch)} does not fit into the ${height} x ${width} grid that the stem leaves of an image of ${pairText(image)}: no patch is left, and the model never sees the image.`;
    const fixes: Fix[] = [];
    // One patch would fit; a grid of 14 x 14 is what most models are trained with.
    const scale = stages === null ? 1 : stemDownscale(stages);
    const written = imageSizeEdit(document, spec, vit.imageSize, [patch[0] * scale * 14, patch[1] * scale * 14]);
    if (written !== null) fixes.push({ title: titled(written.text, patchCount(196)), edits: [written.edit] });
    const smaller = [16, 14, 8, 4, 2, 1].find((size) => height % size === 0 && width % size === 0 && height / size > 1 && width / size > 1);
    const edit = smaller === undefined ? null : setField(document, vit.patchSize, [smaller, smaller]);
    if (smaller !== undefined && edit !== null) {
      const after = figuresOf(withChanges(spec, [[vit.patchSize.key, [smaller, smaller]]]));
      const patches = patchCount((height / smaller) * (width / smaller));
      fixes.push({
        title: titled(`${labelOf(spec, vit.patchSize.key)}: ${valueText([smaller, smaller], document.syntax)}`, patches, parametersText(null, after)),
        edits: [edit],
      });
    }
    return [
      {
        range,
        message,
        related: relatedTo(spec, range, vit.imageSize),
        fixes,
      },
    ];
  },
};
