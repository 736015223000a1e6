/**
 * Graph -> ONNX bytes: `runPlan` for a forward pass here, `exportOnnx` for others. Pure, no files and no native code.
 * `onnx.proto` is ONNX's own (Apache-2.0), from its Python package 1.23.2; `onnx_pb.js` and `onnx_pb.d.ts` were made from it by
 * protoc-gen-es 2.17.0 (`buf generate` with `target=js+dts,import_extension=none`).
 */
export type { ExportOptions, ExportSink, ExportSummary } from './export';
export { exportOnnx, writeModel } from './export';
export { ExportError } from './exportError';
export { countInitializers } from './inspect';
export type { PlanInput, PlanOutput, PlanSection, PlanWeight, RunPlan } from './plan';
export { planParameters, runPlan } from './plan';
