/**
 * As much of TOML as a short configuration needs: tables, arrays of tables, strings, booleans, integers, arrays and inline tables,
 * each on one line. Throws on everything else, so that what passes here is TOML.
 */
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;
export interface TomlTable {
  [key: string]: TomlValue;
}

const KEY = /^[A-Za-z0-9_-]+/;

export function parseToml(text: string): TomlTable {
  const root: TomlTable = {};
  let table = root;
  for (const [i, source] of text.split('\n').entries()) {
    const line = source.trim();
    const fail = (what: string): never => {
      throw new Error(`line ${i + 1}, ${line}: ${what}`);
    };
    if (line === '' || line.startsWith('#')) continue;
    const [, open, path, close] = /^(\[\[?)([^[\]]+)(\]\]?)$/.exec(line) ?? [];
    if (open !== undefined && path !== undefined) {
      if (open.length !== close?.length) fail('brackets that do not match');
      table = tableAt(root, path.split('.'), open.length === 2);
      continue;
    }
    const reader = new Reader(line, fail);
    reader.pair(table);
    if (reader.rest !== '') fail(`${reader.rest} is left over`);
  }
  return root;
}

function tableAt(root: TomlTable, path: string[], array: boolean): TomlTable {
  let table = root;
  for (const [i, key] of path.entries()) {
    if (KEY.exec(key)?.[0] !== key) throw new Error(`${key} is no key`);
    const last = i === path.length - 1;
    if (last && array) {
      table[key] ??= [];
      const added: TomlTable = {};
      (table[key] as TomlValue[]).push(added);
      return added;
    }
    if (last && table[key] !== undefined) throw new Error(`${path.join('.')} is there twice`);
    table[key] ??= {};
    table = table[key] as TomlTable;
  }
  return table;
}

class Reader {
  constructor(
    public rest: string,
    private readonly fail: (what: string) => never,
  ) {}

  pair(table: TomlTable): void {
    const key = this.#take(KEY) ?? this.fail('a key was expected');
    this.#expect('=');
    if (Object.hasOwn(table, key)) this.fail(`${key} is there twice`);
    table[key] = this.#value();
  }

  #value(): TomlValue {
    const text = this.#take(/^"[^"\\]*"/);
    if (text !== undefined) return text.slice(1, -1);
    const word = this.#take(/^(true|false)\b/);
    if (word !== undefined) return word === 'true';
    const digits = this.#take(/^-?\d+\b/);
    if (digits !== undefined) return Number(digits);
    if (this.rest.startsWith('[')) {
      const items: TomlValue[] = [];
      this.#list('[', ']', () => items.push(this.#value()));
      return items;
    }
    const table: TomlTable = {};
    this.#list('{', '}', () => this.pair(table));
    return table;
  }

  #list(open: string, close: string, item: () => void): void {
    this.#expect(open);
    while (!this.rest.startsWith(close)) {
      item();
      if (!this.rest.startsWith(close)) this.#expect(',');
    }
    this.#expect(close);
  }

  #expect(text: string): void {
    if (!this.rest.startsWith(text)) this.fail(`${text} was expected before ${this.rest}`);
    this.rest = this.rest.slice(text.length).trimStart();
  }

  #take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.rest)?.[0];
    if (found !== undefined) this.rest = this.rest.slice(found.length).trimStart();
    return found;
  }
}
