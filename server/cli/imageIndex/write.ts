import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { WritableFile } from '../../exporter';
import { npyHeader, npyValues } from '../../runner/npy';
import type { Host } from '../host';
import { FEATURES_FILE, type ImageIndex, INDEX_FILE, indexText } from './format';

type Files = Pick<Host, 'create' | 'rename' | 'remove'>;

const part = (path: string) => `${path}.part`;

/** Writes an index under temporary names, row by row; what was there before stays until it is whole. All reject with Node's errors. */
export class IndexWriter {
  readonly #hash = createHash('sha256');
  readonly #features: string;
  readonly #index: string;
  #rows = 0;
  #open: WritableFile | null;

  private constructor(
    private readonly files: Files,
    directory: string,
    private readonly dimensions: number,
    file: WritableFile,
  ) {
    this.#features = join(directory, FEATURES_FILE);
    this.#index = join(directory, INDEX_FILE);
    this.#open = file;
  }

  static async create(files: Files, directory: string, dimensions: number): Promise<IndexWriter> {
    const file = await files.create(part(join(directory, FEATURES_FILE)));
    const writer = new IndexWriter(files, directory, dimensions, file);
    await file.write(npyHeader([0, dimensions]));
    return writer;
  }

  /** One row after the other: wait for each. */
  async add(row: Float32Array): Promise<void> {
    if (row.length !== this.dimensions) throw new Error(`a row of ${row.length} values in an index of ${this.dimensions}`);
    const bytes = npyValues(row);
    this.#hash.update(bytes);
    this.#rows++;
    await this.#open?.write(bytes);
  }

  /** Puts the index in place; `about.images` are those of the rows. */
  async finish(about: Omit<ImageIndex, 'dimensions' | 'sha256'>): Promise<void> {
    // How many rows there are is known only now.
    await this.#open?.write(npyHeader([this.#rows, this.dimensions]), 0);
    await this.#close();
    const index = await this.files.create(part(this.#index));
    this.#open = index;
    await index.write(Buffer.from(indexText({ ...about, dimensions: this.dimensions, sha256: this.#hash.digest('hex') })));
    await this.#close();
    await this.files.rename(part(this.#features), this.#features);
    await this.files.rename(part(this.#index), this.#index);
  }

  /** Leaves nothing of what was written. */
  async discard(): Promise<void> {
    await this.#close();
    await this.files.remove(part(this.#features));
    await this.files.remove(part(this.#index));
  }

  async #close(): Promise<void> {
    const file = this.#open;
    this.#open = null;
    await file?.close();
  }
}
