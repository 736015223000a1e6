/** The part of Python's syntax that configs are written in. All offsets are UTF-16 units of the file. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Identifier extends Span {
  readonly name: string;
}

export interface PythonNumber {
  readonly kind: 'int' | 'float';
  readonly value: number;
}

export type Expression =
  | (Span & { readonly kind: 'name'; readonly name: string })
  /** null for a complex one, and an int beyond 2^53. */
  | (Span & { readonly kind: 'number'; readonly number: PythonNumber | null })
  /** All parts of an implicit concatenation are in the value. `opaque`: bytes, or characters by their names. */
  | (Span & { readonly kind: 'string'; readonly value: string; readonly opaque: boolean })
  | (Span & { readonly kind: 'format'; readonly parts: readonly (string | Replacement)[] })
  | (Span & { readonly kind: 'constant'; readonly value: true | false | null })
  | (Span & { readonly kind: 'tuple' | 'list' | 'set'; readonly items: readonly Expression[] })
  | (Span & { readonly kind: 'dict'; readonly items: readonly DictItem[] })
  | (Span & { readonly kind: 'attribute'; readonly value: Expression; readonly name: Identifier })
  | (Span & { readonly kind: 'subscript'; readonly value: Expression; readonly index: Expression })
  | (Span & { readonly kind: 'slice'; readonly lower: Expression | null; readonly upper: Expression | null; readonly step: Expression | null })
  | (Span & { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Argument[] })
  | (Span & { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression })
  | (Span & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression })
  | (Span & { readonly kind: 'boolean'; readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression })
  | (Span & { readonly kind: 'compare'; readonly operands: readonly Expression[]; readonly operators: readonly string[] })
  | (Span & { readonly kind: 'conditional'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression })
  | (Span & { readonly kind: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression })
  | (Span & Comprehension)
  | (Span & { readonly kind: 'named'; readonly target: Identifier; readonly value: Expression })
  | (Span & { readonly kind: 'starred'; readonly value: Expression })
  /** What is no part of configs (`await`, `yield`), and what is broken. */
  | (Span & { readonly kind: 'other' | 'error' });

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

export interface Comprehension {
  readonly kind: 'comprehension';
  readonly form: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  /** Of a dict; its element is then the key. */
  readonly value: Expression | null;
  readonly clauses: readonly ({ readonly target: Expression; readonly iterable: Expression } | { readonly test: Expression })[];
}

export interface Replacement {
  readonly value: Expression;
  /** `x=` where the f-string is to say its own source too. */
  readonly label: string;
  readonly conversion: string;
  readonly format: readonly (string | Replacement)[];
}

/** `key` is null for `**value`. */
export interface DictItem {
  readonly key: Expression | null;
  readonly value: Expression;
}

export interface Argument extends Span {
  readonly form: 'positional' | 'keyword' | 'star' | 'doubleStar';
  readonly name: Identifier | null;
  readonly value: Expression;
}

export interface Parameter extends Identifier {
  readonly form: 'positional' | 'keyword' | 'star' | 'doubleStar';
  readonly default: Expression | null;
}

export type Block = readonly Statement[];

export type Statement =
  | (Span & { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression })
  | (Span & { readonly kind: 'augmented'; readonly target: Expression; readonly operator: string; readonly value: Expression })
  | (Span & { readonly kind: 'expression'; readonly value: Expression })
  | (Span & { readonly kind: 'delete'; readonly targets: readonly Expression[] })
  | (Span & { readonly kind: 'return' | 'raise'; readonly value: Expression | null })
  | (Span & { readonly kind: 'assert'; readonly test: Expression })
  | (Span & { readonly kind: 'pass' | 'break' | 'continue' })
  | (Span & { readonly kind: 'import'; readonly names: readonly ImportedName[] })
  /** `names` is null for `*`. */
  | (Span & { readonly kind: 'importFrom'; readonly level: number; readonly module: string; readonly names: readonly ImportedName[] | null })
  | (Span & { readonly kind: 'scope'; readonly form: 'global' | 'nonlocal'; readonly names: readonly string[] })
  | (Span & { readonly kind: 'if'; readonly branches: readonly { readonly test: Expression; readonly body: Block }[]; readonly otherwise: Block })
  | (Span & { readonly kind: 'while'; readonly test: Expression; readonly body: Block; readonly otherwise: Block })
  | (Span & { readonly kind: 'for'; readonly target: Expression; readonly iterable: Expression; readonly body: Block; readonly otherwise: Block })
  | (Span & { readonly kind: 'try'; readonly body: Block; readonly handlers: readonly Handler[]; readonly otherwise: Block; readonly finally: Block })
  | (Span & { readonly kind: 'with'; readonly items: readonly { readonly value: Expression; readonly target: Expression | null }[]; readonly body: Block })
  | (Span & { readonly kind: 'match'; readonly subject: Expression; readonly cases: readonly MatchCase[] })
  | FunctionDefinition
  | (Span & { readonly kind: 'class'; readonly name: Identifier });

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;

export interface FunctionDefinition extends Span {
  readonly kind: 'function';
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  readonly body: Block;
  /** Whether it yields, or is a coroutine: calling it does not run it. */
  readonly deferred: boolean;
}

export interface MatchCase {
  /** The literals that it is for; null for another pattern than a literal. */
  readonly literals: readonly Expression[] | null;
  /** Whether it takes whatever comes: `case _`. */
  readonly takesAll: boolean;
  /** Names that its pattern binds. */
  readonly names: readonly string[];
  readonly guard: Expression | null;
  readonly body: Block;
}

/** `types` is null for a bare `except:`. */
export interface Handler extends Span {
  readonly types: Expression | null;
  readonly name: string | null;
  readonly body: Block;
}

export interface ImportedName extends Span {
  readonly name: string;
  readonly alias: string | null;
}

export interface PythonComment extends Span {
  /** Without the sign, trimmed. */
  readonly text: string;
}

/** A whole file. */
export interface ModuleSyntax {
  readonly body: Block;
  readonly comments: readonly PythonComment[];
}

export function docstringOf(body: Block): string | null {
  const first = body[0];
  return first?.kind === 'expression' && first.value.kind === 'string' ? first.value.value : null;
}
