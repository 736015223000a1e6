import type { Figures } from '../count/figures';
import type { ModelSpec, Pair, VitSpec } from '../dialects/spec';
import { removeEntry } from '../edit/edits';
import type { Fix } from '../finding';
import { stemGrid, validGrid } from '../model/geometry';
import { phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, pairText, patchCount, placeOf, relatedTo, setField, tokenCount, valueText, vitOf, wholePair } from './fields';
import { namedPatch } from './names';
import type { Rule } from './rule';
import { stagesOf, stemDownscale } from './tokens';

export const hybridPatchSize: Rule = {
  code: 'hybrid-patch-size',
  severity: 'error',
  speaksFor: ['no-patch-fits'],
  docs: {
    title: "A hybrid cuts patches where its stem's work was already done",
    why: 'The ResNet stem of a hybrid already makes the image 16 or 32 times smaller, and each position it leaves is to become one token: `patches.size` is [1, 1]. With the patch size of a plain ViT (16, 8) hardly a token is left. It runs, costs hundreds of millions of parameters in the embedding and sees next to nothing. `R+ViT-Ti_16` is another matter: its stem has a root alone, and its patches are 8.',
    bad: `model_name: R50+ViT-B_16
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 9], width_factor: 1}
`,
    good: `model_name: R50+ViT-B_16
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 9], width_factor: 1}
`,
  },
  checkModel({ spec, figures }, { document }) {
    const vit = vitOf(spec.architecture);
    const found = vit === null ? null : hybridPatch(spec, vit);
    if (vit === null || found === null || !vit.patchSize.known || !vit.resnet?.numLayers.known) return [];
    const { stages, grid, stem, patch } = found;
    const range = placeOf(spec, vit.patchSize, vit.resnet.numLayers);
    const left = grid[0] * grid[1] === 0 ? phrase`no patch` : grid[0] * grid[1] === 1 ? phrase`one patch` : phrase`a grid of ${grid[0]} x ${grid[1]}`;
    const edit = setField(document, vit.patchSize, [1, 1]);
    const after = figuresOf(withChanges(spec, [[vit.patchSize.key, [1, 1]]]));
    const title = titled(
      `${labelOf(spec, vit.patchSize.key)}: ${valueText([1, 1], document.syntax)}`,
      patchCount(stem[0] * stem[1]),
      parametersText(figures, after),
    );
    const fixes: Fix[] = edit === null ? [] : [{ title, edits: [edit] }];
    const plain = withoutStem(spec, figures, document);
    // Of a model that is called a plain one the stem is what is too much.
    if (plain !== null && spec.name.known && /^ViT-/.test(spec.name.value)) fixes.unshift(plain);
    else if (plain !== null) fixes.push(plain);
    return [
      {
        severity: grid[0] * grid[1] <= 1 ? 'error' : 'warning',
        range,
        message: phrase`The stem has already made the image ${stemDownscale(stages)} times smaller, to ${stem[0]} x ${stem[1]}; patches of ${pairText(patch)} leave ${left} of it. A hybrid with stages has patches of 1.`,
        related: relatedTo(spec, range, vit.resnet.numLayers, ...(vit.imageSize.known ? [vit.imageSize] : [])),
        fixes,
      },
    ];
  },
};

/** The same patches cut from the image itself. */
function withoutStem(spec: ModelSpec, before: Figures | null, document: ConfigDocument): Fix | null {
  const { architecture } = spec;
  if (architecture.architecture !== 'vit') return null;
  const after = figuresOf({ ...spec, architecture: { ...architecture, resnet: null } });
  const removal = removeEntry(document, `${spec.prefix}resnet`);
  if (after === null || removal === null) return null;
  return { title: titled(phrase`Remove ${'resnet'}`, phrase`a plain ViT`, tokenCount(after.tokens), parametersText(before, after)), edits: [removal] };
}

interface HybridPatch {
  readonly stages: number;
  readonly patch: Pair;
  /** The grid behind the stem, and behind the patches. */
  readonly stem: Pair;
  readonly grid: Pair;
}

/** Whether a hybrid's patches do once more what its stem has done: at most one patch is left of several, or they are as large as the name's whole patch. */
export function hybridPatch(spec: ModelSpec, vit: VitSpec): HybridPatch | null {
  const stages = stagesOf(vit);
  const [image, patch] = [wholePair(vit.imageSize), wholePair(vit.patchSize)];
  if (stages === undefined || stages === null || stages === 0 || image === null || patch === null) return null;
  const stem = stemGrid(image, stages);
  const grid = validGrid(stem, patch);
  const collapsed = stem[0] * stem[1] > 1 && grid[0] * grid[1] <= 1;
  const asNamed = patch[0] > 1 && patch[0] === patch[1] && patch[0] === namedPatch(spec);
  return collapsed || asNamed ? { stages, patch, stem, grid } : null;
}
