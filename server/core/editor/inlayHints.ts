import type { DocumentAnalysis, ModelAnalysis } from '../analysis';
import type { ArchitectureSpec, BigVisionVitSpec, Field, LitSpec, ScenicVitSpec, TorchVitSpec, TransUnetSpec, VitSpec } from '../dialects/spec';
import { english, type Phrase, phrase } from '../phrase';
import { type ConfigDocument, entryOf } from '../syntax/tree';
import type { Range } from '../text';
import { valuesText, verdict } from './checkpointText';
import { times } from './format';

export interface InlayHintInfo {
  /** Where it stands: behind a value. */
  readonly offset: number;
  /** `14×14 + 1 = 197 tokens`. */
  readonly label: Phrase;
}

/** `14×14 + 1 = 197 tokens`, `14×14 = 196 tokens`. */
export function tokensText(grid: readonly [number, number], tokens: number): Phrase {
  const patches = grid[0] * grid[1];
  if (tokens > patches) return phrase`${times(grid)} + ${tokens - patches} = ${tokens} tokens`;
  return tokens === 1 ? phrase`${times(grid)} = 1 token` : phrase`${times(grid)} = ${tokens} tokens`;
}

function behind(field: Field<unknown>, label: Phrase): InlayHintInfo[] {
  // A value of a named upstream model, or of a default, is nowhere written; one that came in by a call is written elsewhere.
  if (!field.known || field.source !== 'config' || field.range === null || field.range.origin !== undefined) return [];
  return [{ offset: field.range.end, label }];
}

function headWidth(width: Field<number>, heads: Field<number>): InlayHintInfo[] {
  if (!width.known || !heads.known || !(heads.value >= 1) || !Number.isInteger(width.value / heads.value)) return [];
  return behind(heads, phrase`head width ${width.value / heads.value}`);
}

function vitHints(spec: VitSpec, model: ModelAnalysis): InlayHintInfo[] {
  const hints = spec.transformer === null ? [] : headWidth(spec.hiddenSize, spec.transformer.numHeads);
  if (!model.graph.ok || spec.resnet === null) return hints;
  return [...hints, ...behind(spec.resnet.numLayers, phrase`effective patch ${times(model.graph.graph.image.effectivePatch)}`)];
}

/** Behind the variant, where that decides the patches, as behind patches that are written themselves. */
function bigVisionHints({ patchSize, width, numHeads }: BigVisionVitSpec, { graph }: ModelAnalysis): InlayHintInfo[] {
  const hints = headWidth(width, numHeads);
  if (!graph.ok || !patchSize.known || patchSize.source !== 'derived') return hints;
  const { grid, tokens } = graph.graph.image;
  return [...behind({ ...patchSize, source: 'config' }, tokensText(grid, tokens)), ...hints];
}

/** Of scenic's models, and of ViT-pytorch and its descendants, where a grid stands for the patches. */
function otherHints(spec: ScenicVitSpec | TorchVitSpec | TransUnetSpec, { graph }: ModelAnalysis): InlayHintInfo[] {
  const hints = headWidth(spec.hiddenSize, spec.transformer.numHeads);
  if (!graph.ok || !spec.patchSize.known || spec.patchSize.source !== 'derived') return hints;
  const { grid, tokens, effectivePatch } = graph.graph.image;
  return [...behind({ ...spec.patchSize, source: 'config' }, phrase`${tokensText(grid, tokens)}, effective patch ${times(effectivePatch)}`), ...hints];
}

function hintsOf(image: Exclude<ArchitectureSpec, LitSpec>, model: ModelAnalysis): InlayHintInfo[] {
  switch (image.architecture) {
    case 'vit':
      return vitHints(image, model);
    case 'big-vision-vit':
      return bigVisionHints(image, model);
    case 'mixer':
    case 'scenic-mixer':
      return [];
    default:
      return otherHints(image, model);
  }
}

function modelHints(model: ModelAnalysis): InlayHintInfo[] {
  const { architecture } = model.spec;
  const image = architecture.architecture === 'lit' ? architecture.image : architecture;
  const hints = hintsOf(image, model);
  if (architecture.architecture === 'lit' && architecture.text.known && architecture.text.value.architecture === 'text-transformer') {
    const tower = architecture.text.value;
    hints.push(...headWidth(tower.width, tower.numHeads));
  }
  if (!model.graph.ok) return hints;
  const { grid, tokens } = model.graph.graph.image;
  return [...behind(image.patchSize, tokensText(grid, tokens)), ...hints];
}

/** Behind the path of a checkpoint: whether it fits. Where upstream puts the path together nothing is shown. */
function checkpointHints({ spec, comparison }: ModelAnalysis, { root }: ConfigDocument): InlayHintInfo[] {
  if (comparison === null || spec.checkpoint?.key !== 'checkpoint') return [];
  const entry = entryOf(root, 'checkpoint');
  if (entry === undefined || entry.value.range.origin !== undefined) return [];
  const { fits, text } = verdict(comparison);
  return [{ offset: (entry.alias ?? entry.value.range).end, label: fits ? phrase`${text} · ${valuesText(comparison)}` : phrase`✗ ${text}` }];
}

/** The hints within a range of the document, in source order. */
export function inlayHints(analysis: DocumentAnalysis, within: Range): InlayHintInfo[] {
  const { python } = analysis.document;
  // Of a function with several arguments the first counts.
  const [first] = python === undefined ? [] : analysis.file.filter(({ extent }) => extent.start === python.extent.start);
  if (first !== undefined && first !== analysis) return [];
  const made = analysis.models.flatMap((model) => [...modelHints(model), ...checkpointHints(model, analysis.document)]);
  const all = made.filter(({ offset }) => within.start <= offset && offset <= within.end);
  // One value may stand for several models (an anchor and its aliases): say it once where they agree.
  const unique = new Map(all.map((hint) => [`${hint.offset} ${english(hint.label)}`, hint]));
  return [...unique.values()].sort((a, b) => a.offset - b.offset);
}
