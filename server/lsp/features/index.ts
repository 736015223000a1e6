/**
 * The editor features, one file each: from a request's positions to the core's offsets, and its plain data back.
 * Each says which capabilities it brings; the server only gathers them.
 */
import { anchorFeature } from './anchors';
import { checkpointFeature } from './checkpoint';
import { codeActionFeature } from './codeActions';
import { completionFeature } from './completion';
import { definitionFeature } from './definition';
import type { Feature } from './feature';
import { foldingFeature } from './folding';
import { hoverFeature } from './hover';
import { inlayHintFeature } from './inlayHints';
import { lensFeature } from './lenses';
import { linkFeature } from './links';
import { modelViewFeature } from './modelView';
import { runningFeature } from './running';
import { selectionRangeFeature } from './selectionRanges';
import { statusFeature } from './status';
import { symbolFeature } from './symbols';
import { workspaceSymbolFeature } from './workspaceSymbols';

export type { Feature, FeatureContext } from './feature';

export const FEATURES: readonly Feature[] = [
  hoverFeature,
  lensFeature,
  inlayHintFeature,
  codeActionFeature,
  completionFeature,
  modelViewFeature,
  statusFeature,
  runningFeature,
  symbolFeature,
  workspaceSymbolFeature,
  foldingFeature,
  selectionRangeFeature,
  linkFeature,
  definitionFeature,
  anchorFeature,
  checkpointFeature,
];
