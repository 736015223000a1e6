/**
 * What an editor shows of a config: hover, lens, inlay hints, completion, fixes. Pure functions of a document's analysis and an offset in it,
 * giving plain data with offsets of that document; the language server turns them into its protocol.
 */
export { withoutCommon } from './common';
export { type CompletionInfo, completions, mayBegin, PATH_TRIGGERS, type PathItem, type PathSite, pathSite, TRIGGERS, UpstreamFigures } from './completion';
export { fingerprint } from './fingerprint';
export { type AllFixed, fixAll, type Mended, safeFixOf } from './fixAll';
export { type FindingFixes, fixesAt } from './fixes';
export { lensText, withoutMarkup } from './format';
export { type HoverInfo, hover } from './hover';
export { ignoreHere, mayBeIgnored } from './ignore';
export { type InlayHintInfo, inlayHints } from './inlayHints';
export { type LensAction, type LensInfo, lenses, type MayRun } from './lens';
export { nameOf } from './modelHover';
export { costText, modelLine } from './modelLine';
export { type BuiltInfo, type ImageInfo, type ModelViewInfo, modelView, type PartInfo, type StepInfo, type TowerInfo } from './modelView';
export {
  type AnchorPlace,
  anchorAt,
  anchorDefinition,
  type Definition,
  definitionsOf,
  documentSymbols,
  type FileLink,
  type Fold,
  fileLinks,
  folds,
  type ModelPlace,
  matchesQuery,
  modelNameAt,
  modelPlaces,
  type NamedModel,
  type Renaming,
  renameAnchor,
  type SymbolInfo,
  selectionRanges,
} from './navigation';
export { decidingKeys, type KeyPlace } from './places';
export { originDefinition } from './python/definition';
export type { RunBlock, RunClass, RunOutput, RunState } from './run';
export { classText, describeRun, runTitle } from './run';
export { type Cost, type SavedModel, savedCosts, savedModel } from './saved';
