import { type Phrase } from '../phrase';
import type { Range, TextEdit } from '../text';

export type Syntax = 'yaml' | 'json' | 'python';

/**
 * How the Python program that consumes the file reads a scalar, where that is not what its author sees.
 *
 * | text    | value   | consumer.value | looksLike |
 * |---------|---------|----------------|-----------|
 * | `1e-5`  | 0.00001 | "1e-5"         | 0.00001   |
 * | `on`    | "on"    | true           | "on"      |
 * | `010`   | 8       | 8              | 10        |
 * | `1:30`  | 90      | 90             | "1:30"    |
 * | `1_000` | 1000    | (no consumer)  |           |
 */
export interface ConsumerReading {
  /** Who reads it: `PyYAML` (safe_load, YAML 1.1) or `json` (Python's json.load). */
  readonly by: 'PyYAML' | 'json';
  readonly value: null | boolean | number | string;
  /** What a person takes the text for. Where it is not the node's `value`, `value` is the consumer's number. */
  readonly looksLike: null | boolean | number | string;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly range: Range;
  /**
   * The value to go by: the consumer's wherever the consumer reads a number (that is what gets built), else the one
   * the author means. Numbers may be Infinity or NaN.
   */
  readonly value: null | boolean | number | string;
  /** The source text of the scalar, quotes included. */
  readonly text: string;
  /** Whether it is quoted or a block scalar, and so a string whatever it looks like. */
  readonly quoted: boolean;
  /** True for a number written as an integer (`16`, `0x10`, `1_000`), false for `16.0` and `1e3`. */
  readonly integer: boolean;
  /** Set only where the consumer reads another value than the author sees (`looksLike`). */
  readonly consumer?: ConsumerReading;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly range: Range;
  readonly items: readonly ConfigNode[];
  /** True for `[a, b]`, false for a YAML block sequence. */
  readonly flow: boolean;
  /** Python: a tuple. */
  readonly tuple?: true;
}

export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: ConfigNode;
  /** From the key's start to the end of the value, or of the alias that stands for it. */
  readonly range: Range;
  /** Set where the value is a YAML alias (`*base`): where the alias stands. The value's own ranges are the anchor's. */
  readonly alias?: Range;
  /** Set where the whole entry came in by a merge key: where the `<<` stands. */
  readonly merged?: Range;
  /** Python: the statement of the config's own function that wrote it; left out where it came in with others. */
  readonly statement?: Range;
  /** Python: what was written elsewhere and would be the entry without this one. */
  readonly overrides?: Entry;
}

/** Python: a value that reading the text does not tell. */
export interface UnknownNode {
  readonly kind: 'unknown';
  readonly range: Range;
  /** In words that can stand after "because" (`os.environ is not followed`). */
  readonly reason: Phrase;
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly range: Range;
  /**
   * In source order. Of equal keys all are here; the consumer takes the last. Merged entries come after own ones, and
   * only those that count; the `<<` itself is no entry.
   */
  readonly entries: readonly Entry[];
  readonly flow: boolean;
  /** Python: it may hold more keys than these, and why that is not known. */
  readonly open?: Phrase;
  /** Python: how it is written to. */
  readonly python?: PythonMapping;
}

export interface PythonMapping {
  /** What reaches it where assignments may be added (`config.transformer`); null where nothing does. */
  readonly access: string | null;
  /** The dict it was written as in the config's own function: `{'size': 16}` or `dict(size=16)`; null for none. */
  readonly literal: { readonly form: 'braces' | 'keywords'; readonly range: Range } | null;
  /** Whether it is a ConfigDict, whose types and keys are guarded, and not a dict. */
  readonly configDict: boolean;
  /** Whether it takes no new keys. */
  readonly locked: boolean;
}

export type ConfigNode = ScalarNode | SequenceNode | MappingNode | UnknownNode;

export interface Comment {
  readonly range: Range;
  /** Without the comment sign, trimmed. */
  readonly text: string;
}

