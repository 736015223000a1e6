/** Statements of the parser's tree as ours. */
import type { SyntaxNode } from '@lezer/common';
import type { Block, Expression, FunctionDefinition, Handler, ImportedName, MatchCase, Span, Statement } from './ast';
import { ExpressionSyntax } from './expressionSyntax';
import { children, placeOf } from './nodes';

/** Blocks inside blocks; what is deeper is not read. */
const MAX_NESTING = 60;

export class StatementSyntax {
  readonly #expressions: ExpressionSyntax;
  #depth = 0;
  /** Whether the function that is read yields. */
  #yields = false;

  constructor(readonly text: string) {
    this.#expressions = new ExpressionSyntax(text);
  }

  /** The statements of a file, or of a `Body`. */
  block(node: SyntaxNode | null | undefined): Block {
    if (node == null || this.#depth >= MAX_NESTING) return [];
    this.#depth++;
    const statements: Statement[] = [];
    for (const child of children(node)) {
      if (child.name === 'StatementGroup') for (const part of children(child)) this.#add(part, statements);
      else this.#add(child, statements);
    }
    this.#depth--;
    return statements;
  }

  #add(node: SyntaxNode, into: Statement[]): void {
    const statement = this.#statement(node);
    if (statement !== null) into.push(statement);
  }

