/** What the reader says of a config against what Python built of it (test/reference/python_configs.py). */
import { english } from '../../../../server/core/phrase';
import type { ConfigDocument, ConfigNode, MappingNode } from '../../../../server/core/syntax/tree';

export type Truth =
  | null
  | boolean
  | number
  | string
  | readonly Truth[]
  | { readonly float: string }
  | { readonly int: string }
  | { readonly tuple: readonly Truth[] }
  | { readonly config: Fields }
  | { readonly dict: Fields }
  | { readonly configPairs: readonly (readonly [Truth, Truth])[] }
  | { readonly dictPairs: readonly (readonly [Truth, Truth])[] }
  | { readonly required: true }
  | { readonly cycle: true }
  | { readonly other: string };
type Fields = { readonly [key: string]: Truth };

export interface Raised {
  readonly type: string;
  readonly message: string;
  /** File, function, line; outermost first. */
  readonly frames: readonly (readonly [string, string, number])[];
}

/** What a call gave: a config, something else, or an exception. */
export interface Outcome {
  readonly name: string;
  readonly args: string | null;
  readonly value?: Truth;
  /** Why it can't be iterated. */
  readonly useless?: string;
  readonly other?: string;
  readonly raises?: Raised;
  /** Of the file, those that the call comes to: `12-15 18`. */
  readonly lines?: string;
}

export interface FileOutcome {
  readonly import?: Raised;
  readonly functions: readonly Outcome[];
  readonly variables: { readonly [name: string]: Truth };
}

/** Paths at which the reader is wrong, and those where it says nothing. */
export class Comparison {
  readonly wrong: string[] = [];
  readonly unknown: { readonly path: string; readonly reason: string }[] = [];
  known = 0;

  node(node: ConfigNode, truth: Truth, path: string): void {
    if (node.kind === 'unknown') {
      this.unknown.push({ path, reason: english(node.reason) });
      return;
    }
    const told = toldBy(truth);
    if (told === undefined || node.kind !== told.kind) {
      this.wrong.push(`${path}: ${described(node)}, in Python ${JSON.stringify(truth)}`);
      return;
    }
    if (told.kind === 'mapping' && node.kind === 'mapping') {
      if (node.python?.configDict !== told.configDict) this.wrong.push(`${path}: ${told.configDict ? 'a ConfigDict' : 'a dict'} in Python`);
      this.#mapping(node, told.fields, path);
    } else if (told.kind === 'sequence' && node.kind === 'sequence') {
      const tuple = node.tuple === true;
      if (tuple !== told.tuple || node.items.length !== told.items.length) {
        this.wrong.push(`${path}: a ${tuple ? 'tuple' : 'list'} of ${node.items.length}, in Python ${JSON.stringify(truth)}`);
      } else node.items.forEach((item, i) => this.node(item, told.items[i] as Truth, `${path}[${i}]`));
    } else if (told.kind === 'scalar' && node.kind === 'scalar') {
      if (Object.is(node.value, told.value) && (typeof told.value !== 'number' || node.integer === told.integer)) this.known++;
      else this.wrong.push(`${path}: ${described(node)}, in Python ${JSON.stringify(truth)}`);
    }
  }

  #mapping(node: MappingNode, fields: ReadonlyMap<string, Truth>, path: string): void {
    const below = (key: string) => (path === '' ? key : `${path}.${key}`);
    const entries = new Map(node.entries.map(({ key, value }) => [key, value]));
    if (node.open !== undefined) this.unknown.push({ path: below('*'), reason: english(node.open) });
    for (const [key, truth] of fields) {
      const value = entries.get(key);
      if (value !== undefined) this.node(value, truth, below(key));
      else if (node.open === undefined) this.wrong.push(`${below(key)}: missing, in Python ${JSON.stringify(truth)}`);
    }
    for (const [key, value] of entries) {
      if (fields.has(key)) continue;
      if (value.kind === 'unknown') this.unknown.push({ path: below(key), reason: english(value.reason) });
      else this.wrong.push(`${below(key)}: ${described(value)}, not there in Python`);
    }
    this.known++;
  }
}

type Told =
  | { readonly kind: 'scalar'; readonly value: null | boolean | number | string; readonly integer: boolean }
  | { readonly kind: 'sequence'; readonly items: readonly Truth[]; readonly tuple: boolean }
  | { readonly kind: 'mapping'; readonly fields: ReadonlyMap<string, Truth>; readonly configDict: boolean };

