/**
 * The editor features, one file each: from a request's positions to the core's offsets, and its plain data back.
 * Each says which capabilities it brings; the server only gathers them.
 */
import { codeActionFeature } from './codeActions';
import type { Feature } from './feature';
import { hoverFeature } from './hover';
import { inlayHintFeature } from './inlayHints';
import { lensFeature } from './lenses';
import { modelViewFeature } from './modelView';
import { statusFeature } from './status';

export type { Feature, FeatureContext } from './feature';

export const FEATURES: readonly Feature[] = [hoverFeature, lensFeature, inlayHintFeature, codeActionFeature, modelViewFeature, statusFeature];
