/** Expressions of the parser's tree as ours. What is broken in them is an `error`, the rest of them still counts. */
import type { SyntaxNode } from '@lezer/common';
import type { Argument, Comprehension, DictItem, Expression, Identifier, Parameter, Span } from './ast';
import { children, grouped, inner, placeOf } from './nodes';
import { numberLiteral } from './numbers';
import { type Operation, ranked } from './precedence';
import { stringSyntax } from './stringSyntax';

/** Expressions inside expressions; what is deeper is not read. */
const MAX_NESTING = 150;

const LOGIC = new Set(['or', 'and', 'not', 'CompareOp', 'in', 'is']);

export class ExpressionSyntax {
  #depth = 0;

  constructor(readonly text: string) {}

  /** An expression, of whatever kind; null is a missing one, at `at`. */
  expression(node: SyntaxNode | null | undefined, at = 0): Expression {
    if (node == null) return { kind: 'error', start: at, end: at };
    if (this.#depth >= MAX_NESTING) return { kind: 'error', start: node.from, end: node.to };
    this.#depth++;
    const expression = this.#of(node);
    this.#depth--;
    return expression;
  }

  /** `a, *b, c`: one expression, or a tuple of them without brackets. */
  list(nodes: readonly SyntaxNode[], at: number): Expression {
    const items = this.items(nodes);
    const [first] = items;
    if (first === undefined) return { kind: 'error', start: at, end: at };
    if (items.length === 1 && nodes.every(({ name }) => name !== ',')) return first;
    return { kind: 'tuple', items, start: first.start, end: items.at(-1)?.end ?? first.end };
  }

  /** The expressions between commas. */
  items(nodes: readonly SyntaxNode[]): Expression[] {
    const items: Expression[] = [];
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as SyntaxNode;
      if (node.name === ',') continue;
      if (node.name === '*' || node.name === '**') {
        const value = this.expression(nodes[++i], node.to);
        items.push({ kind: 'starred', value, start: node.from, end: value.end });
      } else items.push(this.expression(node));
    }
    return items;
  }

  /** Of a `LiteralPattern`. */
  literal(node: SyntaxNode): Expression {
    const [first, second, ...rest] = children(node);
    const place = { start: node.from, end: node.to };
    if (first === undefined || rest.length > 0) return { kind: 'error', ...place };
    return second === undefined ? this.expression(first) : { kind: 'unary', operator: '-', operand: this.expression(second), ...place };
  }

