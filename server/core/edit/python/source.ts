/** How the keys of a Python config are written: the syntax around them, which the tree of values does not keep. */
import { type SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { lineEnd, lineStart } from '../../syntax/lines';
import type { ConfigDocument } from '../../syntax/tree';
import type { Range } from '../../text';

/** `config.transformer.num_heads = 12`: a statement that does nothing else. */
export interface WrittenStatement {
  readonly form: 'statement';
  readonly statement: SyntaxNode;
  /** `config.transformer.num_heads`. */
  readonly target: SyntaxNode;
  /** `config.transformer`, as the author writes it. */
  readonly access: string;
  readonly value: Range;
}

/** `'size': (16, 16)` in braces, `size=(16, 16)` in a call. */
export interface WrittenItem {
  readonly form: 'item';
  /** The dict or the arguments it is in, brackets included. */
  readonly list: SyntaxNode;
  readonly key: Range;
  readonly value: Range;
}

export type WrittenKey = WrittenStatement | WrittenItem;

/** Statements that may run more than once, or not at all, or for somebody else. */
const PARTING = new Set(['ForStatement', 'WhileStatement', 'LambdaExpression', 'ComprehensionExpression', 'ArrayComprehensionExpression']);
const CONDITIONAL = new Set(['IfStatement', 'TryStatement', 'MatchStatement']);

/** The text of one config, parsed again: no more than its own function. */
export class PythonText {
  readonly text: string;
  readonly tree: Tree;

  constructor(document: ConfigDocument, extent: Range) {
    this.text = document.text;
    const own = parser.parse(document.text.slice(extent.start, extent.end));
    // Below a root of its own, so that nodes have the offsets of the file.
    this.tree = new Tree(own.type, [own], [extent.start], extent.end);
  }

  slice({ from, to }: { readonly from: number; readonly to: number }): string {
    return this.text.slice(from, to);
  }

  /** What a key's range belongs to; null where it is written in a way that can't be edited by itself. */
  keyAt({ start, end }: Range): WrittenKey | null {
    let node: SyntaxNode | null = this.tree.resolveInner(start, 1);
    if (node.from !== start || node.to !== end || broken(node)) return null;
    const { parent } = node;
    if (parent === null) return null;
    if (node.name === 'PropertyName' || parent.name === 'MemberExpression') return this.#assignment(parent);
    node = node.name === 'String' || node.name === 'VariableName' ? node : null;
    return node === null ? null : this.#item(node, parent);
  }

  /** Whether the statement around an offset is not whole yet. */
  isBroken({ start }: Range): boolean {
    const statement = statementOf(this.tree.resolveInner(start, 1));
    return statement === null || hasErrors(statement);
  }

  #assignment(target: SyntaxNode): WrittenStatement | null {
    const statement = target.parent;
    const object = target.firstChild;
    if (statement?.name !== 'AssignStatement' || object === null || statement.firstChild?.from !== target.from || hasErrors(statement)) return null;
    const operators = statement.getChildren('AssignOp');
    const first = operators[0]?.nextSibling;
    if (operators.length !== 1 || first == null || statement.getChildren(',').some(({ from }) => from < first.from)) return null;
    return { form: 'statement', statement, target, access: this.slice(object), value: { start: first.from, end: statement.to } };
  }

  #item(key: SyntaxNode, list: SyntaxNode): WrittenItem | null {
    const sign = key.nextSibling;
    const isItem = list.name === 'DictionaryExpression' ? sign?.name === ':' : list.name === 'ArgList' && sign?.name === 'AssignOp';
    const first = isItem ? sign?.nextSibling : null;
    if (first == null || hasErrors(list)) return null;
    let last = first;
    for (let next = first.nextSibling; next !== null && !isEnd(next); next = next.nextSibling) if (next.name !== 'Comment') last = next;
    return { form: 'item', list, key: rangeOf(key), value: { start: first.from, end: last.to } };
  }

  /** The items of a dict or of a call's arguments, from their first to their last character. */
  itemsOf(list: SyntaxNode): Range[] {
    const items: Range[] = [];
    let start: number | null = null;
    let end = 0;
    for (let node = list.firstChild?.nextSibling ?? null; node !== null; node = node.nextSibling) {
      if (node.name === 'Comment') continue;
      if (isEnd(node)) {
        if (start !== null) items.push({ start, end });
        start = null;
      } else {
        start ??= node.from;
        end = node.to;
      }
    }
    return items;
  }

  /** The names on the way to what an expression means, by dots; null for one that is more than names. */
  wayOf(node: SyntaxNode): string | null {
    if (node.name === 'VariableName') return this.slice(node);
    if (node.name !== 'MemberExpression' || node.firstChild === null || node.lastChild === null) return null;
    const before = this.wayOf(node.firstChild);
    const key = this.keyOf(node);
    return before === null || key === null ? null : `${before}.${key}`;
  }

  /** `num_heads` of `config.num_heads` and of `config['num_heads']`. */
  keyOf(member: SyntaxNode): string | null {
    const name = keyNode(member);
    if (name === null) return null;
    const text = this.slice(name);
    return name.name === 'String' ? (/^(['"])([^'"\\]*)\1$/.exec(text)?.[2] ?? null) : text;
  }

  /** All expressions that lead to a way or below it. */
  mentions(way: string): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    this.tree.iterate({
      enter: (node) => {
        if (node.name !== 'MemberExpression' && node.name !== 'VariableName') return true;
        if (this.wayOf(node.node) !== way) return true;
        found.push(node.node);
        return false;
      },
    });
    return found;
  }

  /** Whether nothing but white space stands before a statement on its line, and nothing but a comment behind it. */
  isAlone({ from, to }: SyntaxNode): boolean {
    return this.text.slice(lineStart(this.text, from), from).trim() === '' && /^[\t ]*(?:#|$)/.test(this.text.slice(to, lineEnd(this.text, to)));
  }
}

/** The name or the quoted word behind the last dot or bracket of a member expression. */
export function keyNode(member: SyntaxNode): SyntaxNode | null {
  const last = member.lastChild;
  if (last?.name === 'PropertyName') return last;
  const inner = last?.name === ']' ? last.prevSibling : null;
  return inner?.name === 'String' && inner.prevSibling?.name === '[' ? inner : null;
}

/** The innermost statement around a node. */
export function statementOf(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (/Statement$/.test(at.name)) return at;
  return null;
}

/** Whether a node runs just once each time the config is made. `always`: whatever the conditions around it. */
export function runsOnce(node: SyntaxNode, always: boolean): boolean {
  let functions = 0;
  for (let at = node.parent; at !== null; at = at.parent) {
    if (PARTING.has(at.name) || at.name === 'ClassDefinition' || (always && CONDITIONAL.has(at.name))) return false;
    if (at.name === 'FunctionDefinition' && ++functions > 1) return false;
  }
  return true;
}

export function rangeOf({ from, to }: { readonly from: number; readonly to: number }): Range {
  return { start: from, end: to };
}

function isEnd({ name }: SyntaxNode): boolean {
  return name === ',' || name === '}' || name === ')';
}

function broken(node: SyntaxNode): boolean {
  return node.type.isError || node.from === node.to;
}

function hasErrors(node: SyntaxNode): boolean {
  let errors = false;
  node.cursor().iterate((inner) => {
    errors ||= inner.type.isError;
  });
  return errors;
}
