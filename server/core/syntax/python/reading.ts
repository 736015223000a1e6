/** One reading of a file: it is parsed, its module is run once, and then each config's function on its own. */
import { phrase } from '../../phrase';
import type { Comment, ConfigDocument, PythonPlace, SyntaxProblem } from '../tree';
import type { Span } from './ast';
import { callFunction } from './calls';
import { type Candidate, type FunctionCandidate, functionCandidates, type PythonCall, type VariableCandidate, variableCandidates } from './candidates';
import { functionOf } from './expressions';
import { runModule } from './imports';
import { insertionIn } from './insertion';
import { Exhausted, type Frame, frameOf, Interpreter, type Problem, Raised, tooMuch } from './interpreter';
import { makeOpen } from './mappings';
import type { PythonModules } from './modules';
import { MappingObject, type Scope } from './objects';
import type { Parsed } from './parse';
import { problemsOf } from './problems';
import { TreeBuilder } from './tree';
import { str, type Unit, type Value } from './values';

export interface ReadDocument extends ConfigDocument {
  readonly python: PythonPlace;
}

/** Reads a document again in another text. */
export type Reread = (text: string, candidate: Pick<Candidate, 'kind' | 'name' | 'args'>) => ConfigDocument;

export class Reading {
  readonly #vm: Interpreter;
  readonly #unit: Unit;
  readonly #scope: Scope;
  readonly #frame: Frame;
  readonly #reread: Reread;
  readonly #functions: readonly FunctionCandidate[];
  readonly #moduleProblems: readonly Problem[];
  #runs = 0;

