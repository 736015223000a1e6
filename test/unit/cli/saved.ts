/** Checkpoints for the tests of the command line. */
import { Snapshot } from '../../../server/core/analysis';
import { planParameters, runPlan } from '../../../server/onnx';
import type { FileTensor } from '../checkpoint/files';
import { hashedValues } from '../onnx/hashed';

/** What upstream would save of a config's model; the class whose bias is largest is the most probable one. */
export function saved(config: string): FileTensor[] {
  const graph = Snapshot.of(config, { fileName: 'a.vit.yaml', syntax: 'yaml', ignore: [] }).models()[0]?.model.graph;
  if (graph?.ok !== true) throw new Error(JSON.stringify(graph));
  return planParameters(runPlan(graph.graph)).map(({ name, shape }) => {
    const values = name === 'head/kernel' ? new Float32Array(hashedValues(name, shape).length) : hashedValues(name, shape);
    return { name, shape, values: name === 'head/bias' ? values.map((_, i) => (i === 7 ? Math.log(11) : 0)) : values };
  });
}
