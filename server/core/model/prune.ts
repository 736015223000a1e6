/** Parts of a graph: one tower of two, the features below a head. */
import type { Graph, GraphOutput, Op, Section, Tensor } from './graph';

/**
 * The graph with only the ops that lead to the outputs of these names, and the inputs they need: LiT's image tower alone is
 * `only(graph, ['img/normalized'])`. Names it has no output of are left out. Parameters, scopes and tensors are those of `graph`.
 */
export function only(graph: Graph, names: readonly string[]): Graph {
  return leadingTo(
    graph,
    graph.outputs.filter(({ name }) => names.includes(name)),
  );
}

/** A classifier without its head, its output called `pre_logits`; a graph without `logits` is given back as it is. */
export function withoutHead(graph: Graph): Graph {
  const logits = graph.outputs.find(({ name }) => name === 'logits');
  const head = graph.sections.flatMap(({ ops }) => ops).find(({ output }) => output.id === logits?.tensor.id);
  const features = head?.inputs[0];
  if (features === undefined) return graph;
  return leadingTo(graph, [{ name: 'pre_logits', tensor: features }]);
}

function leadingTo(graph: Graph, outputs: readonly GraphOutput[]): Graph {
  const needed = new Set(outputs.map(({ tensor }) => tensor.id));
  const sections: Section[] = [];
  for (const section of graph.sections.toReversed()) {
    const kept = pruned(section, needed);
    if (kept !== null) sections.unshift(kept);
  }
  const inputs = graph.inputs.filter(({ tensor }) => needed.has(tensor.id));
  const textTokens = inputs.some(({ name }) => name === 'tokens') ? graph.textTokens : null;
  return { inputs, sections, outputs, image: graph.image, textTokens };
}

/** The ops of a section that `needed` asks for, what they read added to it; null where there are none. */
function pruned(section: Section, needed: Set<number>): Section | null {
  const { ops, carry } = section;
  const makes = ops.some(({ output }) => needed.has(output.id)) || (carry !== null && needed.has(carry.output.id));
  if (!makes) return null;
  const need = (tensor: Tensor) => needed.add(tensor.id);
  // Whatever of a round is wanted, all rounds before it lead to it.
  if (carry !== null) [carry.input, carry.output].forEach(need);
  const kept: Op[] = [];
  for (const op of ops.toReversed()) {
    if (!needed.has(op.output.id)) continue;
    op.inputs.forEach(need);
    kept.unshift(op);
  }
  return { ...section, ops: kept };
}
