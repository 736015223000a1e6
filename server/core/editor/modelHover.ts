/** What a model costs, whole and by part, in Markdown. */
import type { ModelAnalysis } from '../analysis';
import type { Figures } from '../count/figures';
import { humanBytes, humanCount, humanFlops, humanMacs, humanParameters } from '../count/units';
import type { ArchitectureSpec, ModelSpec } from '../dialects/spec';
import type { Graph } from '../model/graph';
import { type Phrase, phrase, type Say, verbatim } from '../phrase';
import { fitText } from './checkpointText';
import { bareMacs, code, plain, shapeText, share, signedMacs, signedParameters, table, times } from './format';
import { tokensText } from './inlayHints';
import { type Nearest, nearestUpstream } from './nearest';
import { inheritedOf } from './python/inherited';
import { describeLastRun, type RunState } from './run';

/** `Vision Transformer`, `MLP-Mixer`, ... */
export function kindOf(architecture: ArchitectureSpec): Phrase {
  switch (architecture.architecture) {
    case 'vit':
      return architecture.resnet === null ? verbatim('Vision Transformer') : phrase`Vision Transformer on a ResNet stem`;
    case 'torch-vit':
      return architecture.split === null ? phrase`Vision Transformer of ${'ViT-pytorch'}` : verbatim('TransFG');
    case 'trans-unet':
      return verbatim('TransUNet');
    case 'scenic-vit':
      return phrase`Vision Transformer of ${'scenic'}`;
    case 'scenic-mixer':
      return phrase`MLP-Mixer of ${'scenic'}`;
    case 'big-vision-vit':
      return phrase`Vision Transformer of ${'big_vision'}`;
    case 'mixer':
      return verbatim('MLP-Mixer');
    case 'lit':
      return phrase`LiT, an image and a text tower`;
  }
}

/** Its `model_name`; else what it is called by in Python; else its kind. */
export function nameOf({ name, python, architecture }: ModelSpec): Phrase {
  if (name.known) return verbatim(name.value);
  return python === undefined ? kindOf(architecture) : verbatim(python.name);
}

/** Of fvcore's figure the fourth digit shows that it is not the MACs: 17.58 against 17.56. */
const fourDigits = (flops: number): string => (flops >= 1e9 && flops < 1e12 ? `${(flops / 1e9).toPrecision(4)} GFLOPs` : humanFlops(flops));

function totals(figures: Figures, { image, textTokens }: Graph, say: Say): string {
  const tokens = textTokens === null ? tokensText(image.grid, image.tokens) : phrase`${tokensText(image.grid, image.tokens)}, ${textTokens} of text`;
  const outputs = figures.outputs.map(({ name, shape }) => `${code(name)} ${shapeText(shape)}`).join(', ');
  return table(
    ['', ''],
    [
      [say`Parameters`, `**${humanParameters(figures.parameters)}** (${humanCount(figures.parameters)})`],
      [say`Compute`, say`**${humanMacs(figures.macs)}** = ${humanFlops(figures.flops)}; fvcore would say ${fourDigits(figures.fvcoreFlops)}`],
      [say`Tokens`, say`${tokens}; effective patch ${times(image.effectivePatch)} of ${times(image.imageSize)}`],
      [say`Memory`, say`weights ${humanBytes(figures.weightBytes)}, activations ${humanBytes(figures.activationBytes)} (batch 1, float32)`],
      [figures.outputs.length === 1 ? say`Output` : say`Outputs`, outputs],
    ],
    'll',
  );
}

/** `img/encoder`: the parts of the graph, in the words of the reader. */
function partName(name: string): Phrase {
  const [, tower, part = name] = /^(img|txt)\/(.*)$/.exec(name) ?? [];
  const known = PARTS.get(part) ?? verbatim(part);
  return tower === undefined ? known : tower === 'img' ? phrase`img/${known}` : phrase`txt/${known}`;
}

const PARTS: ReadonlyMap<string, Phrase> = new Map([
  ['stem', phrase`stem`],
  ['embedding', phrase`embedding`],
  ['encoder', phrase`encoder`],
  ['decoder', phrase`decoder`],
  ['blocks', phrase`blocks`],
  ['head', phrase`head`],
  ['temperature', phrase`temperature`],
]);

function parts(figures: Figures, say: Say): string {
  const rows = figures.parts.map(({ name, parameters, macs }) => [
    say(partName(name)),
    parameters === 0 ? '–' : humanParameters(parameters),
    share(parameters, figures.parameters),
    macs === 0 ? '–' : bareMacs(macs),
    share(macs, figures.macs),
  ]);
  return table([say`Part`, say`Parameters`, '', 'MACs', ''], rows, 'lrrrr');
}

function costAgainst(here: Figures, there: Figures): Phrase {
  const parameters =
    here.parameters === there.parameters ? phrase`as many parameters` : phrase`${signedParameters(here.parameters - there.parameters)} parameters`;
  const macs = here.macs === there.macs ? phrase`as many MACs` : verbatim(signedMacs(here.macs - there.macs));
  return phrase`${parameters}, ${macs}`;
}

function comparison({ name, differences, model }: Nearest, figures: Figures, say: Say): string {
  const upstream = code(name);
  if (differences.length === 0) return say`As upstream's ${upstream}.`;
  const said = differences.slice(0, 4).map(({ key, here, there }) => phrase`${code(key)} ${plain(say`${here}`)}, there ${plain(say`${there}`)}`);
  const list = said.reduce((before, next) => phrase`${before}; ${next}`);
  const more = differences.length - said.length;
  const all = more > 0 ? phrase`${list}; and ${more} more` : list;
  if (model.figures === null) return say`Nearest upstream model ${upstream} (${all}).`;
  return say`Nearest upstream model ${upstream}: ${costAgainst(figures, model.figures)} (${all}).`;
}

/** Where a size was taken because the config does not tell it. */
function assumption({ architecture }: ModelSpec, say: Say): string[] {
  const { imageSize } = architecture.architecture === 'lit' ? architecture.image : architecture;
  if (!imageSize.known || imageSize.source !== 'default' || imageSize.origin === undefined) return [];
  return [say`The size of the images is ${imageSize.origin}.`];
}

/** The hover of a model; `run` is the last run of this very config. */
export function modelHover(model: ModelAnalysis, run: RunState | null, say: Say): string {
  const { spec, graph, figures, comparison: beside } = model;
  const kind = say(kindOf(spec.architecture));
  const named = spec.name.known || spec.python !== undefined;
  const args = spec.python?.args ?? null;
  const title = [...(named ? [`**${plain(say(nameOf(spec)))}**`, kind] : [`**${kind}**`]), ...(args === null ? [] : [code(args)])].join(' · ');
  const inherited = inheritedOf(model, say);
  if (!graph.ok || figures === null) {
    const problems = graph.ok ? [] : graph.problems.map(({ message }) => `- ${plain(say(message))}`);
    return [title, [say`There are no figures yet:`, ...problems].join('\n'), ...inherited].join('\n\n');
  }
  const nearest = nearestUpstream(spec);
  return [
    title,
    totals(figures, graph.graph, say),
    ...assumption(spec, say),
    ...(nearest === null ? [] : [comparison(nearest, figures, say)]),
    parts(figures, say),
    ...inherited,
    ...(beside === null ? [] : [say`Checkpoint ${code(beside.fileName)}: ${fitText(spec, beside)}`]),
    ...(run === null ? [] : [plain(say(describeLastRun(run)))]),
  ].join('\n\n');
}
