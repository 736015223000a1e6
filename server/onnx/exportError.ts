import { PhraseError } from '../core/phrase';

/** Why a model can't be exported. By itself, since whoever catches it need not load ONNX's schema. */
export class ExportError extends PhraseError {}