  source({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  identifier({ from, to }: SyntaxNode): Identifier {
    return { name: this.text.slice(from, to), start: from, end: to };
  }

  parameters(node: SyntaxNode | null): Parameter[] {
    const parameters: Parameter[] = [];
    let form: Parameter['form'] = 'positional';
    let star: Parameter['form'] | null = null;
    for (const part of children(node)) {
      const last = parameters.at(-1);
      if (part.name === '*' || part.name === '**') star = part.name === '*' ? 'star' : 'doubleStar';
      else if (part.name === ',') {
        if (star === 'star') form = 'keyword';
        star = null;
      } else if (part.name === 'VariableName' && (last === undefined || part.prevSibling?.name !== 'AssignOp')) {
        parameters.push({ ...this.identifier(part), form: star ?? form, default: null });
        if (star === 'star') form = 'keyword';
      } else if (part.prevSibling?.name === 'AssignOp' && last !== undefined) {
        parameters[parameters.length - 1] = { ...last, default: this.expression(part) };
      }
    }
    return parameters;
  }

  #of(node: SyntaxNode): Expression {
    const place = placeOf(node);
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', name: this.source(place), ...place };
      case 'Number':
        return { kind: 'number', number: numberLiteral(this.source(place)), ...place };
      case 'Boolean':
        return { kind: 'constant', value: this.source(place) === 'True', ...place };
      case 'None':
        return { kind: 'constant', value: null, ...place };
      case 'String':
      case 'FormatString':
      case 'ContinuedString':
        return stringSyntax(this, node, place);
      case 'ParenthesizedExpression':
        return this.#parenthesised(children(node), place);
      case 'TupleExpression':
      case 'ArrayExpression':
      case 'SetExpression': {
        const kind = node.name === 'TupleExpression' ? 'tuple' : node.name === 'SetExpression' ? 'set' : 'list';
        return { kind, items: this.items(inner(node)), ...place };
      }
      case 'DictionaryExpression':
        return { kind: 'dict', items: this.#dictItems(inner(node)), ...place };
      case 'ComprehensionExpression':
        return { ...this.#comprehension('generator', inner(node)), ...place };
      case 'ArrayComprehensionExpression':
        return { ...this.#comprehension('list', inner(node)), ...place };
      case 'SetComprehensionExpression':
        return { ...this.#comprehension('set', inner(node)), ...place };
      case 'DictionaryComprehensionExpression':
        return { ...this.#comprehension('dict', inner(node)), ...place };
      case 'MemberExpression':
        return this.#member(node, place);
      case 'CallExpression': {
        const [callee, list] = children(node);
        return { kind: 'call', callee: this.expression(callee, node.from), arguments: list === undefined ? [] : this.arguments(list), ...place };
      }
      case 'BinaryExpression':
      case 'UnaryExpression':
        return this.#operation(node, place);
      case 'ConditionalExpression': {
        const [then, , test, , otherwise] = children(node);
        return {
          kind: 'conditional',
          then: this.expression(then, node.from),
          test: this.expression(test, node.to),
          otherwise: this.expression(otherwise, node.to),
          ...place,
        };
      }
      case 'LambdaExpression': {
        const parts = children(node);
        const list = parts.find(({ name }) => name === 'ParamList') ?? null;
        const colon = parts.findIndex(({ name }) => name === ':');
        const body = colon === -1 ? null : parts[colon + 1];
        return { kind: 'lambda', parameters: this.parameters(list), body: this.expression(body, node.to), ...place };
      }
      case 'NamedExpression': {
        const [target, , value] = children(node);
        if (target?.name !== 'VariableName') return { kind: 'error', ...place };
        return { kind: 'named', target: this.identifier(target), value: this.expression(value, node.to), ...place };
      }
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'Ellipsis':
        return { kind: 'other', ...place };
      default:
        return { kind: 'error', ...place };
    }
  }

  #parenthesised(parts: readonly SyntaxNode[], place: Span): Expression {
    const content = parts.filter(({ name }) => name !== '(' && name !== ')');
    return content.length === 0 ? { kind: 'error', ...place } : (this.items(content)[0] as Expression);
  }

  #member(node: SyntaxNode, place: Span): Expression {
    const [base, sign, ...rest] = children(node);
    const value = this.expression(base, node.from);
    if (sign?.name === '.') {
      const [property] = rest;
      if (property?.name !== 'PropertyName') return { kind: 'error', ...place };
      return { kind: 'attribute', value, name: this.identifier(property), ...place };
    }
    const index = this.#subscript(
      rest.filter(({ name }) => name !== ']'),
      sign?.to ?? node.to,
    );
    return { kind: 'subscript', value, index, ...place };
  }

  #subscript(nodes: readonly SyntaxNode[], at: number): Expression {
    if (nodes.every(({ name }) => name !== ':')) return this.list(nodes, at);
    if (nodes.some(({ name }) => name === ',')) return { kind: 'other', start: at, end: at };
    const bounds: (Expression | null)[] = [null];
    for (const node of nodes) {
      if (node.name === ':') bounds.push(null);
      else bounds[bounds.length - 1] = this.expression(node);
    }
    const [lower = null, upper = null, step = null] = bounds;
    return { kind: 'slice', lower, upper, step, start: nodes[0]?.from ?? at, end: nodes.at(-1)?.to ?? at };
  }

  /** Of an `ArgList`. */
  arguments(list: SyntaxNode): Argument[] {
    const parts = inner(list);
    if (parts.some(({ name }) => name === 'for')) {
      const place = { start: list.from, end: list.to };
      return [{ form: 'positional', name: null, value: { ...this.#comprehension('generator', parts), ...place }, ...place }];
    }
    const found: Argument[] = [];
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as SyntaxNode;
      const next = parts[i + 1];
      if (part.name === ',') continue;
      if (part.name === '*' || part.name === '**') {
        const value = this.expression(next, part.to);
        found.push({ form: part.name === '*' ? 'star' : 'doubleStar', name: null, value, start: part.from, end: value.end });
        i++;
      } else if (part.name === 'VariableName' && next?.name === 'AssignOp') {
        const after = parts[i + 2];
        const missing = after === undefined || after.name === ',';
        const value = this.expression(missing ? null : after, next.to);
        found.push({ form: 'keyword', name: this.identifier(part), value, start: part.from, end: value.end });
        i += missing ? 1 : 2;
      } else {
        const value = this.expression(part);
        found.push({ form: 'positional', name: null, value, start: value.start, end: value.end });
      }
    }
    return found;
  }

  #dictItems(parts: readonly SyntaxNode[]): DictItem[] {
    const items: DictItem[] = [];
    for (const group of grouped(parts)) {
      const [first, colon, value] = group;
      if (first === undefined) continue;
      if (first.name === '**') items.push({ key: null, value: this.expression(colon, first.to) });
      else items.push({ key: this.expression(first), value: this.expression(colon?.name === ':' ? value : null, colon?.to ?? first.to) });
    }
    return items;
  }

  #comprehension(form: Comprehension['form'], parts: readonly SyntaxNode[]): Comprehension {
    const begin = parts.findIndex(({ name }) => name === 'for' || name === 'async');
    const head = parts.slice(0, begin === -1 ? parts.length : begin);
    const at = head[0]?.from ?? 0;
    const element = form === 'dict' ? this.expression(head[0], at) : this.list(head, at);
    const value = form === 'dict' ? this.expression(head[2], at) : null;
    const clauses: Comprehension['clauses'][number][] = [];
    for (let i = begin; i !== -1 && i < parts.length; ) {
      const next = parts.findIndex(({ name }, j) => j > i && (name === 'for' || name === 'if'));
      const clause = parts.slice(i, next === -1 ? parts.length : next);
      const keyword = clause[0]?.to ?? at;
      const within = clause.findIndex(({ name }) => name === 'in');
      if (clause[0]?.name === 'if') clauses.push({ test: this.expression(clause[1], keyword) });
      else if (within !== -1) {
        clauses.push({ target: this.list(clause.slice(1, within), keyword), iterable: this.expression(clause[within + 1], keyword) });
      } else clauses.push({ test: { kind: 'error', start: keyword, end: keyword } });
      i = next;
    }
    return { kind: 'comprehension', form, element, value, clauses };
  }

  /** The parser's tree has the operators of logic in its own order; they are ranked anew, as Python does. */
  #operation(node: SyntaxNode, place: Span): Expression {
    if (!children(node).some(({ name }) => LOGIC.has(name))) {
      const parts = children(node);
      if (node.name === 'UnaryExpression') {
        const [sign, operand] = parts;
        if (sign === undefined) return { kind: 'error', ...place };
        return { kind: 'unary', operator: this.text.slice(sign.from, sign.to), operand: this.expression(operand, node.to), ...place };
      }
      const [left, sign, right] = parts;
      if (sign === undefined) return { kind: 'error', ...place };
      return {
        kind: 'binary',
        operator: this.text.slice(sign.from, sign.to),
        left: this.expression(left, node.from),
        right: this.expression(right, sign.to),
        ...place,
      };
    }
    const operations: Operation[] = [];
    this.#flatten(node, operations, 0);
    return ranked(operations) ?? { kind: 'error', ...place };
  }

  #flatten(node: SyntaxNode, into: Operation[], depth: number): void {
    const parts = children(node);
    const logical = (node.name === 'BinaryExpression' || node.name === 'UnaryExpression') && parts.some(({ name }) => LOGIC.has(name));
    if (!logical || depth > 2 * MAX_NESTING) {
      into.push(depth > 2 * MAX_NESTING ? { kind: 'error', start: node.from, end: node.to } : this.expression(node));
      return;
    }
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as SyntaxNode;
      const next = parts[i + 1];
      if (!LOGIC.has(part.name)) this.#flatten(part, into, depth + 1);
      else if (part.name === 'is' && next?.name === 'not') {
        into.push({ operator: 'is not', at: part.from });
        i++;
      } else if (part.name === 'not' && next?.name === 'in') {
        into.push({ operator: 'not in', at: part.from });
        i++;
      } else into.push({ operator: this.text.slice(part.from, part.to), at: part.from });
    }
    if (parts.length > 0 && LOGIC.has((parts.at(-1) as SyntaxNode).name)) into.push({ kind: 'error', start: node.to, end: node.to });
  }
}
