import type { Range } from '../text';
import type { ScalarNode } from './tree';
import type { ScalarReading } from './yamlScalar';

/** A scalar node of one shape, however it was read. */
export function scalarNode(text: string, range: Range, reading: Pick<ScalarReading, 'value' | 'integer' | 'consumer'>, quoted: boolean): ScalarNode {
  const { value, integer, consumer } = reading;
  const source = text.slice(range.start, range.end);
  return consumer === undefined
    ? { kind: 'scalar', range, value, text: source, quoted, integer }
    : { kind: 'scalar', range, value, text: source, quoted, integer, consumer };
}

/** The null that stands where something is missing or could not be read. */
export function emptyNode(at: number): ScalarNode {
  return { kind: 'scalar', range: { start: at, end: at }, value: null, text: '', quoted: false, integer: false };
}
