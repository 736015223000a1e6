/** Parts in the words of the field, with the sizes that make them what they are. */
import { humanCount } from '../../count/units';
import type { Graph, Op, TakeOp } from '../../model/graph';
import { times } from '../format';
import { tokensText } from '../inlayHints';
import type { Part } from './parts';

export interface PartText {
  readonly title: string;
  readonly detail: string;
}

export function textOf(part: Part, graph: Graph): PartText {
  const ops = part.slices.flatMap((slice) => slice.ops);
  const width = ops.at(-1)?.output.shape.at(-1) ?? 0;
  switch (part.role) {
    case 'root':
      return { title: 'ResNet root', detail: gridOf(ops) };
    case 'stage':
      return { title: `ResNet stage ${part.id.slice(part.id.lastIndexOf('-') + 1)}`, detail: gridOf(ops) };
    case 'patches':
      return { title: `Patch embedding${ops.map((op) => (op.kind === 'conv' ? ` ${times(op.kernel)}` : '')).join('')}`, detail: patchDetail(graph, width) };
    case 'tokens':
      return tokensPart(ops, graph);
    case 'words':
      return { title: 'Token embedding', detail: tablesOf(ops) };
    case 'blocks':
      return blocksPart(ops);
    case 'norm':
      return { title: 'Final LayerNorm', detail: '' };
    case 'pooling':
      return { title: poolingTitle(ops[0]), detail: '' };
    case 'pre-logits':
      return { title: `Pre-logits ${width}`, detail: 'dense, tanh' };
    case 'head':
      return { title: `${part.tower === '' ? 'Head' : 'Projection'} ${width}`, detail: '' };
    case 'l2-norm':
      return { title: 'L2 norm', detail: '' };
    case 'similarity':
      return { title: 'Similarity', detail: 'cosine of both embeddings, times the temperature' };
  }
}

/** `256 channels on 56×56`. */
function gridOf(ops: readonly Op[]): string {
  const [, rows = 0, columns = 0, channels = 0] = ops.at(-1)?.output.shape ?? [];
  return `${channels} channels on ${times([rows, columns])}`;
}

function patchDetail({ image }: Graph, width: number): string {
  return `${times(image.grid)} patches, width ${width}`;
}

function tokensPart(ops: readonly Op[], { image }: Graph): PartText {
  const position = ops.some(({ kind }) => kind === 'addParameter');
  const title = ops.some(({ kind }) => kind === 'prependToken') ? `Class token${position ? ', position embedding' : ''}` : 'Position embedding';
  return { title, detail: tokensText(image.grid, image.tokens) };
}

/** `vocabulary 30,522, 512 positions, 2 segments`. */
function tablesOf(ops: readonly Op[]): string {
  const rows = (op: Op) => humanCount(op.parameters[0]?.shape.at(-2) ?? 0);
  const tables = ops.flatMap((op) => {
    if (op.kind === 'addParameter') return [`${rows(op)} positions`];
    if (op.kind !== 'lookup') return [];
    return [op.by === 'token' ? `vocabulary ${rows(op)}` : `${rows(op)} ${op.by === 'position' ? 'positions' : 'segments'}`];
  });
  return tables.join(', ');
}

function blocksPart(ops: readonly Op[]): PartText {
  const attention = ops.find((op) => op.kind === 'attention');
  // What widens again is named by its inner size.
  const inner = ops.flatMap((op, i) => (op.kind === 'activation' ? [ops[i - 1]?.output.shape.at(-1) ?? 0] : []));
  if (attention === undefined) {
    const [tokens = 0, channels = 0] = inner;
    return { title: 'Mixer block', detail: `token-mixing MLP ${tokens}, channel-mixing MLP ${channels}` };
  }
  const width = attention.output.shape.at(-1) ?? 0;
  const heads = `${attention.heads} head${attention.heads === 1 ? '' : 's'} of ${width / attention.heads}`;
  return { title: attention.scope.includes('BertEncoder') ? 'BERT encoder' : 'Encoder', detail: `${heads}, MLP ${inner.join(', ')}` };
}

function poolingTitle(op: Op | undefined): string {
  if (op?.kind !== 'take') return 'Global average pooling';
  if (op.inputs[0]?.shape.length === 4) return 'First row of patches';
  return TAKEN[op.part.startsWith('txt/') ? 'text' : 'image'][op.index];
}

const TAKEN: Readonly<Record<'image' | 'text', Readonly<Record<TakeOp['index'], string>>>> = {
  image: { first: 'Take class token', last: 'Take last token' },
  text: { first: 'Take [CLS] token', last: 'Take last token' },
};
