/** Assignment to names, attributes, items and tuples of them. */
import type { Expression } from './ast';
import { deleteItem, setAttribute, setItem } from './attributes';
import { evaluate } from './expressions';
import { type Frame, type Interpreter, isError, notFollowed, placed, quoted } from './interpreter';
import { isDirect, iterated } from './mappings';
import { isLiteral, type Place, str, unknown, type Value } from './values';

export interface Source {
  readonly valuePlace: Place;
  readonly statement: Place | null;
}

/** `values`: the expressions of a right-hand side that is written as a tuple. */
export function assignTo(vm: Interpreter, frame: Frame, target: Expression, value: Value, source: Source, values: readonly Expression[] = []): void {
  switch (target.kind) {
    case 'name':
      vm.assign(frame.scope, target.name, value);
      return;
    case 'attribute': {
      const object = evaluate(vm, frame, target.value);
      const write = { keyPlace: placed(frame, target.name), valuePlace: source.valuePlace, statement: source.statement, direct: isDirect(frame) };
      setAttribute(vm, object, target.name.name, value, write);
      return;
    }
    case 'subscript': {
      const object = evaluate(vm, frame, target.value);
      const key = evaluate(vm, frame, target.index);
      const write = { ...source, keyPlace: placed(frame, target.index), direct: isDirect(frame) };
      // A key that is computed does not say which entry the statement writes.
      setItem(vm, object, key, value, { ...write, statement: isLiteral(key) ? source.statement : null });
      return;
    }
    case 'tuple':
    case 'list':
      unpack(vm, frame, target.items, value, source, values);
      return;
    default:
      return;
  }
}

function unpack(vm: Interpreter, frame: Frame, targets: readonly Expression[], value: Value, source: Source, values: readonly Expression[]): void {
  const items = iterated(vm, value);
  const star = targets.findIndex(({ kind }) => kind === 'starred');
  const fits = items !== null && (star === -1 ? items.length === targets.length : items.length >= targets.length - 1);
  if (!fits) {
    const reason =
      value.kind === 'unknown' ? value.reason : value.kind === 'list' && value.open !== null ? value.open : isError(quoted(frame, source.valuePlace));
    const parts = items === null ? reason : vm.fail('ValueError', isError(quoted(frame, source.valuePlace)), source.valuePlace).reason;
    for (const target of targets) assignTo(vm, frame, target.kind === 'starred' ? target.value : target, unknown(parts, source.valuePlace), source);
    return;
  }
  const paired = values.length === targets.length && values.every(({ kind }) => kind !== 'starred');
  const extra = items.length - targets.length;
  for (const [i, target] of targets.entries()) {
    if (target.kind === 'starred') {
      assignTo(vm, frame, target.value, vm.list(items.slice(i, i + extra + 1), source.valuePlace), source);
      continue;
    }
    const item = items[star !== -1 && i > star ? i + extra : i] as Value;
    const own = paired ? values[i] : undefined;
    assignTo(vm, frame, target, item, own === undefined ? source : { ...source, valuePlace: placed(frame, own) });
  }
}

export function deleteTarget(vm: Interpreter, frame: Frame, target: Expression): void {
  const at = placed(frame, target);
  if (target.kind === 'name') {
    vm.assign(frame.scope, target.name, { kind: 'unknown', reason: notFollowed(target.name), at });
    return;
  }
  if (target.kind === 'attribute') {
    const object = evaluate(vm, frame, target.value);
    deleteItem(vm, object, str(target.name.name, at), at);
  } else if (target.kind === 'subscript') {
    const object = evaluate(vm, frame, target.value);
    deleteItem(vm, object, evaluate(vm, frame, target.index), at);
  } else if (target.kind === 'tuple' || target.kind === 'list') for (const item of target.items) deleteTarget(vm, frame, item);
}
