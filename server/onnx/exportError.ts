/** Why a model can't be exported, for people. By itself, since whoever catches it need not load ONNX's schema. */
export class ExportError extends Error {}
