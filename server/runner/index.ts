/**
 * A forward pass in a child process: `startRun` for whoever wants one. The child alone loads native code (ONNX Runtime, sharp);
 * what passes between the two is in protocol.ts.
 */
export { PLATFORMS, whyNoRun } from './available';
export type { RunHandle } from './host';
export { startRun } from './host';
