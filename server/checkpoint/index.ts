/** Checkpoint files: what their headers say, kept while they stay as they are, and the values of their tensors. */
export { type CheckpointFiles, machineFiles, type OpenFile } from './files';
export { CheckpointHeaders } from './headers';
export { findLabels, type LabelsFound, type LabelsWanted, readNames } from './labels';
export { type Checkpoint, type OpenOptions, openCheckpoint } from './open';
export { CheckpointError } from './problem';
export { readHeader } from './readHeader';
