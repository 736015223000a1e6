/**
 * A forward pass in a child process: `startRun` for whoever wants one, `startBatch` for many. The child alone loads native code (ONNX Runtime, sharp);
 * what passes between the two is in protocol.ts.
 */
export { PLATFORMS, whyNoRun } from './available';
export type { BatchHandle, RunHandle } from './host';
export { startBatch, startRun } from './host';
