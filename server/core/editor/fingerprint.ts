import { fieldsOf } from '../dialects/fields';
import type { ModelSpec } from '../dialects/spec';

/**
 * Equal for two configs that build the same graph, whatever their comments, order and layout: what the result of a run is good for.
 */
export function fingerprint(spec: ModelSpec): string {
  const { architecture } = spec;
  const values = fieldsOf(architecture).map((field) => {
    if (!field.known) return [field.key, 'unknown'];
    const { value } = field;
    const nested = value !== null && typeof value === 'object' && !Array.isArray(value) && 'architecture' in value;
    return [field.key, nested ? String(value.architecture) : typeof value === 'number' ? String(value) : value];
  });
  return JSON.stringify([architecture.architecture, values]);
}
