/** The graph's sections, cut where people see one part end and the next begin. */
import type { Graph, Op, Section } from '../../model/graph';

export type Role =
  | 'root'
  | 'stage'
  | 'patches'
  | 'tokens'
  | 'words'
  | 'blocks'
  | 'parts'
  | 'decoder'
  | 'norm'
  | 'pooling'
  | 'pre-logits'
  | 'head'
  | 'l2-norm'
  | 'similarity';

/** The ops of one section that belong to one part. */
export interface Slice extends Pick<Section, 'ops' | 'repeat'> {
  readonly section: Section;
}

export interface Part {
  /** `img/encoder`, `stage-2`. */
  readonly id: string;
  readonly role: Role;
  /** `img`, `txt`, or empty for a model of one tower. */
  readonly tower: string;
  readonly slices: readonly Slice[];
}

/** Every op of the graph in one part, the parts in graph order. */
export function partsOf(graph: Graph): Part[] {
  const parts = new Map<string, Part & { readonly slices: Slice[] }>();
  for (const section of graph.sections) {
    let role: Role | undefined;
    let ops: Op[] = [];
    for (const op of section.ops) {
      const next = roleOf(op, section) ?? role ?? 'blocks';
      if (next !== role) {
        role = next;
        ops = [];
        const tower = /^(img|txt)\//.exec(op.part)?.[1] ?? '';
        const id = `${tower === '' ? '' : `${tower}/`}${role}${role === 'stage' ? `-${stageOf(section)}` : role === 'decoder' ? `-${decoderBlockOf(section)}` : ''}`;
        let part = parts.get(id);
        if (part === undefined) {
          part = { id, role, tower, slices: [] };
          parts.set(id, part);
        }
        part.slices.push({ section, ops, repeat: section.repeat });
      }
      ops.push(op);
    }
  }
  return [...parts.values()];
}

/** The part that an op begins or goes on with; undefined for one that goes with the op before it. */
function roleOf(op: Op, section: Section): Role | undefined {
  const [first] = section.ops;
  if (first?.kind === 'conv' && first.standardized) return stageOf(section) === null ? 'root' : 'stage';
  if (first?.kind === 'lookup') return 'words';
  if (op.part === 'decoder') return 'decoder';
  // TransFG's last block, which sees selected tokens only.
  if (first?.kind === 'selectTokens') return op.kind === 'layerNorm' && op === section.ops.at(-1) ? 'norm' : 'parts';
  if (section.carry !== null) return 'blocks';
  // A learned query begins the attention that pools.
  if (first?.kind === 'parameter') return 'pooling';
  switch (op.kind) {
    case 'conv':
      return op.part === 'head' ? 'head' : 'patches';
    case 'prependToken':
    case 'addParameter':
    case 'addSincos':
      return 'tokens';
    case 'layerNorm':
      return 'norm';
    case 'mean':
    case 'reduce':
    case 'take':
      return 'pooling';
    case 'dense':
      return /(^|\/)pre_logits$/.test(op.scope) ? 'pre-logits' : 'head';
    case 'normalize':
      return 'l2-norm';
    case 'expParameter':
      return 'similarity';
    default:
      return undefined;
  }
}

/** The number of a block of TransUNet's decoder, from 1; 0 for what comes before them. */
function decoderBlockOf({ label }: Section): number {
  const number = /\/blocks\/(\d+)$/.exec(label)?.[1];
  return number === undefined ? 0 : Number(number) + 1;
}

/** The number of a ResNet stage, by upstream's name for its units: `block2/unit1`; ViT-pytorch has it behind `body/`. */
function stageOf({ label }: Section): number | null {
  const number = /(?:^|\/)block(\d+)\/unit/.exec(label)?.[1];
  return number === undefined ? null : Number(number);
}
