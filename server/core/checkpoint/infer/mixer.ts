import { phrase } from '../../phrase';
import { type Clues } from './clues';
import { imageSize } from './imageSize';
import { Refused } from './inference';

export function inferMixer(clues: Clues): void {
  const { tensor: stem } = clues.size('patches.size', ['stem/kernel', 4, 0]);
  const [patchRows = 1, patchColumns = 1, channels, hidden = 1] = stem.shape;
  if (channels !== 3) throw new Refused('unsupported', phrase`\`${stem.tensor.name}\` takes images of ${channels ?? 0} channels; these models take 3.`);
  const { count, last } = clues.count('MixerBlock_');
  const mixing = clues.find('MixerBlock_0/token_mixing/Dense_0/kernel', 2);
  // Its patches are padded, as a stem's cells are.
  const size = imageSize(mixing, mixing?.shape[0] ?? 0, { stem: [patchRows, patchColumns], patch: [1, 1] }, stem);
  const head = clues.find('head/kernel', 2);
  clues.says('image_size', size.value, size.evidence, size.note);
  clues.says('num_classes', head?.shape[1] ?? 0, [head]);
  clues.says('patches.size', [patchRows, patchColumns], [stem]);
  clues.says('hidden_dim', hidden, [stem]);
  clues.says('num_blocks', count, [last]);
  for (const [key, part] of [
    ['tokens_mlp_dim', 'token_mixing'],
    ['channels_mlp_dim', 'channel_mixing'],
  ] as const) {
    if (count === 0) {
      clues.assumes(key, hidden, phrase`of no block, so no weight depends on it`);
      continue;
    }
    const at = `MixerBlock_0/${part}`;
    const { size, tensor } = clues.size(key, [`${at}/Dense_0/kernel`, 2, 1], [`${at}/Dense_0/bias`, 1, 0], [`${at}/Dense_1/kernel`, 2, 0]);
    clues.says(key, size, [tensor]);
  }
}
