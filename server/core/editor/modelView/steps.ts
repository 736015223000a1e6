/** What a part is made of, op by op, those that belong together as one. */
import { costOf } from '../../count/cost';
import type { LookupOp, Op } from '../../model/graph';
import { times } from '../format';
import type { StepInfo } from './types';

const LOOKUPS: Readonly<Record<LookupOp['by'], string>> = { token: 'Token embedding', position: 'Position embedding', zero: 'Segment embedding' };
const ACTIVATIONS = { relu: 'ReLU', gelu: 'GELU', 'gelu-erf': 'GELU', tanh: 'tanh' } as const;

/** What stands between two norms or sums is one thing, a convolution and what follows it another. */
function beginsStep(op: Op, before: Op | undefined): boolean {
  switch (op.kind) {
    case 'layerNorm':
    case 'add':
    case 'conv':
    case 'maxPool':
    case 'lookup':
    case 'prependToken':
    case 'addParameter':
      return true;
    case 'flatten':
    case 'groupNorm':
    case 'activation':
    case 'paddingMask':
      return false;
    default:
      return before === undefined || before.kind === 'layerNorm' || before.kind === 'add';
  }
}

/** The steps of ops that run in order; none for a single one, which says no more than its part. */
export function stepsOf(ops: readonly Op[]): StepInfo[] {
  const groups: [Op, ...Op[]][] = [];
  let before: Op | undefined;
  for (const op of ops) {
    const group = groups.at(-1);
    // The first step of post-norm blocks begins without a norm.
    if (group === undefined || beginsStep(op, before)) groups.push([op]);
    else group.push(op);
    before = op;
  }
  if (groups.length < 2) return [];
  const mixesTokens = ops.some(({ kind }) => kind === 'swapAxes');
  const inputs = inputsOf(groups);
  return groups.map((group, i) => {
    const { parameters, macs } = costOf([{ ops: group, repeat: 1 }]);
    // A padding mask goes beside the tokens, not after them.
    const last = group.findLast(({ kind }) => kind !== 'paddingMask') ?? group[0];
    return { title: titleOf(group, mixesTokens), inputs: inputs[i] ?? [], outputShape: last.output.shape, parameters, macs };
  });
}

/** Where each group's inputs come from: the group before, by index, or -1 for what comes into the part. Masks, which go beside, are left out. */
function inputsOf(groups: readonly (readonly [Op, ...Op[]])[]): number[][] {
  const producers = new Map<number, number>();
  const into = groups[0]?.[0].inputs[0];
  if (into !== undefined) producers.set(into.id, -1);
  groups.forEach((group, i) => {
    for (const { kind, output } of group) if (kind !== 'paddingMask') producers.set(output.id, i);
  });
  return groups.map((group, i) => {
    const sources = group.flatMap(({ kind, inputs }) => (kind === 'paddingMask' ? [] : inputs.map(({ id }) => producers.get(id))));
    const others = [...new Set(sources)].filter((source) => source !== undefined && source !== i);
    return (others as number[]).sort((a, b) => a - b);
  });
}

function titleOf(group: readonly [Op, ...Op[]], mixesTokens: boolean): string {
  const [first] = group;
  switch (first.kind) {
    case 'conv':
      return [`${/\/conv_proj$/.test(first.scope) ? 'Projection' : 'Conv'} ${times(first.kernel)}`, ...followers(group)].join(' · ');
    case 'add':
      return ['+', ...followers(group)].join(' · ');
    case 'maxPool':
      return `Max pooling ${times(first.window)}`;
    case 'layerNorm':
      return 'LayerNorm';
    case 'lookup':
      return LOOKUPS[first.by];
    case 'prependToken':
      return 'Class token';
    case 'addParameter':
      return 'Position embedding';
    default:
      break;
  }
  if (group.some(({ kind }) => kind === 'attention')) return 'Attention';
  if (!mixesTokens) return 'MLP';
  return group.some(({ kind }) => kind === 'swapAxes') ? 'Token-mixing MLP' : 'Channel-mixing MLP';
}

function followers([, ...ops]: readonly [Op, ...Op[]]): string[] {
  return ops.flatMap((op) => (op.kind === 'groupNorm' ? ['GroupNorm'] : op.kind === 'activation' ? [ACTIVATIONS[op.fn]] : []));
}
