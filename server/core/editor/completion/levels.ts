import type { BlockLine } from './blockLine';
import { join } from './names';

/** A mapping or list in block style that is open at some line. */
export interface Level {
  /** The column its entries begin at. */
  readonly indent: number;
  /** Of the mapping or list itself; null where there is no telling. */
  readonly path: string | null;
  readonly list: boolean;
  /** The last key, and whether nothing stands behind it on its line. */
  key: string;
  open: boolean;
  /** Of a list: the last item. */
  index: number;
}

/** The first line with content below some place. */
export interface Below {
  readonly indent: number;
  readonly dash: boolean;
  /** Its key; empty for a line without one. */
  readonly key: string;
}

/** Where a key may go, and whether the lines below would become its children. */
export interface Choice {
  readonly level: Level;
  readonly adopts: boolean;
}

/** The open mappings and lists, outermost first, while the lines of a document are taken one by one. */
export class Levels {
  #levels: Level[] = [];

  clear(): void {
    this.#levels = [];
  }

  get innermost(): Level | undefined {
    return this.#levels.at(-1);
  }

  /** Takes a line's dashes and its key; `open` says that nothing stands behind it. */
  take(line: BlockLine, name: string | null, open: boolean): void {
    for (const dash of line.dashes) this.#item(dash - line.start);
    if (name !== null && line.key !== null) this.#entry(line.key.start - line.start, name, open);
  }

  #item(indent: number): void {
    this.#close((level) => level.indent > indent);
    const top = this.innermost;
    if (top?.list && top.indent === indent) top.index++;
    else this.#levels.push(levelOf(indent, this.#inner(), true));
  }

  #entry(indent: number, name: string, open: boolean): void {
    this.#close((level) => level.indent > indent || (level.list && level.indent === indent));
    const top = this.innermost;
    // Deeper than a key that has a value already: as the reader of the whole has it, one more entry beside it.
    const beside = top !== undefined && !top.list && (top.indent === indent || !top.open);
    if (!beside) this.#levels.push(levelOf(indent, this.#inner(), false));
    Object.assign(this.innermost ?? {}, { key: name, open });
  }

  #close(when: (level: Level) => boolean): void {
    for (let top = this.innermost; top !== undefined && when(top); top = this.innermost) this.#levels.pop();
  }

  /** Path of what is nested in the innermost level now. */
  #inner(): string | null {
    const top = this.innermost;
    if (top === undefined) return '';
    return join(top.path, top.list ? String(top.index) : top.key);
  }

  /**
   * The mappings that a key at a column may go into, the likeliest first. What stands below stays where it is: of the
   * mappings that leave it there, it is the one whose entries begin in the column, a new one under a key without a value,
   * or else the nearest. Behind it come a mapping that begins in the column but would adopt the lines below, and the one
   * under the key above, which without it has no value. None where a key would tear a list apart.
   */
  choose(column: number, below: Below | null, step: number): Choice[] {
    const opened = this.#opened(column, below, step);
    if (opened === 'none') return [];
    const all = this.#levels.filter(({ list }) => !list).concat(opened ?? []);
    const safe = below === null ? all : all.filter(({ indent }) => indent >= below.indent);
    const nearest = safe.reduce<Level | undefined>(
      (best, level) => (best === undefined || Math.abs(level.indent - column) <= Math.abs(best.indent - column) ? level : best),
      undefined,
    );
    const exact = all.find(({ indent }) => indent === column) ?? (nearest === undefined ? all.at(-1) : undefined);
    const choices = nearest === undefined ? [] : [{ level: nearest, adopts: false }];
    if (exact !== undefined && !safe.includes(exact)) choices.push({ level: exact, adopts: true });
    if (opened !== null && opened !== nearest && safe.includes(opened)) choices.push({ level: opened, adopts: false });
    return choices;
  }

  /** The mapping that a key would open: the document's, or one under a key without a value. `none` inside a list. */
  #opened(column: number, below: Below | null, step: number): Level | null | 'none' {
    const top = this.innermost;
    if (top === undefined) return levelOf(below === null || below.dash ? column : below.indent, '', false);
    if (top.list || !top.open) return below?.dash && this.#levels.some(({ list, indent }) => list && indent === below.indent) ? 'none' : null;
    if (below?.dash && below.indent >= top.indent) return 'none';
    const free = column > top.indent ? column : top.indent + step;
    return levelOf(below !== null && below.indent > top.indent ? below.indent : free, this.#inner(), false);
  }
}

function levelOf(indent: number, path: string | null, list: boolean): Level {
  return { indent, path, list, key: '', open: false, index: 0 };
}
