/** What the interpreter knows of Python's values. Scalars and tuples never change; the rest is in `objects.ts`. */
import { type Phrase } from '../../phrase';
import type { ExpressionOf, FunctionDefinition, ModuleSyntax, Parameter, Span } from './ast';
import type { ListObject, MappingObject, ReferenceObject, Scope } from './objects';

/** A file as it was parsed. */
export interface Unit extends ModuleSyntax {
  /** Of the module; null for the file that is read. */
  readonly key: string | null;
  readonly text: string;
}

export interface Place extends Span {
  readonly unit: Unit;
}

/** Where a value was made; `literal` says that it is written there as it is. */
interface Placed {
  readonly at: Place | null;
  readonly literal?: true;
}

export interface NoneValue extends Placed {
  readonly kind: 'none';
}
export interface BoolValue extends Placed {
  readonly kind: 'bool';
  readonly value: boolean;
}
/** Within ±2^53. */
export interface IntValue extends Placed {
  readonly kind: 'int';
  readonly value: number;
}
export interface FloatValue extends Placed {
  readonly kind: 'float';
  readonly value: number;
}
export interface StrValue extends Placed {
  readonly kind: 'str';
  readonly value: string;
}
export interface TupleValue extends Placed {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
}
/** Of scalars and tuples; in order of insertion, which is as good as any other. */
export interface SetValue extends Placed {
  readonly kind: 'set';
  readonly items: readonly Value[];
}
export interface FunctionValue extends Placed {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** By the parameter's name, evaluated at the definition. */
  readonly defaults: ReadonlyMap<string, Value>;
  readonly definition: FunctionDefinition | ExpressionOf<'lambda'>;
  readonly scope: Scope;
  readonly unit: Unit;
}
/** A function of Python or of a library: `len`, `ml_collections.ConfigDict`, or a method with its receiver. */
export interface BuiltinValue extends Placed {
  readonly kind: 'builtin';
  readonly name: string;
  readonly receiver: Value | null;
  /** `functools.partial`: what it adds before the call's own. */
  readonly bound?: { readonly callee: Value; readonly call: Call };
}
export interface ModuleValue extends Placed {
  readonly kind: 'module';
  /** Dotted, as the import has it. */
  readonly name: string;
  /** The file that imports it. */
  readonly from: string | null;
  /** null for a library that the interpreter knows itself. */
  readonly scope: Scope | null;
  readonly unit: Unit | null;
}
export interface UnknownValue extends Placed {
  readonly kind: 'unknown';
  readonly reason: Phrase;
  /** As the source calls it: `os.environ`. */
  readonly dotted?: string;
  /** What it may be, or may be a part of: what is done to it may be done to these. */
  readonly mayBe?: readonly Value[];
  /** Of a library whose functions change nothing that they are given. */
  readonly harmless?: true;
}

export type ScalarValue = NoneValue | BoolValue | IntValue | FloatValue | StrValue;
export type Value =
  | ScalarValue
  | TupleValue
  | SetValue
  | ListObject
  | MappingObject
  | ReferenceObject
  | FunctionValue
  | BuiltinValue
  | ModuleValue
  | UnknownValue;

/** What a call passes. */
export interface Call {
  readonly positional: readonly Value[];
  readonly keywords: readonly Keyword[];
  /** Set where there may be more arguments than these. */
  readonly open: Phrase | null;
  /** The whole call. */
  readonly at: Place;
}

export interface Keyword {
  readonly name: Value & { readonly kind: 'str' };
  readonly value: Value;
  /** Of the value as the call has it. */
  readonly at: Place;
}

export const none = (at: Place | null = null): NoneValue => ({ kind: 'none', at });
export const bool = (value: boolean, at: Place | null = null): BoolValue => ({ kind: 'bool', value, at });
export const float = (value: number, at: Place | null = null): FloatValue => ({ kind: 'float', value, at });
export const str = (value: string, at: Place | null = null): StrValue => ({ kind: 'str', value, at });
export const tuple = (items: readonly Value[], at: Place | null = null): TupleValue => ({ kind: 'tuple', items, at });
export const unknown = (reason: Phrase, at: Place | null = null): UnknownValue => ({ kind: 'unknown', reason, at });
export const builtin = (name: string, receiver: Value | null = null, at: Place | null = null): BuiltinValue => ({ kind: 'builtin', name, receiver, at });

/** The number of an int, float or bool; null for all else. */
export function numberOf(value: Value): number | null {
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  return value.kind === 'bool' ? Number(value.value) : null;
}

export function isScalar(value: Value): value is ScalarValue {
  return value.kind === 'none' || value.kind === 'bool' || value.kind === 'int' || value.kind === 'float' || value.kind === 'str';
}

/** Whether it is what its place says. */
export function isLiteral(value: Value): boolean {
  return 'literal' in value && value.literal === true;
}

/** As Python's hash and equality have it: `1`, `1.0` and `True` are one key. null for what is no key, or not known. */
export function keyOf(value: Value): string | null {
  switch (value.kind) {
    case 'str':
      return `'${value.value}`;
    case 'none':
      return 'None';
    case 'bool':
    case 'int':
    case 'float':
      return `#${Number(value.value)}`;
    case 'tuple': {
      const keys = value.items.map(keyOf);
      return keys.includes(null) ? null : `(${keys.map((key) => `${key?.length}:${key}`).join()})`;
    }
    case 'builtin':
      return value.receiver === null ? `<${value.name}>` : null;
    default:
      return null;
  }
}

/** null where it is not known. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
    case 'float':
      return value.value !== 0;
    case 'str':
      return value.value !== '';
    case 'tuple':
    case 'set':
      return value.items.length > 0;
    case 'list':
      if (value.once) return true;
      return value.open === null ? value.items.length > 0 : null;
    case 'mapping':
      return value.slots.size > 0 ? true : value.open === null ? false : null;
    case 'function':
    case 'module':
      return true;
    case 'builtin':
      return true;
    default:
      return null;
  }
}

/** What Python calls the type. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case 'none':
      return 'NoneType';
    case 'mapping':
      return value.type;
    case 'list':
      return value.once ? 'iterator' : 'list';
    case 'reference':
      return 'FieldReference';
    case 'builtin':
      return TYPES.has(value.name) && value.receiver === null ? 'type' : 'builtin_function_or_method';
    default:
      return value.kind;
  }
}

/** Builtins that are types: they are called to convert, and `isinstance` takes them. */
export const TYPES: ReadonlySet<string> = new Set([
  'int',
  'float',
  'str',
  'bool',
  'tuple',
  'list',
  'dict',
  'set',
  'ConfigDict',
  'FrozenConfigDict',
  'FieldReference',
  'NoneType',
  'type',
  'object',
]);
