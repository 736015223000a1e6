/**
 * Dialects turn a ConfigTree into model specs, one folder an ecosystem; detect() returns its evidence.
 * Past this folder nothing knows whose format a config had.
 */
export { visionTransformer } from './visionTransformer';
export { STRUCTURE_DOCS } from './visionTransformer/structure/docs';
