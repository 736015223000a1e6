/** Checkpoints as a test knows them, by the base names that configs give: headers of models, files that are missing or broken. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readHeader } from '../../../server/checkpoint';
import type { CheckpointRead, CheckpointReference, Checkpoints, CheckpointTensor } from '../../../server/core/checkpoint/header';
import { verbatim } from '../../../server/core/phrase';
import { upstreamConfig } from '../model/goldens';
import type { PlainModel } from '../model/specs';
import { headerOf, savedBy } from './support';

export type KnownFile = readonly CheckpointTensor[] | CheckpointRead | { readonly missing: true } | { readonly problem: string };

/** Of any other file nothing is known. */
export class KnownCheckpoints implements Checkpoints {
  readonly #reads = new Map<string, CheckpointRead | null>();

  constructor(private readonly fileOf: (name: string) => KnownFile | null) {}

  read({ path, required }: CheckpointReference): CheckpointRead | null {
    // Where upstream's training looks, only one folder has files.
    if (!required && !path.startsWith('weights/')) return null;
    const fileName = basename(path);
    let read = this.#reads.get(fileName);
    if (read === undefined) this.#reads.set(fileName, (read = readOf(fileName, this.fileOf(fileName))));
    return read;
  }
}

function readOf(fileName: string, file: KnownFile | null): CheckpointRead | null {
  if (file === null) return null;
  if ('ok' in file) return file;
  if ('missing' in file) return { ok: false, fileName, kind: 'missing', problem: verbatim('There is no such file.') };
  if ('problem' in file) return { ok: false, fileName, kind: 'unreadable', problem: verbatim(file.problem) };
  return { ok: true, fileName, header: headerOf(file) };
}

const FOLDER = fileURLToPath(new URL('../../../samples/checkpoints/', import.meta.url));
const SAMPLES: ReadonlyMap<string, CheckpointRead> = new Map(
  await Promise.all(
    readdirSync(FOLDER)
      .filter((name) => /\.(?:npz|safetensors)$/.test(name))
      .map(async (name) => [name, await readHeader(FOLDER + name)] as const),
  ),
);

/** `<released model>.npz` is that model's, with 1000 classes at 224 pixels; the others are those of samples/checkpoints, and what examples name. */
export const RELEASED = new KnownCheckpoints((fileName) => {
  if (fileName === 'no-such-file.npz') return { missing: true };
  if (fileName === 'cut-off.npz') return { problem: 'It ends in the middle.' };
  const sample = SAMPLES.get(fileName);
  if (sample !== undefined) return sample;
  if (fileName === 'without-norm.npz') return releasedTensors('ViT-B_16').filter(({ name }) => !name.includes('encoder_norm'));
  const name = /^(.*)\.npz$/.exec(fileName)?.[1];
  return name === undefined ? null : releasedOrNull(name);
});

const configs = new Map<string, PlainModel | null>();

function releasedOrNull(name: string): readonly CheckpointTensor[] | null {
  let config = configs.get(name);
  if (config === undefined) {
    try {
      const released = upstreamConfig(name);
      config = 'image' in released ? released : ({ ...released, image_size: 224, num_classes: 1000 } as PlainModel);
    } catch {
      config = null;
    }
    configs.set(name, config);
  }
  return config === null ? null : savedBy(config);
}

export function releasedTensors(name: string): readonly CheckpointTensor[] {
  const tensors = releasedOrNull(name);
  if (tensors === null) throw new Error(`no upstream model ${name}`);
  return tensors;
}
