import type { BlockLine } from './blockLine';
import { join } from './flowSite';

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
}

/** Where a key goes: `level`, and whether the lines below would become its children. */
export interface Choice {
  readonly level: Level;
  readonly orphans: boolean;
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

  /** Takes a line's dashes and key; gives the level that the key, or what stands for an item, belongs to. */
  take(line: BlockLine, name: string | null, open: boolean): Level | undefined {
    line.dashes.forEach((dash) => this.#item(dash - line.start));
    if (name !== null && line.key !== null) this.#entry(line.key.start - line.start, name, open);
    return this.innermost;
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
   * The mapping that a key at a column goes into, so that what stands below stays where it is: the one whose entries begin
   * there, a new one under a key without a value, else the nearest. null where a key would tear a list apart.
   */
  choose(column: number, below: Below | null): Choice | null {
    const top = this.innermost;
    const choices = this.#levels.filter(({ list }) => !list);
    if (top === undefined) choices.push(levelOf(below === null || below.dash ? column : below.indent, '', false));
    else if (!top.list && top.open) {
      if (below?.dash && below.indent >= top.indent) return null;
      const free = column > top.indent ? column : top.indent + 2;
      choices.push(levelOf(below !== null && below.indent > top.indent ? below.indent : free, this.#inner(), false));
    } else if (below?.dash && this.#levels.some(({ list, indent }) => list && indent === below.indent)) return null;
    const safe = below === null ? choices : choices.filter(({ indent }) => indent >= below.indent);
    let best: Level | undefined;
    for (const level of safe.length > 0 ? safe : choices) {
      if (best === undefined || Math.abs(level.indent - column) <= Math.abs(best.indent - column)) best = level;
    }
    return best === undefined ? null : { level: best, orphans: safe.length === 0 };
  }
}

function levelOf(indent: number, path: string | null, list: boolean): Level {
  return { indent, path, list, key: '', open: false, index: 0 };
}
