/** `FieldReference`: what its value is now. */
import { phrase } from '../../phrase';
import { type Interpreter } from './interpreter';
import { unknown, type Value } from './values';

/** The value behind references, with what is done to it. */
export function resolved(vm: Interpreter, value: Value): Value {
  if (value.kind !== 'reference') return value;
  return vm.step(() => {
    const below = resolved(vm, value.value);
    if (value.compute === null) return below;
    if (below.kind === 'none' || below.kind === 'unknown') return below;
    const computed = value.compute(below);
    return computed.kind === 'reference' ? (computed === value ? unknown(phrase`it refers to itself`) : resolved(vm, computed)) : computed;
  });
}
