/** Which checkpoint a config means, and what is known of it. */
import { describe, expect, it } from 'vitest';
import { type AnalysisOptions, Snapshot } from '../../../server/core/analysis';
import type { CheckpointRead, CheckpointReference, Checkpoints } from '../../../server/core/checkpoint/header';
import { verbatim } from '../../../server/core/phrase';

const MODEL = 'model_name: ViT-B_16\n';
const OPTIONS: AnalysisOptions = { fileName: 'm.vit.yaml', syntax: 'yaml', ignore: [] };

function specOf(text: string) {
  const [placed] = Snapshot.of(text, OPTIONS).models();
  if (placed === undefined) throw new Error('no model');
  return placed.model.spec;
}

const checkpointOf = (text: string) => specOf(text).checkpoint;

describe('the checkpoint of a config', () => {
  it('is what its key says', () => {
    expect(checkpointOf(`${MODEL}checkpoint: w/B.npz\n`)).toEqual({ key: 'checkpoint', path: 'w/B.npz', required: true });
    expect(checkpointOf(MODEL)).toBeNull();
    expect(checkpointOf(`${MODEL}checkpoint: null\n`)).toBeNull();
    expect(checkpointOf(`${MODEL}checkpoint: [a.npz]\n`)).toBeNull();
  });

  it('is the file that a training puts together', () => {
    const training = (more: string) => checkpointOf(`model: {model_name: ViT-B_16}\ndataset: cifar10\n${more}`);
    expect(training('pretrained_dir: weights/\n')).toEqual({ key: 'pretrained_dir', path: 'weights/ViT-B_16.npz', required: false });
    expect(training('pretrained_dir: w\nmodel_or_filename: B_16-i21k-300ep\n')?.path).toBe('w/B_16-i21k-300ep.npz');
    expect(training('model_or_filename: B_16-i21k-300ep\n')).toEqual({ key: 'model_or_filename', path: './B_16-i21k-300ep.npz', required: false });
    // Upstream looks it up in a table.
    expect(training('pretrained_dir: w\nmodel_or_filename: B_16\n')).toBeNull();
    expect(training('')).toBeNull();
    expect(training('pretrained_dir: w\ncheckpoint: own.npz\n')?.path).toBe('own.npz');
    expect(training('pretrained_dir: w\ncheckpoint: null\n')).toBeNull();
  });
});

describe('labels', () => {
  it('are names, or the path of a file', () => {
    expect(specOf(`${MODEL}labels: [cat, 7, "a dog"]\n`).labels).toMatchObject({ known: true, value: ['cat', '7', 'a dog'] });
    expect(specOf(`${MODEL}labels: names.txt\n`).labels).toMatchObject({ known: true, value: 'names.txt' });
    expect(specOf(`${MODEL}labels: [[a], b]\n`).labels).toMatchObject({ known: false });
    expect(specOf(`${MODEL}labels: 7\n`).labels).toMatchObject({ known: false });
    expect(specOf(MODEL).labels).toBeNull();
  });
});

describe('what is known of it', () => {
  class Known implements Checkpoints {
    readonly asked: CheckpointReference[] = [];
    read_: CheckpointRead | null = null;
    read(reference: CheckpointReference): CheckpointRead | null {
      this.asked.push(reference);
      return this.read_;
    }
  }
  const gone = (): CheckpointRead => ({ ok: false, fileName: 'B.npz', kind: 'missing', problem: verbatim('Gone.') });
  const text = `${MODEL}checkpoint: B.npz\n---\n${MODEL}`;

  it('is asked for each model that names one, and kept while it is the same', () => {
    const checkpoints = new Known();
    const options = { ...OPTIONS, checkpoints };
    const first = Snapshot.of(text, options);
    expect(first.models().map(({ model }) => model.checkpoint)).toEqual([null, null]);
    expect(checkpoints.asked.map(({ path }) => path)).toEqual(['B.npz']);

    const same = Snapshot.of(text, options, first);
    expect(same.documents[0]?.analysis).toBe(first.documents[0]?.analysis);

    checkpoints.read_ = gone();
    const other = Snapshot.of(text, options, same);
    expect(other.models().map(({ model }) => model.checkpoint)).toEqual([checkpoints.read_, null]);
    expect(other.documents[0]?.analysis.document).toBe(first.documents[0]?.analysis.document);
    expect(other.documents[1]?.analysis).toBe(first.documents[1]?.analysis);
    // The older snapshot goes on saying what it said.
    expect(first.models()[0]?.model.checkpoint).toBeNull();
  });
});
