/** Everything that is known of a model beside the checkpoint it is to be loaded from. */
import type { ModelSpec } from '../dialects/spec';
import type { GraphResult } from '../model/graph';
import { type Difference, type Differences, differences, type Effect } from './differences';
import type { Fit, Stop } from './fit';
import { fitNamed } from './fitOf';
import type { CheckpointHeader, CheckpointRead } from './header';
import { namesOf } from './names';

export interface Comparison {
  /** Base name of the checkpoint's file. */
  readonly fileName: string;
  readonly header: CheckpointHeader;
  readonly differences: Differences;
  /** Null for a model that can't be built. */
  readonly fit: Fit | null;
}

/** Null where the checkpoint is not known, and for a model that upstream's loader never loads. Never throws. */
export function comparisonOf(spec: ModelSpec, graph: GraphResult, checkpoint: CheckpointRead | null): Comparison | null {
  if (checkpoint?.ok !== true || spec.dialect !== 'vision_transformer') return null;
  const { fileName, header } = checkpoint;
  const names = namesOf(header);
  return { fileName, header, differences: differences(spec, header, names), fit: graph.ok ? fitNamed(graph.graph, spec, names) : null };
}

/** Keys whose values the checkpoint does not fit: upstream stops, or leaves part of it unread. */
export function mismatches(comparison: Comparison): readonly Difference[] {
  return comparison.differences.keys.filter((difference) => {
    const effect = effectIn(comparison, difference);
    return effect === 'stops' || (effect === 'silent' && !leavesOutHead(difference));
  });
}

/** What upstream does because of a key, the others being as this config has them: of some models it can't resample the position embeddings. */
export function effectIn({ fit }: Comparison, { key, effect }: Difference): Effect {
  return isImageSize(key) && (fit?.stops.some(({ kind }) => GRID_STOPS.has(kind)) ?? false) ? 'stops' : effect;
}

const GRID_STOPS: ReadonlySet<Stop['kind']> = new Set(['old-grid', 'new-grid', 'class-token']);

/** Whether a key decides the size of the image, of whichever form the config is. */
export const isImageSize = (key: string): boolean => /(?:^|\.)(?:image_size|crop)$|(?:^|\.)pp\.size$/.test(key);

/** A model without a head has no use for the checkpoint's: that is meant. */
export const leavesOutHead = ({ key, value }: Difference): boolean => /(?:^|\.)num_classes$/.test(key) && value === 0;

/** Whether the weights load as the config stands. What upstream adapts may differ. */
export const fits = (comparison: Comparison): boolean =>
  comparison.differences.inference.ok && comparison.differences.architecture === null && mismatches(comparison).length === 0;
