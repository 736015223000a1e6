/** What holds of the model panel's picture of any model. */

import type { DocumentAnalysis, ModelAnalysis } from '../../server/core/analysis';
import { type BuiltInfo, type ModelViewInfo, modelView } from '../../server/core/editor';
import { inEnglish } from '../english';
import { within } from './ranges';

export function brokenView(analysis: DocumentAnalysis, model: ModelAnalysis): string[] {
  const view = modelView(analysis, model, null);
  const broken = placesOf(view).flatMap(({ key, range }) =>
    within(range, analysis.text.length) ? [] : [`the panel places ${key} at ${JSON.stringify(range)}`],
  );
  if ((view.built === null) !== view.problems.length > 0) broken.push('the panel has a drawing and problems, or neither');
  return view.built === null ? broken : [...broken, ...brokenDrawing(view.built)];
}

function partsOf({ towers, joint }: BuiltInfo) {
  return [...towers.flatMap(({ parts }) => parts), ...(joint === null ? [] : [joint])];
}

function placesOf({ problems, built }: ModelViewInfo) {
  return [...problems.flatMap(({ places }) => places), ...(built === null ? [] : [...partsOf(built).flatMap(({ places }) => places), ...built.image.places])];
}

function brokenDrawing(built: BuiltInfo): string[] {
  const parts = inEnglish(partsOf(built));
  const broken: string[] = [];
  for (const kind of ['parameters', 'macs', 'weightBytes'] as const) {
    const sum = parts.reduce((total, part) => total + part[kind], 0);
    if (sum !== built[kind]) broken.push(`the ${kind} of the parts are ${sum}, of the whole ${built[kind]}`);
  }
  const peak = Math.max(...parts.map(({ activationBytes }) => activationBytes));
  if (peak !== built.activationBytes) broken.push(`the parts' peak is ${peak}, that of the whole ${built.activationBytes}`);
  if (new Set(parts.map(({ id }) => id)).size < parts.length) broken.push('two parts have the same id');
  for (const { id, title, detail, places } of parts) {
    if (title === '' || places.length === 0) broken.push(`part ${id} has no title or no place`);
    if (/\bNaN\b|undefined|\[object|Infinity/.test(`${title} ${detail ?? ''}`)) broken.push(`part ${id} says ${title} ${detail ?? ''}`);
  }
  return broken;
}
