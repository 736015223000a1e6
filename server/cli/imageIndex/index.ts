/**
 * Images by what a model makes of them: a directory with features.npy, one row an image, and index.json, which says what was embedded
 * with what. Written whole or not at all, read strictly.
 */
export { DamagedIndex, FEATURES_FILE, type ImageIndex, INDEX_FILE, type IndexedImage, type IndexedWeights } from './format';
export { fileOf, type IndexPlan, type PlannedRow, pathInIndex, planIndex } from './plan';
export { type Ranked, rank } from './rank';
export { type OpenIndex, openIndex } from './read';
export { IndexWriter } from './write';
