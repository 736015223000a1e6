/** index.json: what was embedded, and with what. */

export const INDEX_FILE = 'index.json';
export const FEATURES_FILE = 'features.npy';

const VERSION = 1;

/** All paths are relative to the index's directory and have slashes; absolute ones are of another drive. */
export interface ImageIndex {
  /** What people call the model. */
  readonly model: string;
  /** The model's output that is the feature: `pre_logits`, `img/normalized`. */
  readonly feature: string;
  /** Of a row of features.npy. */
  readonly dimensions: number;
  /** Whether the middle of each image was cut out, instead of stretching it. */
  readonly crop: boolean;
  /** The config as it was. */
  readonly config: {
    /** null for one that was inferred from the weights. */
    readonly path: string | null;
    /** By which its syntax is told. */
    readonly fileName: string;
    readonly text: string;
    /** Which of its models, counted from 1. */
    readonly number: number;
    /** Of a Python file with several configs, which: as it was asked for, `get_config:b16,cifar10`. */
    readonly wanted?: string;
    /** The modules that a Python file was read with, as they were. */
    readonly modules?: readonly { readonly path: string; readonly text: string }[];
  };
  readonly weights: IndexedWeights;
  /** Of the bytes of all rows. */
  readonly sha256: string;
  /** In the order of the rows, which is that of their paths. */
  readonly images: readonly IndexedImage[];
}

export interface IndexedWeights {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly sha256: string;
}

export interface IndexedImage {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** What is there is no index that can be used; the message goes behind the directory's name. */
export class DamagedIndex extends Error {}

/** One line an image. */
export function indexText({ model, feature, dimensions, crop, config, weights, sha256, images }: ImageIndex): string {
  const about = { version: VERSION, model, feature, dimensions, crop, config, weights, sha256 };
  const head = JSON.stringify(about, null, 2).replace(/\n\}$/, '');
  const lines = images.map((image) => `\n    ${JSON.stringify(image)}`);
  return `${head},\n  "images": [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}]\n}\n`;
}

/** Throws DamagedIndex. */
export function parseIndex(text: string): ImageIndex {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DamagedIndex(`is damaged: ${INDEX_FILE} is not valid JSON (${error.message})`);
  }
  const index = new Part(value, '');
  const version = index.number('version');
  if (version !== VERSION) throw new DamagedIndex(`has an index of version ${version}, and this vit-config reads version ${VERSION}`);
  const [config, weights] = [index.part('config'), index.part('weights')];
  return {
    model: index.string('model'),
    feature: index.string('feature'),
    dimensions: index.count('dimensions'),
    crop: index.boolean('crop'),
    config: {
      path: config.value('path') === null ? null : config.string('path'),
      fileName: config.string('fileName'),
      text: config.string('text'),
      number: config.count('number'),
      ...(config.value('wanted') === undefined ? {} : { wanted: config.string('wanted') }),
      ...(config.value('modules') === undefined
        ? {}
        : { modules: config.list('modules').map((module) => ({ path: module.string('path'), text: module.string('text') })) }),
    },
    weights: { ...fileOf(weights), sha256: weights.string('sha256') },
    sha256: index.string('sha256'),
    images: index.list('images').map(fileOf),
  };
}

const fileOf = (part: Part): IndexedImage => ({ path: part.string('path'), bytes: part.number('bytes'), modified: part.number('modified') });

/** A JSON object whose members are taken as what they should be. */
class Part {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly path: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#wrong('', 'an object');
    this.#members = value as Readonly<Record<string, unknown>>;
  }

  value(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }

  part(name: string): Part {
    return new Part(this.value(name), this.#at(name));
  }

  list(name: string): Part[] {
    const value = this.value(name);
    if (!Array.isArray(value)) throw this.#wrong(name, 'a list');
    return value.map((item, i) => new Part(item, `${this.#at(name)}[${i}]`));
  }

  string(name: string): string {
    const value = this.value(name);
    if (typeof value !== 'string') throw this.#wrong(name, 'a string');
    return value;
  }

  boolean(name: string): boolean {
    const value = this.value(name);
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false');
    return value;
  }

  number(name: string): number {
    const value = this.value(name);
    if (typeof value !== 'number') throw this.#wrong(name, 'a number');
    return value;
  }

  /** A whole number from 1 on. */
  count(name: string): number {
    const value = this.number(name);
    if (!Number.isSafeInteger(value) || value < 1) throw this.#wrong(name, 'a whole number of at least 1');
    return value;
  }

  #at(name: string): string {
    return this.path === '' ? name : name === '' ? this.path : `${this.path}.${name}`;
  }

  #wrong(name: string, what: string): DamagedIndex {
    const at = this.#at(name);
    return new DamagedIndex(`is damaged: ${at === '' ? INDEX_FILE : `${at} in ${INDEX_FILE}`} is not ${what}`);
  }
}
