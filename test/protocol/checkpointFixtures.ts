/** Configs that name checkpoints, and such files. */
import { CheckpointHeaders } from '../../server/checkpoint';
import type { CheckpointRead } from '../../server/core/checkpoint/header';
import { npz, vitTensors } from '../unit/checkpoint/files';

/** A ViT of two small blocks. */
export const SMALL = `model_name: small
patches:
  size: [16, 16]
hidden_size: 16
transformer:
  num_layers: 2
  num_heads: 2
  mlp_dim: 32
classifier: token
`;
export const NAMED = `${SMALL}checkpoint: w.npz\n`;

/** Its weights, or those of a wider one. */
export const weights = (width = 16): Buffer => npz(vitTensors(2, width, 32, 2));

/** Reads headers as the server does, counting. */
export function reader(before: (path: string) => Promise<void> = async () => undefined) {
  const headers = new CheckpointHeaders();
  const asked: string[] = [];
  return {
    asked,
    readCheckpoint: async (path: string): Promise<CheckpointRead> => {
      asked.push(path);
      await before(path);
      return headers.read(path);
    },
  };
}
