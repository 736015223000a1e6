/** Checkpoints too large for the repository: their values follow a rule that test/reference/forward.py has too. */
import { open } from 'node:fs/promises';
import type { Graph } from '../../../server/core/model/graph';
import { planParameters, runPlan } from '../../../server/onnx';
import { elements } from '../../../server/onnx/shapes';
import { safetensorsHeader } from '../checkpoint/files';
import { fnv1a, hashedValues } from '../onnx/hashed';
import type { Case } from './cases';

/** Writes all parameters of a graph, which must be those of the golden by name and shape. */
export async function writeByRule(path: string, graph: Graph, { count, hash }: NonNullable<Case['byRule']>): Promise<void> {
  const parameters = planParameters(runPlan(graph));
  const listing = parameters.map(({ name, shape }) => `${name}[${shape.join()}]`).sort();
  if (listing.length !== count || fnv1a(listing.join('\n')) !== hash) throw new Error('the golden is of other parameters');
  let at = 0;
  const header: Record<string, unknown> = {};
  for (const { name, shape } of parameters) header[name] = { dtype: 'F32', shape, data_offsets: [at, (at += elements(shape) * 4)] };
  const file = await open(path, 'w');
  try {
    await file.write(safetensorsHeader(JSON.stringify(header)));
    for (const { name, shape } of parameters) {
      const values = hashedValues(name, shape);
      await file.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  } finally {
    await file.close();
  }
}
