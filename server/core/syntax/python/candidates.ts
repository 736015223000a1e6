/** Which functions and variables of a file may be configs, and what the functions are called with. */
import { docstringOf, type FunctionDefinition, type PythonComment, type Span, type Statement } from './ast';
import type { Unit } from './values';

/** What a function is called with, whatever the file says of it: `vit.py:b16,cifar10`. */
export interface PythonCall {
  readonly name: string;
  readonly args: string;
}

/** A function to call, or a variable at the top of the module. */
export type Candidate = FunctionCandidate | VariableCandidate;

export interface FunctionCandidate {
  readonly kind: 'function';
  readonly name: string;
  readonly definition: FunctionDefinition;
  readonly args: string | null;
  /** Whether some parameter gets nothing. */
  readonly lacking: boolean;
  readonly extent: Span;
}

export interface VariableCandidate {
  readonly kind: 'variable';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: null;
  readonly extent: Span;
}

/** Configs of one file; of more a reader says nothing. */
const MAX_CANDIDATES = 300;

export function functionCandidates(unit: Unit, call?: PythonCall): FunctionCandidate[] {
  const definitions = new Map<string, FunctionDefinition>();
  for (const statement of unit.body) {
    if (statement.kind === 'function') {
      definitions.delete(statement.name.name);
      definitions.set(statement.name.name, statement);
    }
  }
  const inDocstring = docstringArgs(docstringOf(unit.body) ?? '');
  const found: FunctionCandidate[] = [];
  for (const definition of definitions.values()) {
    const extent = extentOf(unit, definition);
    const common = { kind: 'function', name: definition.name.name, definition, extent } as const;
    const all = call?.name === common.name ? [call.args] : argsOf(unit, definition, extent, inDocstring);
    const needed = neededBy(definition);
    for (const args of all) found.push({ ...common, args, lacking: needed > (args === null ? 0 : 1) });
  }
  return found.slice(0, MAX_CANDIDATES);
}

/** Every text to call it with; null is a call without arguments, none that it is no config. */
function argsOf(unit: Unit, definition: FunctionDefinition, extent: Span, inDocstring: string | null): (string | null)[] {
  if (definition.deferred) return [];
  const said = argsComments(unit, extent);
  if (said.length > 0) return said;
  const takes = definition.parameters.filter(({ form }) => form === 'positional');
  if (definition.name.name === 'get_config' && takes.length > 0 && inDocstring !== null) return [inDocstring];
  // What an argument that nobody gives decides is not known then.
  return neededBy(definition) === 0 || /^get_/.test(definition.name.name) ? [null] : [];
}

/** How many parameters have to be given. */
function neededBy({ parameters }: FunctionDefinition): number {
  return parameters.filter(({ form, default: own }) => own === null && (form === 'positional' || form === 'keyword')).length;
}

/** The first `name.py:ARGS` of a module's docstring. */
function docstringArgs(text: string): string | null {
  for (const [, args = ''] of text.matchAll(/\b\w+\.py:(\S+)/g)) {
    const bare = args.replace(/[`'")\\.,;]+$/, '');
    if (bare !== '' && !/[<>{}$]/.test(bare) && !/^\d+$/.test(bare)) return bare;
  }
  return null;
}

/** `# vit-config: args=b16,cifar10` in a function, or right above it. */
function argsComments({ text, comments }: Unit, extent: Span): string[] {
  const above: PythonComment[] = [];
  let top = extent.start;
  for (const comment of comments.filter(({ end }) => end <= extent.start).reverse()) {
    if (!/^[ \t]*\r?\n?[ \t]*$/.test(text.slice(comment.end, top))) break;
    above.unshift(comment);
    top = comment.start;
  }
  const inside = comments.filter(({ start, end }) => start >= extent.start && end <= extent.end);
  return [...above, ...inside].flatMap(({ text: said }) => /^vit-config:\s*args=(\S+)$/.exec(said)?.[1] ?? []);
}

/** A function with its decorators, and the comments at its end that are indented as what is in it. */
function extentOf({ text, comments }: Unit, { start, end, body }: FunctionDefinition): Span {
  const indent = body[0] === undefined ? 1 : Math.max(1, columnOf(text, body[0].start));
  let to = lineEnd(text, end);
  for (const comment of comments) {
    if (comment.start < to) continue;
    if (!/^[^\S\n]*(?:\r?\n[^\S\n]*)*$/.test(text.slice(to, comment.start))) break;
    const sameLine = !text.slice(to, comment.start).includes('\n');
    if (!sameLine && columnOf(text, comment.start) < indent) break;
    to = comment.end;
  }
  return { start, end: to };
}

/** Behind the last character that is not blank of the line that an offset is in: what is added to a config goes there. */
export function lineEnd(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  const line = text.slice(offset, next === -1 ? text.length : next);
  return offset + line.trimEnd().length;
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Those variables at the top of a module that may be configs, each with the statements that have to do with it. */
export function variableCandidates(unit: Unit, isConfig: (name: string) => boolean): VariableCandidate[] {
  const found = new Map<string, VariableCandidate>();
  for (const statement of unit.body) {
    if (statement.kind === 'assign') {
      for (const target of statement.targets) {
        if (target.kind === 'name' && !found.has(target.name) && isConfig(target.name)) {
          const { name, start, end } = target;
          found.set(name, {
            kind: 'variable',
            name,
            nameSpan: { start, end },
            args: null,
            extent: { start: statement.start, end: lineEnd(unit.text, statement.end) },
          });
        }
      }
    }
    if (statement.kind === 'function' || statement.kind === 'class' || statement.kind === 'import' || statement.kind === 'importFrom') continue;
    for (const [name, candidate] of found) {
      if (mentions(unit, statement, name)) found.set(name, { ...candidate, extent: { start: candidate.extent.start, end: lineEnd(unit.text, statement.end) } });
    }
  }
  return [...found.values()].slice(0, MAX_CANDIDATES);
}

/** Whether a statement names a variable. */
export function mentions({ text }: Unit, { start, end }: Statement, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'u').test(text.slice(start, end));
}
