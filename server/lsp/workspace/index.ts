/**
 * Diagnostics of the whole workspace: a walk finds the files, a sweep checks them, a watch follows what changes on disk, and what
 * is found is pulled by the client or pushed to it. Of a file that is not open only its diagnostics and its models' names are kept.
 */
export { describeOutcome } from './outcome';
export { Folders } from './places';
export { Workspace, type WorkspaceModel } from './workspace';
