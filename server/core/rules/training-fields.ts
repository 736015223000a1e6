/** What rules of training configs share. */
import type { TrainingSpec } from '../dialects/spec';
import { measuresInference } from '../dialects/visionTransformer/keys';
import type { ConfigNode, Entry } from '../syntax/tree';
import { entryOf } from '../syntax/tree';
import type { AnalysedModel, RuleContext } from './rule';

/** The training of a document, if it is one that trains (and not one that measures inference time). */
export function trainingOf({ models, document }: RuleContext): { readonly model: AnalysedModel; readonly training: TrainingSpec } | null {
  const [model] = models;
  const training = model?.spec.training ?? null;
  if (model === undefined || training === null || isInference(document.root)) return null;
  return { model, training };
}

/** Whether a document configures the measuring of inference time. */
export function isInference(root: ConfigNode | null): boolean {
  return root?.kind === 'mapping' && measuresInference(root);
}

/** The entry at a dotted path from the root. */
export function entryAt(root: ConfigNode | null, path: string): Entry | undefined {
  const keys = path.split('.');
  let entry: Entry | undefined;
  let node: ConfigNode | null | undefined = root;
  for (const key of keys) {
    entry = entryOf(node, key);
    node = entry?.value;
  }
  return entry;
}
