/** A model's figures for people who may see such a table for the first time. */

import type { Comparison } from '../core/checkpoint';
import type { Figures } from '../core/count/figures';
import { humanBytes, humanCount, humanFlops, humanMacs, humanParameters } from '../core/count/units';
import { fileText, verdict } from '../core/editor/checkpointText';
import { shapeText } from '../core/editor/format';
import type { Graph } from '../core/model/graph';
import { english } from '../core/phrase';
import { lacksOnlyUntold } from '../core/rules/ofGraph';
import { architectureTitle } from './models';
import type { Paint } from './paint';
import { printable } from './paint';
import type { SourceModel } from './source';
import { table } from './table';

/** A block of lines with an empty line at its end. */
export function figuresText({ model, label, config }: SourceModel, path: string, paint: Paint): string {
  const file = printable(config === null ? path : `${path}:${config}`);
  const title = `${paint('bold', printable(label))} · ${architectureTitle(model.spec)} · ${file}`;
  const { graph, figures } = model;
  if (!graph.ok || figures === null) {
    const reasons = graph.ok ? [] : graph.problems.map(({ message }) => `  ${printable(english(message))}\n`);
    const why = lacksOnlyUntold(model) ? 'This model has no figures' : "This model can't be built, so it has no figures";
    return `${title}\n\n  ${why}:\n${reasons.join('')}\n`;
  }
  return [title, '', ...summary(figures, graph.graph, model.comparison), '', ...parts(figures, paint), '', ''].join('\n');
}

const by = ([height, width]: readonly [number, number]) => `${height} x ${width}`;

function tokensOf({ image, textTokens }: Graph): string {
  const [rows, columns] = image.grid;
  const extra = image.tokens - rows * columns;
  const grid = `${rows} x ${columns} patches`;
  const text = textTokens === null ? '' : `; ${textTokens} of text`;
  return `${humanCount(image.tokens)} (${grid}${extra > 0 ? ` + ${extra} class token` : ''})${text}`;
}

function summary(figures: Figures, graph: Graph, comparison: Comparison | null): string[] {
  const { image } = graph;
  const [below, right] = image.lostPixels;
  const lost = below > 0 || right > 0 ? `, ${below} rows and ${right} columns of pixels reach no patch` : '';
  const rows = [
    ['image', `${by(image.imageSize)} pixels, one token for each ${by(image.effectivePatch)}${lost}`],
    ['tokens', tokensOf(graph)],
    ...figures.outputs.map(({ name, shape }, i) => [i === 0 ? (figures.outputs.length === 1 ? 'output' : 'outputs') : '', `${name} ${shapeText(shape)}`]),
    ['parameters', `${humanParameters(figures.parameters)} (${humanCount(figures.parameters)})`],
    ['compute', `${humanMacs(figures.macs)} (${humanCount(figures.macs)} multiply-accumulates), one image, forward`],
    ['', `${humanFlops(figures.flops)} (2 for each); fvcore would say ${humanFlops(figures.fvcoreFlops)} (1 for each, and the norms)`],
    ['memory', `${humanBytes(figures.weightBytes)} weights + ${humanBytes(figures.activationBytes)} activations at their peak, float32`],
    ...(comparison === null ? [] : [['checkpoint', checkpointText(comparison)]]),
  ];
  return table(
    rows.map(([key = '', value = '']) => [`  ${key}`, value]),
    ['left', 'left'],
  );
}

function checkpointText(comparison: Comparison): string {
  const { fits, text } = verdict(comparison);
  return `${printable(comparison.fileName)} (${english(fileText(comparison))}) ${fits ? '' : 'does not fit: '}${english(text)}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

function parts(figures: Figures, paint: Paint): string[] {
  const row = (name: string, parameters: number, macs: number) => [
    `  ${name}`,
    humanCount(parameters),
    percent(parameters, figures.parameters),
    humanCount(macs),
    percent(macs, figures.macs),
  ];
  const rows = [
    ['  part', 'parameters', '', 'MACs', ''],
    ...figures.parts.map(({ name, parameters, macs }) => row(name, parameters, macs)),
    row('whole model', figures.parameters, figures.macs),
  ];
  const last = rows.length - 1;
  return table(rows, ['left', 'right', 'right', 'right', 'right'], (cell, r) => (r === 0 ? paint('dim', cell) : r === last ? paint('bold', cell) : cell));
}
