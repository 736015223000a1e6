/** The arguments of a model: those that are written, else what the variant sets, else the module's own defaults. */
import { phrase } from '../../phrase';
import { entryOf } from '../../syntax/tree';
import type { Field, Pair } from '../spec';
import { known, unknown, untold } from '../spec';
import { Reader } from '../visionTransformer/reader';
import { type Layout, PREFIX } from './layout';
import { decodeVariant, type Variant } from './variants';

export class Arguments {
  /** Over what is written alone. */
  readonly own: Reader;
  /** null for none. */
  readonly variant: Field<string | null>;
  readonly #decoded: Field<Variant | null>;

  constructor(readonly layout: Layout) {
    this.own = new Reader(layout.model, PREFIX);
    const model = entryOf(layout.root, 'model');
    const key = `${PREFIX}variant`;
    if (model !== undefined && layout.model === null) {
      const at = { keyRange: model.keyRange, range: model.value.range };
      this.variant = model.value.kind === 'unknown' ? untold('model', model.value.reason, at) : unknown('model', phrase`${'model'} is not a mapping`, at);
    } else {
      this.variant =
        this.own.absent('variant') && this.own.entry('variant') !== undefined ? this.own.field('variant', () => ({ value: null })) : this.#named(key);
    }
    this.#decoded = this.#decode(key);
  }

  /** A whole number of at least `min`. */
  whole(key: string, min: number, fallback?: number): Field<number> {
    return this.own.entry(key) === undefined ? this.#unwritten(key, ({ sizes }) => sizes.get(key), fallback) : this.own.whole(key, min);
  }

  /** The same with another value for None. */
  wholeOrNull(key: string, min: number, ofNull: number, fallback: number): Field<number> {
    return this.own.entry(key) === undefined ? this.#unwritten(key, ({ sizes }) => sizes.get(key), fallback) : this.own.wholeOrNull(key, min, ofNull);
  }

  patchSize(fallback?: Pair): Field<Pair> {
    return this.own.entry('patch_size') === undefined
      ? this.#unwritten('patch_size', ({ patch }) => patch ?? undefined, fallback)
      : this.own.pair('patch_size', 1, false);
  }

  #named(key: string): Field<string | null> {
    const written = this.own.text('variant', '');
    // Where nothing is written, the default: none.
    return written.known && written.source === 'default' ? known<string | null>(key, null, written, 'default') : written;
  }

  #decode(key: string): Field<Variant | null> {
    const { variant } = this;
    if (!variant.known) return variant;
    if (variant.value === null) return known<Variant | null>(key, null, variant, variant.source);
    const decoded = decodeVariant(this.layout.module, variant.value);
    return 'fault' in decoded ? unknown(key, phrase`${key} ${variant.value} has no meaning: ${decoded.fault}`, variant) : known(key, decoded, variant);
  }

  #unwritten<T>(key: string, pick: (variant: Variant) => T | undefined, fallback: T | undefined): Field<T> {
    const path = PREFIX + key;
    const open = this.layout.model?.open;
    if (open !== undefined) return untold('model', open);
    const decoded = this.#decoded;
    // It is the variant that is missed, and not each size that it sets.
    if (!decoded.known) return decoded;
    const set = decoded.value === null ? undefined : pick(decoded.value);
    if (set !== undefined && this.variant.known) return known(path, set, decoded, 'derived', phrase`the variant ${this.variant.value ?? ''}`);
    return fallback === undefined ? unknown(path, phrase`${path} is missing`) : known(path, fallback, { keyRange: null, range: null }, 'default');
  }
}
