/** Which model of the saved file is which of the text as it is now. */
import type { ModelAnalysis } from '../analysis';

/** What the lens says of a model, and what it may have changed from. */
export interface Cost {
  readonly parameters: number;
  readonly macs: number;
}

/** A model as it is remembered; `cost` is null where it can't be built. */
export interface SavedModel {
  readonly name: string | null;
  readonly cost: Cost | null;
}

export function savedModel({ spec, figures }: ModelAnalysis): SavedModel {
  const { name, python } = spec;
  return {
    // In Python a copied function keeps the name of its model until that is overridden; its own has to be another at once.
    name: python !== undefined ? `${python.name} ${python.args ?? ''}` : name.known ? name.value : null,
    cost: figures === null ? null : { parameters: figures.parameters, macs: figures.macs },
  };
}

/**
 * For each model of `current` what it cost in `saved`, null for one that is new, could not be built, or can't be told from others.
 * A name that both have once is the same model, wherever it stands. Of the rest, what is equal at the beginning and the end is
 * taken off; what is left between is the same models changed if there are as many of them.
 */
export function savedCosts(saved: readonly SavedModel[], current: readonly SavedModel[]): (Cost | null)[] {
  const costs = new Map<SavedModel, Cost | null>();
  let before = [...saved];
  let now = [...current];
  const pair = (model: SavedModel | undefined, old: SavedModel | undefined) => {
    if (model !== undefined && old !== undefined) costs.set(model, old.cost);
  };
  const pairNames = () => {
    const [olds, models] = [uniqueNames(before), uniqueNames(now)];
    const common = new Set([...models.keys()].filter((name) => olds.has(name)));
    for (const name of common) pair(models.get(name), olds.get(name));
    const isLeft = (names: ReadonlyMap<string, SavedModel>) => (model: SavedModel) =>
      model.name === null || !common.has(model.name) || names.get(model.name) !== model;
    before = before.filter(isLeft(olds));
    now = now.filter(isLeft(models));
  };
  pairNames();
  while (sameCost(now[0], before[0])) pair(now.shift(), before.shift());
  while (sameCost(now.at(-1), before.at(-1))) pair(now.pop(), before.pop());
  // Copies of a model keep its name: with those that did not change taken off, it may stand once.
  pairNames();
  if (now.length === before.length) for (const [i, model] of now.entries()) pair(model, before[i]);
  return current.map((model) => costs.get(model) ?? null);
}

/** The names that stand once, with their models. */
function uniqueNames(models: readonly SavedModel[]): Map<string, SavedModel> {
  const found = new Map<string, SavedModel>();
  const repeated = new Set<string>();
  for (const model of models) {
    if (model.name === null) continue;
    if (found.has(model.name)) repeated.add(model.name);
    found.set(model.name, model);
  }
  for (const name of repeated) found.delete(name);
  return found;
}

function sameCost(a: SavedModel | undefined, b: SavedModel | undefined): boolean {
  return a !== undefined && b !== undefined && a.cost?.parameters === b.cost?.parameters && a.cost?.macs === b.cost?.macs;
}
