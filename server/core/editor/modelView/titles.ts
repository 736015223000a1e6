/** Parts in the words of the field, with the sizes that make them what they are. */
import { humanCount } from '../../count/units';
import type { Graph, Op } from '../../model/graph';
import { type Phrase, phrase } from '../../phrase';
import { times } from '../format';
import { tokensText } from '../inlayHints';
import type { Part } from './parts';

export interface PartText {
  readonly title: Phrase;
  /** null where there is nothing to add. */
  readonly detail: Phrase | null;
}

export function textOf(part: Part, graph: Graph): PartText {
  const ops = part.slices.flatMap((slice) => slice.ops);
  const width = ops.at(-1)?.output.shape.at(-1) ?? 0;
  switch (part.role) {
    case 'root':
      return { title: phrase`ResNet root`, detail: gridOf(ops) };
    case 'stage':
      return { title: phrase`ResNet stage ${part.id.slice(part.id.lastIndexOf('-') + 1)}`, detail: gridOf(ops) };
    case 'patches':
      return patchesPart(ops, graph, width);
    case 'tokens':
      return tokensPart(ops, graph);
    case 'words':
      return { title: phrase`Token embedding`, detail: tablesOf(ops) };
    case 'blocks':
      return blocksPart(ops);
    case 'parts':
      return { title: phrase`Last block, of the selected parts`, detail: blocksPart(ops).detail };
    case 'decoder':
      return {
        title: part.id.endsWith('-0') ? phrase`Decoder input` : phrase`Decoder block ${part.id.slice(part.id.lastIndexOf('-') + 1)}`,
        detail: gridOf(ops),
      };
    case 'norm':
      return { title: phrase`Final LayerNorm`, detail: null };
    case 'pooling':
      return ops[0]?.kind === 'parameter' ? attentionPooling(ops) : { title: poolingTitle(ops[0], graph), detail: null };
    case 'pre-logits':
      return { title: phrase`Pre-logits ${width}`, detail: phrase`dense, tanh` };
    case 'head':
      return { title: part.tower === '' ? phrase`Head ${width}` : phrase`Projection ${width}`, detail: null };
    case 'l2-norm':
      return { title: phrase`L2 norm`, detail: null };
    case 'similarity':
      return { title: phrase`Similarity`, detail: phrase`cosine of both embeddings, times the temperature` };
  }
}

/** `256 channels on 56×56`. */
function gridOf(ops: readonly Op[]): Phrase {
  const [, rows = 0, columns = 0, channels = 0] = ops.at(-1)?.output.shape ?? [];
  return phrase`${channels} channels on ${times([rows, columns])}`;
}

function patchesPart(ops: readonly Op[], { image }: Graph, width: number): PartText {
  const conv = ops.find((op) => op.kind === 'conv');
  return {
    title: conv === undefined ? phrase`Patch embedding` : phrase`Patch embedding ${times(conv.kernel)}`,
    detail: phrase`${times(image.grid)} patches, width ${width}`,
  };
}

function tokensPart(ops: readonly Op[], { image }: Graph): PartText {
  const position = ops.some(({ kind }) => kind === 'addParameter' || kind === 'addSincos');
  const classToken = ops.some(({ kind }) => kind === 'prependToken');
  const title = !classToken ? phrase`Position embedding` : position ? phrase`Class token, position embedding` : phrase`Class token`;
  return { title, detail: tokensText(image.grid, image.tokens) };
}

/** `vocabulary 30,522, 512 positions, 2 segments`. */
function tablesOf(ops: readonly Op[]): Phrase | null {
  const tables = ops.flatMap((op) => {
    const rows = humanCount(op.parameters[0]?.shape.at(-2) ?? 0);
    if (op.kind === 'addParameter') return [phrase`${rows} positions`];
    if (op.kind !== 'lookup') return [];
    return [op.by === 'token' ? phrase`vocabulary ${rows}` : op.by === 'position' ? phrase`${rows} positions` : phrase`${rows} segments`];
  });
  return tables.length === 0 ? null : tables.reduce((before, next) => phrase`${before}, ${next}`);
}

function blocksPart(ops: readonly Op[]): PartText {
  const attention = ops.find((op) => op.kind === 'attention' || op.kind === 'attentionWeights');
  // What widens again is named by its inner size.
  const inner = ops.flatMap((op, i) => (op.kind === 'activation' ? [ops[i - 1]?.output.shape.at(-1) ?? 0] : []));
  if (attention === undefined) {
    const [tokens = 0, channels = 0] = inner;
    return { title: phrase`Mixer block`, detail: phrase`token-mixing MLP ${tokens}, channel-mixing MLP ${channels}` };
  }
  const { heads } = attention;
  const width = (attention.inputs[0]?.shape.at(-1) ?? 0) / heads;
  const mlp = [...new Set(inner)].join(', ');
  return {
    title: attention.scope.includes('BertEncoder') ? phrase`BERT encoder` : phrase`Encoder`,
    detail: heads === 1 ? phrase`1 head of ${width}, MLP ${mlp}` : phrase`${heads} heads of ${width}, MLP ${mlp}`,
  };
}

/** `12 heads of 64, MLP 3072`. */
function attentionPooling(ops: readonly Op[]): PartText {
  const { detail } = blocksPart(ops);
  return { title: phrase`Attention pooling`, detail };
}

function poolingTitle(op: Op | undefined, { image }: Graph): Phrase {
  if (op?.kind === 'reduce') return op.fn === 'max' ? phrase`Global max pooling` : phrase`Sum of all tokens`;
  if (op?.kind !== 'take') return phrase`Global average pooling`;
  if (op.inputs[0]?.shape.length === 4) return phrase`First row of patches`;
  if (op.index === 'last') return phrase`Take last token`;
  if (op.part.startsWith('txt/')) return phrase`Take [CLS] token`;
  return image.tokens > image.grid[0] * image.grid[1] ? phrase`Take class token` : phrase`Take first patch`;
}
