/**
 * A graph as ONNX files on disk, for the command line and the language server: the place is checked first, the files appear
 * whole or not at all. What is in them is onnx/'s; here it is only written.
 */
export { ExportCancelled, type Exported, type ExportJob, exportToFile } from './export';
export { type Files, machineFiles, type WritableFile } from './files';
export { assertFree, assertPlace, dataPath, PlaceError, type PlaceProblem, partPath, partPaths } from './place';
