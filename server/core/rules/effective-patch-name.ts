import type { Known, ModelSpec, Pair, VitSpec } from '../dialects/spec';
import type { Fix } from '../finding';
import { english, type Phrase, phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, pairText, placeOf, relatedTo, sameValue, setField, valueText, wholePair } from './fields';
import { hybridPatch } from './hybrid-patch-size';
import { namedPatch, withNamedPatch } from './names';
import type { AnalysedModel, Rule } from './rule';
import { stagesOf, stemDownscale } from './tokens';
import { type UpstreamImageModel, upstreamImageModel } from './upstream';

export const effectivePatchName: Rule = {
  code: 'effective-patch-name',
  severity: 'warning',
  docs: {
    title: 'The effective patch contradicts the name',
    why: 'The number at the end of a name such as `R50+ViT-B_16` is the patch in pixels, that of the stem included: the root makes the image 4 times smaller, and each stage after the first halves it once more. The "real" ResNet-50 has four stages and makes 32 of it; the released `R50+ViT-B_16` has [3, 4, 9]. Nothing fails, but the model has a quarter of the tokens it is thought to have. The released `R+ViT-Ti_16` itself has an effective patch of 32, so there it is information.',
    bad: `model_name: R50+ViT-B_16
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 6, 3], width_factor: 1}
`,
    good: `model_name: R50+ViT-B_16
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 9], width_factor: 1}
`,
  },
  checkModel(model, { document }) {
    const { spec } = model;
    const found = patchAgainstName(spec);
    if (found === null || !spec.name.known) return [];
    const { named, effective, vit, patchSize } = found;
    const stages = vit === null ? null : stagesOf(vit);
    const byStem = stages !== null && stages !== undefined && vit?.resnet?.numLayers.known ? vit.resnet.numLayers : null;
    const range = placeOf(spec, ...(byStem === null ? [] : [byStem]), patchSize, spec.name);
    const patch = pairText(effective);
    const how = byStem === null ? phrase`${patch}` : phrase`${patch} (stem ${stemDownscale(stages ?? 0)} x patches ${pairText(patchSize.value)})`;
    const asReleased = isReleased(spec, patchSize, byStem);
    return [
      {
        ...(asReleased ? { severity: 'information' as const } : {}),
        range,
        message: asReleased
          ? phrase`\`${spec.name.value}\` has an effective patch of ${how}, not the ${named} of its name; the released model is so.`
          : phrase`\`${spec.name.value}\` promises a patch of ${named}, but the effective patch is ${how}.`,
        related: relatedTo(spec, range, spec.name, patchSize, ...(byStem === null ? [] : [byStem])),
        fixes: asReleased ? [] : [...repairs(model, found, byStem, document), ...renames(spec, effective, document)],
      },
    ];
  },
};

interface PatchAgainstName {
  readonly named: number;
  readonly effective: Pair;
  /** null for a Mixer. */
  readonly vit: VitSpec | null;
  readonly patchSize: Known<Pair>;
}

/** A name's patch that is not the effective one; null where they agree, either is not known, or `hybrid-patch-size` has spoken. */
export function patchAgainstName(spec: ModelSpec): PatchAgainstName | null {
  const { architecture } = spec;
  const named = namedPatch(spec);
  if (named === null || architecture.architecture === 'lit') return null;
  const vit = architecture.architecture === 'vit' ? architecture : null;
  const { patchSize } = architecture;
  const patch = wholePair(patchSize);
  const stages = vit === null ? null : stagesOf(vit);
  if (patch === null || !patchSize.known || stages === undefined || (vit !== null && hybridPatch(spec, vit) !== null)) return null;
  const downscale = stages === null ? 1 : stemDownscale(stages);
  const effective: Pair = [patch[0] * downscale, patch[1] * downscale];
  return effective[0] === named && effective[1] === named ? null : { named, effective, vit, patchSize };
}

/** Whether patches and stem are exactly those of the released model of this name. */
function isReleased(spec: ModelSpec, patchSize: Known<Pair>, stages: Known<readonly number[]> | null): boolean {
  const upstream = upstreamOf(spec);
  return upstream !== null && sameValue(upstream.patches.size, patchSize.value) && sameValue(upstream.resnet?.num_layers, stages?.value);
}

function upstreamOf(spec: ModelSpec): UpstreamImageModel | null {
  return spec.name.known ? upstreamImageModel(spec.name.value) : null;
}

/** What makes the patch the name's: upstream's own stages and patches where the name is known, else the patch size that does it. */
function repairs({ spec, figures }: AnalysedModel, found: PatchAgainstName, stages: Known<readonly number[]> | null, document: ConfigDocument): Fix[] {
  const fixes: Fix[] = [];
  const upstream = upstreamOf(spec);
  const propose = (field: Known<unknown>, value: readonly number[], consequence: Phrase) => {
    const edit = setField(document, field, value);
    const after = figuresOf(withChanges(spec, [[field.key, value]]));
    if (figures !== null && after === null) return;
    const title = titled(`${labelOf(spec, field.key)}: ${valueText(value, document.syntax)}`, consequence, parametersText(figures, after));
    if (edit !== null && !fixes.some((fix) => english(fix.title) === english(title))) fixes.push({ title, edits: [edit] });
  };
  const { named, patchSize, effective } = found;
  const samePatches = upstream !== null && sameValue(upstream.patches.size, patchSize.value);
  if (
    stages !== null &&
    samePatches &&
    upstream?.resnet !== undefined &&
    4 * 2 ** Math.max(0, upstream.resnet.num_layers.length - 1) * patchSize.value[0] === named
  ) {
    propose(stages, upstream.resnet.num_layers, phrase`effective patch ${named}, as in the released model`);
  } else if (stages !== null) {
    // Each stage after the first halves once.
    const dropped = Math.log2(effective[0] / named);
    if (effective[0] === effective[1] && Number.isInteger(dropped) && dropped > 0 && dropped < stages.value.length) {
      propose(stages, stages.value.slice(0, -dropped), phrase`effective patch ${named}`);
    }
  }
  const factor = effective[0] / patchSize.value[0];
  if (named % factor === 0) propose(patchSize, [named / factor, named / factor], phrase`effective patch ${named}`);
  return fixes;
}

function renames(spec: ModelSpec, effective: Pair, document: ConfigDocument): Fix[] {
  if (!spec.name.known || effective[0] !== effective[1]) return [];
  const name = withNamedPatch(spec.name.value, effective[0]);
  const edit = setField(document, spec.name, name);
  return edit === null ? [] : [{ title: titled(`model_name: ${name}`, phrase`the name tells the patch; the model stays as it is`), edits: [edit] }];
}