  #statement(node: SyntaxNode): Statement | null {
    const place = this.#place(node);
    const parts = children(node);
    const list = (from: number, to = parts.length) => this.#expressions.list(parts.slice(from, to), parts[from - 1]?.to ?? node.to);
    switch (node.name) {
      case 'AssignStatement':
        return this.#assignment(parts, place);
      case 'UpdateStatement': {
        const sign = parts.findIndex(({ name }) => name === 'UpdateOp');
        if (sign === -1) return null;
        const operator = this.#source(parts[sign] as SyntaxNode).slice(0, -1);
        return { kind: 'augmented', target: list(0, sign), operator, value: list(sign + 1), ...place };
      }
      case 'ExpressionStatement':
        return { kind: 'expression', value: list(0), ...place };
      case 'PrintStatement':
      case 'PassStatement':
        return { kind: 'pass', ...place };
      case 'BreakStatement':
        return { kind: 'break', ...place };
      case 'ContinueStatement':
        return { kind: 'continue', ...place };
      case 'YieldStatement':
        this.#yields = true;
        return { kind: 'pass', ...place };
      case 'DeleteStatement':
        return { kind: 'delete', targets: this.#expressions.items(parts.slice(1)), ...place };
      case 'ReturnStatement':
        return { kind: 'return', value: parts.length > 1 ? list(1) : null, ...place };
      case 'RaiseStatement':
        return { kind: 'raise', value: parts.length > 1 ? this.#expressions.expression(parts[1]) : null, ...place };
      case 'AssertStatement':
        return { kind: 'assert', test: this.#expressions.expression(parts[1], node.to), ...place };
      case 'ImportStatement':
        return this.#import(parts, place);
      case 'ScopeStatement': {
        const form = parts[0]?.name === 'global' ? 'global' : 'nonlocal';
        const names = parts.filter(({ name }) => name === 'VariableName').map((part) => this.#source(part));
        return { kind: 'scope', form, names, ...place };
      }
      case 'IfStatement':
        return this.#if(parts, place);
      case 'WhileStatement': {
        const { body, otherwise } = this.#bodies(parts);
        return { kind: 'while', test: this.#expressions.expression(parts[1], node.to), body, otherwise, ...place };
      }
      case 'ForStatement':
        return this.#for(parts, place);
      case 'TryStatement':
        return this.#try(parts, place);
      case 'WithStatement':
        return this.#with(parts, place);
      case 'DecoratedStatement':
        return this.#decorated(parts, place);
      case 'FunctionDefinition':
        return this.#function(parts, place, []);
      case 'ClassDefinition': {
        const name = parts.find((part) => part.name === 'VariableName');
        return name === undefined ? null : { kind: 'class', name: this.#expressions.identifier(name), ...place };
      }
      case 'MatchStatement': {
        const subject = this.#expressions.list(parts.slice(1, -1), node.to);
        const clauses = children(parts.at(-1) ?? null).filter(({ name }) => name === 'MatchClause');
        return { kind: 'match', subject, cases: clauses.map((clause) => this.#case(clause)), ...place };
      }
      default:
        return null;
    }
  }

  #assignment(parts: readonly SyntaxNode[], place: Span): Statement | null {
    const targets: Expression[] = [];
    let from = 0;
    for (const [i, part] of parts.entries()) {
      if (part.name !== 'AssignOp') continue;
      const target = parts.slice(from, i).filter(({ name }) => name !== 'TypeDef');
      targets.push(this.#expressions.list(target, part.from));
      from = i + 1;
    }
    if (targets.length === 0) return null;
    if (parts[from]?.name === 'YieldExpression') this.#yields = true;
    return { kind: 'assign', targets, value: this.#expressions.list(parts.slice(from), place.end), ...place };
  }

  #import(parts: readonly SyntaxNode[], place: Span): Statement {
    const begin = parts.findIndex(({ name }) => name === 'import');
    const names: ImportedName[] = [];
    for (let i = begin + 1; i < parts.length; i++) {
      const part = parts[i] as SyntaxNode;
      const last = names.at(-1);
      if (part.name !== 'VariableName') continue;
      const before = parts[i - 1]?.name;
      const name = this.#source(part);
      if (before === 'as' && last !== undefined) names[names.length - 1] = { ...last, alias: name };
      else if (before === '.' && last !== undefined) names[names.length - 1] = { ...last, name: `${last.name}.${name}`, end: part.to };
      else names.push({ name, alias: null, start: part.from, end: part.to });
    }
    if (parts[0]?.name !== 'from') return { kind: 'import', names, ...place };
    const head = parts
      .slice(1, begin === -1 ? parts.length : begin)
      .map((part) => this.#source(part))
      .join('');
    const level = /^\.*/.exec(head)?.[0].length ?? 0;
    const all = parts.slice(begin + 1).some(({ name }) => name === '*');
    return { kind: 'importFrom', level, module: head.slice(level), names: all ? null : names, ...place };
  }

  #if(parts: readonly SyntaxNode[], place: Span): Statement {
    const branches: { test: Expression; body: Block }[] = [];
    let otherwise: Block = [];
    for (let i = 0; i < parts.length; i++) {
      const { name, to } = parts[i] as SyntaxNode;
      if (name === 'if' || name === 'elif') {
        const next = parts[i + 1];
        const test = this.#expressions.expression(next?.name === 'Body' ? null : next, to);
        const body = parts.slice(i + 1, i + 3).find((part) => part.name === 'Body');
        branches.push({ test, body: this.block(body) });
      } else if (name === 'else') otherwise = this.block(parts[i + 1]?.name === 'Body' ? parts[i + 1] : null);
    }
    return { kind: 'if', branches, otherwise, ...place };
  }

  #for(parts: readonly SyntaxNode[], place: Span): Statement {
    const within = parts.findIndex(({ name }) => name === 'in');
    const begin = parts.findIndex(({ name }) => name === 'for') + 1;
    const end = parts.findIndex(({ name }) => name === 'Body');
    const target = this.#expressions.list(parts.slice(begin, within === -1 ? begin : within), place.start);
    const iterable = this.#expressions.list(within === -1 ? [] : parts.slice(within + 1, end === -1 ? parts.length : end), place.end);
    return { kind: 'for', target, iterable, ...this.#bodies(parts), ...place };
  }

  #try(parts: readonly SyntaxNode[], place: Span): Statement {
    const found = { body: [] as Block, otherwise: [] as Block, finally: [] as Block };
    const handlers: Handler[] = [];
    let head: SyntaxNode[] = [];
    for (const part of parts) {
      if (part.name !== 'Body') {
        head = /^(?:try|except|else|finally)$/.test(part.name) ? [part] : [...head, part];
        continue;
      }
      const body = this.block(part);
      const keyword = head[0]?.name;
      if (keyword === 'try') found.body = body;
      else if (keyword === 'else') found.otherwise = body;
      else if (keyword === 'finally') found.finally = body;
      else {
        const as = head.findIndex(({ name }) => name === 'as' || name === ',');
        const name = as === -1 ? undefined : head[as + 1];
        const types = head.find((node, i) => i > 0 && node.name !== '*' && (as === -1 || i < as));
        handlers.push({
          types: types === undefined ? null : this.#expressions.expression(types),
          name: name === undefined ? null : this.#source(name),
          body,
          start: head[0]?.from ?? part.from,
          end: part.to,
        });
      }
    }
    return { kind: 'try', ...found, handlers, ...place };
  }

  #with(parts: readonly SyntaxNode[], place: Span): Statement {
    const items: { value: Expression; target: Expression | null }[] = [];
    for (const [i, part] of parts.entries()) {
      const before = parts[i - 1]?.name;
      const last = items.at(-1);
      if (part.name === 'Body' || part.name === 'with' || part.name === 'async' || part.name === 'as' || part.name === ',') continue;
      if (before === 'as' && last !== undefined) last.target = this.#expressions.expression(part);
      else items.push({ value: this.#expressions.expression(part), target: null });
    }
    return { kind: 'with', items, body: this.#body(parts), ...place };
  }

  #decorated(parts: readonly SyntaxNode[], place: Span): Statement | null {
    const decorators = parts.filter(({ name }) => name === 'Decorator').map((node) => this.#decorator(node));
    const definition = parts.find(({ name }) => name === 'FunctionDefinition' || name === 'ClassDefinition');
    if (definition === undefined) return null;
    if (definition.name === 'FunctionDefinition') return this.#function(children(definition), { ...place, end: this.#place(definition).end }, decorators);
    return this.#statement(definition);
  }

  #decorator(node: SyntaxNode): Expression {
    const parts = children(node);
    let found: Expression | null = null;
    for (const part of parts) {
      if (part.name === 'VariableName') {
        const name = this.#expressions.identifier(part);
        found = found === null ? { kind: 'name', ...name } : { kind: 'attribute', value: found, name, start: found.start, end: part.to };
      } else if (part.name === 'ArgList' && found !== null) {
        found = { kind: 'call', callee: found, arguments: this.#expressions.arguments(part), start: found.start, end: part.to };
      }
    }
    return found ?? { kind: 'error', start: node.from, end: node.to };
  }

  #function(parts: readonly SyntaxNode[], place: Span, decorators: readonly Expression[]): FunctionDefinition | null {
    const name = parts.find((part) => part.name === 'VariableName');
    if (name === undefined) return null;
    const outer = this.#yields;
    this.#yields = false;
    const body = this.#body(parts);
    const deferred = this.#yields || parts[0]?.name === 'async';
    this.#yields = outer;
    const list = parts.find((part) => part.name === 'ParamList') ?? null;
    const end = body.at(-1)?.end ?? place.end;
    return {
      kind: 'function',
      name: this.#expressions.identifier(name),
      parameters: this.#expressions.parameters(list),
      decorators,
      body,
      deferred,
      start: place.start,
      end: Math.min(place.end, Math.max(end, list?.to ?? name.to)),
    };
  }

  #bodies(parts: readonly SyntaxNode[]): { body: Block; otherwise: Block } {
    const otherwise = parts.findIndex(({ name }) => name === 'else');
    return { body: this.#body(parts), otherwise: otherwise === -1 ? [] : this.block(parts[otherwise + 1]) };
  }

  #body(parts: readonly SyntaxNode[]): Block {
    return this.block(parts.find(({ name }) => name === 'Body'));
  }

  #case(clause: SyntaxNode): MatchCase {
    const parts = children(clause);
    const [, pattern] = parts;
    const guard = parts.find(({ name }) => name === 'Guard') ?? null;
    const single = parts.filter(({ name }) => /Pattern$/.test(name)).length === 1;
    const options = pattern?.name === 'OrPattern' ? children(pattern).filter(({ name }) => name !== 'LogicOp') : pattern === undefined ? [] : [pattern];
    const literal = single && options.every(({ name }) => name === 'LiteralPattern');
    const names = single && literal ? [] : parts.filter(({ name }) => /Pattern$/.test(name)).flatMap((part) => this.#captured(part));
    return {
      literals: literal ? options.map((option) => this.#expressions.literal(option)) : null,
      takesAll: single && pattern?.name === 'CapturePattern',
      names: names.filter((name) => name !== '_'),
      guard: guard === null ? null : this.#expressions.expression(children(guard)[1], guard.to),
      body: this.#body(parts),
    };
  }

  /** Every name in a pattern: any of them may be bound. */
  #captured(node: SyntaxNode): string[] {
    const names = new Set<string>();
    const cursor = node.cursor();
    do if (cursor.name === 'VariableName') names.add(this.text.slice(cursor.from, cursor.to));
    while (cursor.next() && cursor.from < node.to);
    return [...names];
  }

  /** Without the line ends behind a block. */
  #place(node: SyntaxNode): Span {
    const { start, end } = placeOf(node);
    let to = end;
    while (to > start && /\s/.test(this.text.charAt(to - 1))) to--;
    return { start, end: to };
  }

  #source({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }
}