  constructor(parsed: Parsed, modules: PythonModules | undefined, parses: Map<string, Parsed>, reread: Reread, call?: PythonCall) {
    this.#vm = new Interpreter(modules, parses);
    this.#unit = { key: null, text: parsed.text, body: parsed.body, comments: parsed.comments };
    this.#reread = reread;
    this.#scope = this.#vm.scope(null);
    this.#frame = frameOf(this.#unit, this.#scope, true);
    this.#functions = functionCandidates(this.#unit, call);
    runModule(this.#vm, this.#frame);
    this.#moduleProblems = this.#vm.problems;
  }

  /** In source order. */
  documents(): ConfigDocument[] {
    // Variables first: what a function's run does to them is taken back, but its run has another number.
    const variables = this.#variables().flatMap((candidate) => this.#ofVariable(candidate) ?? []);
    const functions = this.#functions.flatMap((candidate) => this.#ofFunction(candidate) ?? []);
    return [...variables, ...functions].sort((a, b) => a.python.extent.start - b.python.extent.start);
  }

  document(wanted: Pick<Candidate, 'kind' | 'name' | 'args'>): ConfigDocument | null {
    if (wanted.kind === 'variable') {
      const variable = this.#variables().find(({ name }) => name === wanted.name);
      return variable === undefined ? null : this.#ofVariable(variable);
    }
    const own = this.#functions.filter(({ name }) => name === wanted.name);
    const found = own.find(({ args }) => args === wanted.args) ?? (own.length === 1 ? own[0] : undefined);
    return found === undefined ? null : this.#ofFunction(found);
  }

  #variables(): VariableCandidate[] {
    return variableCandidates(this.#unit, (name) => {
      const value = this.#scope.variables.get(name);
      return value instanceof MappingObject && value.isConfigDict;
    });
  }

  #ofVariable(candidate: VariableCandidate): ReadDocument | null {
    const value = this.#scope.variables.get(candidate.name);
    if (!(value instanceof MappingObject) || !value.isConfigDict) return null;
    const insertion = insertionIn(this.#unit, this.#unit.body, candidate.name);
    const document = this.#document(candidate, value, candidate.nameSpan, insertion, this.#moduleProblems);
    // A variable that only names what a function gives is no config of its own.
    const own = document.root?.kind === 'mapping' && document.root.entries.some(({ keyRange }) => keyRange.origin === undefined);
    return own ? document : null;
  }

  #ofFunction(candidate: FunctionCandidate): ReadDocument | null {
    this.#vm.begin(++this.#runs);
    const layers = this.#vm.heap.layers;
    this.#vm.heap.open();
    this.#vm.reading = { definition: candidate.definition, frame: null };
    try {
      const value = this.#called(candidate);
      if (!(value instanceof MappingObject) || !value.isConfigDict) return null;
      // What is made of an argument alone is no config of its own.
      if (candidate.lacking && value.open !== null) return null;
      const scope = this.#vm.reading.frame?.scope ?? null;
      const variable = scope === null ? null : variableOf(scope, value);
      const insertion = variable === null ? null : insertionIn(this.#unit, candidate.definition.body, variable);
      return this.#document(candidate, value, candidate.definition.name, insertion, this.#vm.problems);
    } catch (error) {
      if (error instanceof Exhausted || error instanceof Raised) return null;
      throw error;
    } finally {
      this.#vm.reading = null;
      this.#vm.heap.undoTo(layers);
    }
  }

  /** What the function, as its decorators made it, returns; where it does not come to that, its config as far as it got. */
  #called({ definition, args, name, lacking }: FunctionCandidate): Value | null {
    const at = { unit: this.#unit, start: definition.name.start, end: definition.name.end };
    const open = lacking ? phrase`it depends on what \`${name}\` is called with` : null;
    const local = () => (this.#vm.reading?.frame == null ? null : localConfig(this.#vm.reading.frame.scope));
    try {
      const callee = this.#scope.variables.get(name) ?? functionOf(this.#vm, this.#frame, definition, name);
      if (callee.kind !== 'function') return null;
      const value = callFunction(this.#vm, callee, { positional: args === null ? [] : [str(args)], keywords: [], open, at });
      if (value.kind !== 'none' || returns(definition.body)) return value;
      return /^get_|config/i.test(name) ? local() : null;
    } catch (error) {
      if (!(error instanceof Raised) && !(error instanceof Exhausted)) throw error;
      const ended = error instanceof Raised ? error.reason : tooMuch();
      const value = local();
      if (value === null) return null;
      this.#vm.again();
      // Beyond the bound the values so far may not be the last ones.
      if (error instanceof Exhausted) makeOpen(this.#vm, value, ended);
      this.#vm.touch(value);
      value.open ??= ended;
      return value;
    }
  }

  /** Comments of the module that are in no function. */
  #around(): Comment[] {
    const { body, comments } = this.#unit;
    const definitions = body.filter(({ kind }) => kind === 'function' || kind === 'class');
    return comments.filter(({ start }) => !definitions.some((other) => other.start <= start && start <= other.end)).map(commentOf);
  }

  #document(candidate: Candidate, value: MappingObject, nameSpan: Span, insertion: PythonPlace['insertion'], found: readonly Problem[]): ReadDocument {
    const { name, args, extent } = candidate;
    const at = candidate.kind === 'function' ? (lastReturn(candidate) ?? nameSpan) : nameSpan;
    const variable = candidate.kind === 'variable' ? name : (insertion?.variable ?? null);
    const { root } = new TreeBuilder(this.#vm, this.#unit, extent).tree(value, at, variable);
    const problems: SyntaxProblem[] = problemsOf(found, this.#unit, extent, this.#functions, this.#vm.run);
    const within = ({ start, end }: Span) => start >= extent.start && end <= extent.end;
    const comments: Comment[] = this.#unit.comments.filter(within).map(commentOf);
    return {
      syntax: 'python',
      text: this.#unit.text,
      root,
      comments,
      anchors: [],
      problems,
      python: {
        name,
        parameters: candidate.kind === 'function' ? parametersOf(candidate) : [],
        nameRange: { start: nameSpan.start, end: nameSpan.end },
        args,
        extent,
        insertion,
        around: this.#around(),
        modules: [...this.#vm.loaded.keys()],
        reread: (text) => this.#reread(text, { kind: candidate.kind, name, args }),
      },
    };
  }
}

/** A comment as the tree has it. */
function commentOf({ start, end, text }: Unit['comments'][number]): Comment {
  return { range: { start, end }, text };
}

/** What an argument of a call may be for. */
function parametersOf({ definition }: FunctionCandidate): string[] {
  return definition.parameters.flatMap(({ name: parameter, form }) => (form === 'positional' || form === 'star' ? [parameter] : []));
}

function lastReturn({ definition }: FunctionCandidate): Span | null {
  const last = definition.body.findLast(({ kind }) => kind === 'return');
  return last?.kind === 'return' ? last.value : null;
}

function returns(block: FunctionCandidate['definition']['body']): boolean {
  return block.some((statement) => {
    if (statement.kind === 'return') return true;
    if (statement.kind === 'if') return statement.branches.some(({ body }) => returns(body)) || returns(statement.otherwise);
    if (statement.kind === 'for' || statement.kind === 'while' || statement.kind === 'with' || statement.kind === 'try') return returns(statement.body);
    return false;
  });
}

/** The variable to add assignments to: the one called `config`, if several hold it. */
function variableOf({ variables }: Scope, value: Value): string | null {
  const names = [...variables].flatMap(([name, held]) => (held === value ? [name] : []));
  return names.includes('config') ? 'config' : (names[0] ?? null);
}

/** The config of a function that does not return it. */
function localConfig({ variables }: Scope): MappingObject | null {
  const held = [...variables].flatMap(([name, value]) => (value instanceof MappingObject && value.isConfigDict ? [{ name, value }] : []));
  return (held.find(({ name }) => name === 'config') ?? (held.length === 1 ? held[0] : undefined))?.value ?? null;
}