/** undefined for what no tree can say. */
function toldBy(truth: Truth): Told | undefined {
  if (truth === null || typeof truth !== 'object') return { kind: 'scalar', value: truth, integer: typeof truth === 'number' };
  if (isList(truth)) return { kind: 'sequence', items: truth, tuple: false };
  if ('float' in truth) return { kind: 'scalar', value: Number(truth.float.replace('inf', 'Infinity').replace('nan', 'NaN')), integer: false };
  if ('int' in truth) return { kind: 'scalar', value: Number(truth.int), integer: true };
  if ('tuple' in truth) return { kind: 'sequence', items: truth.tuple, tuple: true };
  if ('config' in truth) return { kind: 'mapping', fields: new Map(Object.entries(truth.config)), configDict: true };
  if ('dict' in truth) return { kind: 'mapping', fields: new Map(Object.entries(truth.dict)), configDict: false };
  const pairs = 'configPairs' in truth ? truth.configPairs : 'dictPairs' in truth ? truth.dictPairs : undefined;
  if (pairs === undefined) return undefined;
  return { kind: 'mapping', fields: new Map(pairs.map(([key, value]) => [keyText(key), value])), configDict: 'configPairs' in truth };
}

/** A key as the tree has it: the text that Python shows of it. */
function keyText(key: Truth): string {
  if (key !== null && typeof key === 'object' && 'tuple' in key) return `(${key.tuple.map(keyText).join(', ')})`;
  return String(key);
}

function isList(truth: Truth): truth is readonly Truth[] {
  return Array.isArray(truth);
}

function described(node: ConfigNode): string {
  if (node.kind === 'scalar') return `${JSON.stringify(node.value)}${typeof node.value === 'number' && !node.integer ? ' (float)' : ''}`;
  return `a ${node.kind}`;
}

/** The fault that ConfigDict itself finds, in the words of our codes; null for another exception. */
export function configDictFault({ type, message }: Raised): ConfigDocument['problems'][number]['code'] | null {
  if (type === 'TypeError' && message.startsWith('Could not override field')) return 'config-dict-type';
  if (/\b(config|ConfigDict) is locked/.test(message)) return 'config-dict-locked';
  if (/does not accept dots|cannot be overridden/.test(message)) return 'config-dict-key';
  return null;
}

export interface Verdict {
  /** What is false: of values, of problems, of documents. */
  readonly wrong: readonly string[];
  /** What the reader does not know. */
  readonly unknown: readonly { readonly path: string; readonly reason: string }[];
  readonly known: number;
}

/** One config against all the calls of it that were made. */
export function judge(document: ConfigDocument, outcomes: readonly Outcome[]): Verdict {
  const comparison = new Comparison();
  const told = document.problems
    .filter(({ code }) => code.startsWith('config-dict'))
    .map(({ code, range }) => ({ code, line: lineOf(document.text, range.start) }));
  const ends = outcomes.map((outcome) => endOf(outcome, document));
  if (ends.length > 0 && ends.every(({ fault, lines }) => fault !== null && !told.some(({ code, line }) => code === fault && lines.includes(line)))) {
    comparison.unknown.push({ path: '!', reason: `line ${ends[0]?.lines.join()}: ${outcomes[0]?.raises?.message ?? outcomes[0]?.useless}` });
  }
  for (const { code, line } of told) {
    const passed = ends.find((end) => end.reached.has(line) && !end.lines.includes(line) && end.fault !== code);
    const stopped = ends.some((end) => end.lines.includes(line) || (end.fault === code && end.lines.length === 0));
    if (passed !== undefined && !stopped) comparison.wrong.push(`${code} in line ${line}, Python goes on to ${JSON.stringify(passed.lines)}`);
  }
  for (const { raises, value, other } of outcomes) {
    if (raises !== undefined) continue;
    if (document.root === null) comparison.unknown.push({ path: '*', reason: 'no root' });
    else if (value !== undefined) comparison.node(document.root, value, '');
    else if (document.root.kind !== 'unknown') comparison.wrong.push(`a config, in Python ${other}`);
  }
  return comparison;
}

interface End {
  /** Where Python stops: the lines within the config's function that call each other, none where it returns. */
  readonly lines: readonly number[];
  /** What ConfigDict has against it. */
  readonly fault: string | null;
  readonly reached: ReadonlySet<number>;
}

function endOf({ raises, useless, lines = '' }: Outcome, { text, python }: ConfigDocument): End {
  const reached = new Set(
    lines.split(' ').flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    }),
  );
  if (raises === undefined) return { lines: [], fault: useless === undefined ? null : 'config-dict-key', reached };
  const [first, last] = [python?.extent.start ?? 0, python?.extent.end ?? 0].map((offset) => lineOf(text, offset));
  // Of what it calls in another function, the call is what stops.
  const own = raises.frames.map(([, , line]) => line).filter((line) => line >= (first ?? 0) && line <= (last ?? 0));
  return { lines: own, fault: configDictFault(raises), reached };
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Whether the file's comments (`# unknown: a.b c`) allow that this is not known; `*` stands for more keys, `!` for a fault that is not seen. */
export function allowed(path: string, allowances: readonly string[]): boolean {
  const plain = path.replace(/\[\d+\]/g, '');
  return allowances.some((allowance) => plain === allowance || plain.startsWith(`${allowance}.`) || (allowance === '*' && plain.endsWith('*')));
}

export function allowancesOf(text: string): string[] {
  return [...text.matchAll(/# unknown: (.*)/g)].flatMap(([, keys]) => (keys ?? '').trim().split(/\s+/));
}
