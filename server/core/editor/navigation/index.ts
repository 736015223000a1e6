/**
 * Getting about in a config: its outline, what folds, what a selection grows to, the files and models it names, its anchors.
 * Like the rest of the editor's features pure functions, in offsets of the document, or of the file where they take a snapshot.
 */
export { type AnchorPlace, anchorAt, type Renaming, renameAnchor } from './anchors';
export { anchorDefinition, type Definition } from './definition';
export { type Fold, folds } from './folding';
export { type FileLink, fileLinks } from './links';
export { definitionsOf, type ModelPlace, matchesQuery, modelNameAt, modelPlaces, type NamedModel } from './models';
export { selectionRanges } from './selectionRanges';
export { documentSymbols, type SymbolInfo } from './symbols';
