/** What a model costs, whole and by part, in Markdown. */
import type { ModelAnalysis } from '../analysis';
import type { Figures } from '../count/figures';
import { humanBytes, humanCount, humanFlops, humanMacs, humanParameters } from '../count/units';
import type { ArchitectureSpec, ModelSpec } from '../dialects/spec';
import type { Graph } from '../model/graph';
import { bareMacs, code, plain, shapeText, share, signedMacs, signedParameters, table, times } from './format';
import { tokensText } from './inlayHints';
import { type Nearest, nearestUpstream } from './nearest';
import { describeLastRun, type RunState } from './run';

/** `Vision Transformer`, `MLP-Mixer`, ... */
export function kindOf(architecture: ArchitectureSpec): string {
  switch (architecture.architecture) {
    case 'vit':
      return architecture.resnet === null ? 'Vision Transformer' : 'Vision Transformer on a ResNet stem';
    case 'mixer':
      return 'MLP-Mixer';
    case 'lit':
      return 'LiT, an image and a text tower';
  }
}

export function nameOf(spec: ModelSpec): string {
  return spec.name.known ? spec.name.value : kindOf(spec.architecture);
}

/** Of fvcore's figure the fourth digit shows that it is not the MACs: 17.58 against 17.56. */
const fourDigits = (flops: number): string => (flops >= 1e9 && flops < 1e12 ? `${(flops / 1e9).toPrecision(4)} GFLOPs` : humanFlops(flops));

function totals(figures: Figures, graph: Graph): string {
  const { image, textTokens } = graph;
  const text = textTokens === null ? '' : `, ${textTokens} of text`;
  return table(
    ['', ''],
    [
      ['Parameters', `**${humanParameters(figures.parameters)}** (${humanCount(figures.parameters)})`],
      ['Compute', `**${humanMacs(figures.macs)}** = ${humanFlops(figures.flops)}; fvcore would say ${fourDigits(figures.fvcoreFlops)}`],
      ['Tokens', `${tokensText(image.grid, image.tokens)}${text}; effective patch ${times(image.effectivePatch)} of ${times(image.imageSize)}`],
      ['Memory', `weights ${humanBytes(figures.weightBytes)}, activations ${humanBytes(figures.activationBytes)} (batch 1, float32)`],
      [figures.outputs.length === 1 ? 'Output' : 'Outputs', figures.outputs.map(({ name, shape }) => `${code(name)} ${shapeText(shape)}`).join(', ')],
    ],
    'll',
  );
}

function parts(figures: Figures): string {
  const rows = figures.parts.map(({ name, parameters, macs }) => [
    name,
    parameters === 0 ? '–' : humanParameters(parameters),
    share(parameters, figures.parameters),
    macs === 0 ? '–' : bareMacs(macs),
    share(macs, figures.macs),
  ]);
  return table(['Part', 'Parameters', '', 'MACs', ''], rows, 'lrrrr');
}

function costAgainst(here: Figures, there: Figures): string {
  const parameters = here.parameters === there.parameters ? 'as many parameters' : `${signedParameters(here.parameters - there.parameters)} parameters`;
  const macs = here.macs === there.macs ? 'as many MACs' : signedMacs(here.macs - there.macs);
  return `${parameters}, ${macs}`;
}

function comparison(nearest: Nearest, figures: Figures): string {
  if (nearest.differences.length === 0) return `As upstream's ${code(nearest.name)}.`;
  const said = nearest.differences.slice(0, 4).map(({ key, here, there }) => `${code(key)} ${plain(here)}, there ${plain(there)}`);
  const more = nearest.differences.length - said.length;
  const list = `${said.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  const there = nearest.model.figures;
  const cost = there === null ? '' : `: ${costAgainst(figures, there)}`;
  return `Nearest upstream model ${code(nearest.name)}${cost} (${list}).`;
}

/** The hover of a model; `run` is the last run of this very config. */
export function modelHover(model: ModelAnalysis, run: RunState | null): string {
  const { spec, graph, figures } = model;
  const name = nameOf(spec);
  const kind = kindOf(spec.architecture);
  const title = name === kind ? `**${kind}**` : `**${plain(name)}** · ${kind}`;
  if (!graph.ok || figures === null) {
    const problems = graph.ok ? [] : graph.problems.map(({ message }) => `- ${plain(message)}`);
    return [title, ['There are no figures yet:', ...problems].join('\n')].join('\n\n');
  }
  const nearest = nearestUpstream(spec);
  return [
    title,
    totals(figures, graph.graph),
    ...(nearest === null ? [] : [comparison(nearest, figures)]),
    parts(figures),
    ...(run === null ? [] : [plain(describeLastRun(run))]),
  ].join('\n\n');
}
