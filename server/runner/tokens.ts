/** Token ids for a text tower that has no text. */
import { Pcg32, seedFor } from '../onnx/weights/random';

/** [CLS] in BERT's vocabulary: upstream puts it first. */
const CLS = 101;

/** Seeded ids below `vocabulary`: a first token, words for about two thirds of the length, the rest padding (0), so that masks matter. */
export function sampleTokens(count: number, vocabulary: number, seed: number): Int32Array {
  const generator = new Pcg32(seedFor('tokens', seed));
  const ids = new Int32Array(count);
  const words = Math.max(1, Math.ceil((count * 2) / 3));
  for (let i = 0; i < words; i++) ids[i] = vocabulary > 1 ? 1 + generator.below(vocabulary - 1) : 0;
  ids[0] = vocabulary > CLS ? CLS : Math.min(1, vocabulary - 1);
  return ids;
}
