/** Arithmetic of shapes that the writers of nodes share. */
import type { Pair } from '../core/dialects/spec';
import type { Padding, Parameter, Shape } from '../core/model/graph';

export { product as elements } from '../core/model/geometry';

/** The size of one axis; a negative axis counts from the end. A shape without that axis is a defect of the graph. */
export function axis(shape: Shape, index: number): number {
  const size = shape.at(index);
  if (size === undefined) throw new RangeError(`shape [${shape.join()}] has no axis ${index}`);
  return size;
}

/**
 * Padding of so many zeros on each side, or as JAX does it for SAME: the output has ceil(size / stride) positions, the odd pixel goes to the high side.
 * Gives ONNX's `pads` of an image, [top, left, bottom, right], and the output's size.
 */
export function windowed(size: Pair, kernel: Pair, strides: Pair, padding: Padding): { pads: readonly number[]; output: Pair } {
  const along = (index: 0 | 1) => {
    if (padding !== 'SAME') {
      const side = padding === 'VALID' ? 0 : padding;
      return { low: side, high: side, output: Math.floor((size[index] + 2 * side - kernel[index]) / strides[index]) + 1 };
    }
    const output = Math.ceil(size[index] / strides[index]);
    const total = Math.max((output - 1) * strides[index] + kernel[index] - size[index], 0);
    const low = Math.floor(total / 2);
    return { low, high: total - low, output };
  };
  const rows = along(0);
  const columns = along(1);
  return { pads: [rows.low, columns.low, rows.high, columns.high], output: [rows.output, columns.output] };
}

/** A parameter's full name, as checkpoints have it: scope and name with `{i}` resolved. */
export function parameterName(scope: string, name: string, index: number): string {
  return resolveScope(scope === '' ? name : `${scope}/${name}`, index);
}

/** `{i}` stands for the round of a repeated section. */
export function resolveScope(scope: string, index: number): string {
  return scope.replaceAll('{i}', String(index));
}

/** The parameter of an op whose name is, or ends in, `name` (`kernel`, `query/kernel`). */
export function parameterOf(op: { readonly scope: string; readonly parameters: readonly Parameter[] }, name: string): Parameter {
  const found = optionalParameter(op, name);
  if (found === undefined) throw new RangeError(`${op.scope} has no parameter ${name}`);
  return found;
}

export function optionalParameter(op: { readonly parameters: readonly Parameter[] }, name: string): Parameter | undefined {
  return op.parameters.find((parameter) => parameter.name === name || parameter.name.endsWith(`/${name}`));
}

/** The one parameter of ops that have just one. */
export function soleParameter(op: { readonly scope: string; readonly kind: string; readonly parameters: readonly Parameter[] }): Parameter {
  const [parameter] = op.parameters;
  if (parameter === undefined || op.parameters.length !== 1) throw new RangeError(`${op.kind} in ${op.scope} has ${op.parameters.length} parameters, not one`);
  return parameter;
}