/** A YAML anchor and what refers to it. Of anchors of one name, an alias refers to the last before it. */
export interface Anchor {
  readonly name: string;
  /** `&base`, the sign included. */
  readonly range: Range;
  /** Each `*base`, in source order. */
  readonly aliases: readonly Range[];
}

/** A repair of a fault of the syntax. */
export interface SyntaxFix {
  readonly title: Phrase;
  readonly edits: readonly TextEdit[];
  /** As in `Fix`: nothing but the spelling of what is plainly meant. */
  readonly safe?: true;
  /** By the look of the text alone: worth offering only where the text then reads better. */
  readonly guess?: true;
}

/** A fault of the syntax itself; reading goes on behind it. */
export interface SyntaxProblem {
  readonly code:
    | 'syntax'
    | 'duplicate-key'
    | 'json-comment'
    | 'json-trailing-comma'
    | 'too-large'
    | 'config-dict-type'
    | 'config-dict-locked'
    | 'config-dict-key';
  readonly severity: 'error' | 'warning';
  readonly message: Phrase;
  readonly range: Range;
  readonly related?: readonly { readonly range: Range; readonly message: Phrase }[];
  /** The likeliest first. */
  readonly fixes?: readonly SyntaxFix[];
  /** Any other server for the format reports it too, at an overlapping place. */
  readonly common?: true;
}

/** What a config in a Python file is beside its tree. */
export interface PythonPlace {
  /** Of the function that returns it, or of the variable at the top of the module: `get_b16_config`. */
  readonly name: string;
  /** Where that name stands in its definition. */
  readonly nameRange: Range;
  /** Names of the function's parameters that take an argument by its place; none of a variable. */
  readonly parameters?: readonly string[];
  /** What a function was called with, as the author wrote it in a comment or docstring: `b16,cifar10`. */
  readonly args: string | null;
  /** All of the function, decorators included, or of the module's own statements. Everything the tree's ranges are in. */
  readonly extent: Range;
  /** The variable that holds the config where assignments may be added, and where that is: behind that line, with that indentation. */
  readonly insertion: { readonly variable: string; readonly at: number; readonly indent: string } | null;
  /** Comments of the module that stand in no function; those of the config's own text are the document's. */
  readonly around: readonly Comment[];
  /** Keys of the modules that reading it took, its own not among them. */
  readonly modules: readonly string[];
  /** The same config in another text of the file; its root is null where it is not there any more. */
  reread(text: string): ConfigDocument;
}

/**
 * One document: all of a JSON file, one of the `---`-separated documents of a YAML file, or one config of a Python file.
 * All ranges are relative to the document's first character; those of a Python config to its file's.
 *
 * Every range of a Python config's tree is within its `extent`. What was written elsewhere (in a function it calls, in
 * another module) stands where it comes in, at the call, and the range's `origin` says where it was written.
 */
export interface ConfigDocument {
  readonly syntax: Syntax;
  readonly text: string;
  /** null for an empty document. */
  readonly root: ConfigNode | null;
  readonly comments: readonly Comment[];
  /** In source order. */
  readonly anchors: readonly Anchor[];
  readonly problems: readonly SyntaxProblem[];
  readonly python?: PythonPlace;
}

/** Whether there is nothing below a node. */
export function isLeaf(node: ConfigNode): node is ScalarNode | UnknownNode {
  return node.kind === 'scalar' || node.kind === 'unknown';
}

/** The entry of `key` that counts: of equal keys the last own one; a merged one only if there is no own one. */
export function entryOf(node: ConfigNode | null | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'mapping') return undefined;
  let found: Entry | undefined;
  for (const entry of node.entries) {
    if (entry.key === key && (found === undefined || !entry.merged)) found = entry;
  }
  return found;
}

/** The value at a dotted path such as `transformer.num_heads`. */
export function valueAt(node: ConfigNode | null | undefined, path: string): ConfigNode | undefined {
  let at: ConfigNode | undefined = node ?? undefined;
  for (const key of path.split('.')) at = entryOf(at, key)?.value;
  return at;
}
