/** What a part is made of, op by op, those that belong together as one. */

import { costOf } from '../../count/cost';
import type { LookupOp, Op } from '../../model/graph';
import { type Phrase, phrase, verbatim } from '../../phrase';
import { times } from '../format';
import type { StepInfo } from './types';

const LOOKUPS: Readonly<Record<LookupOp['by'], Phrase>> = {
  token: phrase`Token embedding`,
  position: phrase`Position embedding`,
  zero: phrase`Segment embedding`,
};
const ACTIVATIONS = { relu: 'ReLU', gelu: 'GELU', 'gelu-erf': 'GELU', tanh: 'tanh' } as const;

/** What stands between two norms or sums is one thing, a convolution and what follows it another. */
function beginsStep(op: Op, before: Op | undefined): boolean {
  switch (op.kind) {
    case 'layerNorm':
    case 'add':
    case 'conv':
    case 'maxPool':
    case 'upsample':
    case 'concat':
    case 'selectTokens':
    case 'chainWeights':
    case 'lookup':
    case 'prependToken':
    case 'addParameter':
    case 'addSincos':
    case 'parameter':
      return true;
    case 'flatten':
    case 'groupNorm':
    case 'batchNorm':
    case 'activation':
    case 'pad':
    case 'unflatten':
    case 'scale':
    case 'reduce':
    case 'paddingMask':
    case 'take':
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

function titleOf(group: readonly [Op, ...Op[]], mixesTokens: boolean): Phrase {
  const [first] = group;
  switch (first.kind) {
    case 'conv':
      return followed(/\/(?:conv_proj|downsample)$/.test(first.scope) ? phrase`Projection ${times(first.kernel)}` : phrase`Conv ${times(first.kernel)}`, group);
    case 'add':
      return followed(verbatim('+'), group);
    case 'maxPool':
      return phrase`Max pooling ${times(first.window)}`;
    case 'upsample':
      return phrase`Upsampling ${times([2, 2])}`;
    case 'concat':
      return phrase`Skip connection`;
    case 'unflatten':
      return phrase`Tokens to a grid`;
    case 'chainWeights':
      return phrase`Attention so far`;
    case 'selectTokens':
      return phrase`Selected parts`;
    case 'layerNorm':
      return verbatim('LayerNorm');
    case 'lookup':
      return LOOKUPS[first.by];
    case 'prependToken':
      return phrase`Class token`;
    case 'addParameter':
      return phrase`Position embedding`;
    case 'addSincos':
      return phrase`Position embedding, sine and cosine`;
    default:
      break;
  }
  if (group.some(({ kind }) => kind === 'attention' || kind === 'attentionWeights')) return phrase`Attention`;
  if (!mixesTokens) return verbatim('MLP');
  return group.some(({ kind }) => kind === 'swapAxes') ? phrase`Token-mixing MLP` : phrase`Channel-mixing MLP`;
}

/** `Conv 3×3 · GroupNorm · ReLU`. */
function followed(first: Phrase, [, ...ops]: readonly [Op, ...Op[]]): Phrase {
  const others = ops.flatMap((op) =>
    op.kind === 'groupNorm' ? ['GroupNorm'] : op.kind === 'batchNorm' ? ['BatchNorm'] : op.kind === 'activation' ? [ACTIVATIONS[op.fn]] : [],
  );
  return others.reduce<Phrase>((before, next) => phrase`${before} · ${next}`, first);
}
