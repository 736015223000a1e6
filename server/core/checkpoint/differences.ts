/** Which keys of a config are other than those of the model whose weights a checkpoint has. */
import type { ArchitectureSpec, Classifier, Field, ModelSpec } from '../dialects/spec';
import { readLit, readMixer, readVit } from '../dialects/visionTransformer/architectures';
import { Reader, treeOf } from '../dialects/visionTransformer/reader';
import { plainAt } from '../dialects/visionTransformer/template';
import type { PlainValue } from '../edit/literal';
import { plainValue } from '../edit/write';
import { buildGraph } from '../model';
import { product } from '../model/geometry';
import type { Phrase } from '../phrase';
import { type Aspect, aspectsOf } from './aspects';
import type { Fit } from './fit';
import { fitNamed } from './fitOf';
import type { CheckpointHeader, CheckpointTensor } from './header';
import { type Architecture, type Inference, type Inferred, inferConfig } from './infer';
import { type CheckpointNames, namesOf } from './names';

/** What upstream does with a checkpoint where this alone differs. */
export type Effect =
  /** Its loader or the model's first step ends with an error. */
  | 'stops'
  /** It leaves part of the checkpoint unread and says nothing. */
  | 'silent'
  /** It changes what it read to suit. */
  | 'adapts';

export interface Difference {
  /** Dotted, from the document's root: where the value is or would be written. */
  readonly key: string;
  /** Null for a mapping (`resnet`, `transformer`, `text`). */
  readonly field: Field<unknown> | null;
  /** The config's; undefined for a mapping, there or not. */
  readonly value: PlainValue | undefined;
  /** The checkpoint's, null for a mapping it has not; of `model_name` undefined where no released model has its numbers. */
  readonly checkpoint: PlainValue | undefined;
  /** The tensors that say so. */
  readonly evidence: readonly CheckpointTensor[];
  readonly note: Phrase | null;
  readonly effect: Effect;
  /** How many tensors and parameters don't fit because of it. */
  readonly tensors: number;
}

export interface Differences {
  readonly inference: Inference;
  /** Where the checkpoint is of another architecture: then no keys are compared. */
  readonly architecture: { readonly config: ArchitectureSpec['architecture']; readonly checkpoint: Architecture } | null;
  /** What stops upstream first, then what it does silently, then what it adapts; each the more telling first. */
  readonly keys: readonly Difference[];
  /** What does not fit even with every key as the checkpoint has it; null where that can't be told. */
  readonly unexplained: Pick<Fit, 'missing' | 'extra' | 'misshapen'> | null;
}

/** Compares what is known; a key whose value is Unknown is left out. Never throws. */
export function differences(spec: ModelSpec, header: CheckpointHeader, names: CheckpointNames = namesOf(header)): Differences {
  const inference = inferConfig(header, names);
  if (!inference.ok) return { inference, architecture: null, keys: [], unexplained: null };
  const config = spec.architecture.architecture;
  if (config !== inference.architecture) return { inference, architecture: { config, checkpoint: inference.architecture }, keys: [], unexplained: null };
  const theirs = specOf(inference, spec);
  const trained = { ...spec, architecture: theirs };
  const graph = buildGraph(trained);
  const whole = graph.ok ? fitNamed(graph.graph, trained, names) : null;
  const found = aspectsOf(theirs)
    .filter((aspect) => differs(aspect, spec.architecture, theirs, inference))
    .map((aspect) => differenceOf(aspect, spec, trained, inference, names));
  return {
    inference,
    architecture: null,
    keys: namedTogether([...found, ...textOf(found, spec, inference)], spec, inference).sort(
      (a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect) || b.tensors - a.tensors,
    ),
    unexplained: whole,
  };
}

const EFFECTS: readonly Effect[] = ['stops', 'silent', 'adapts'];

/** The spec that the inferred config is read as, under the keys of the config's own. */
function specOf({ config, architecture }: Inferred, { prefix }: ModelSpec): ArchitectureSpec {
  const reader = new Reader(treeOf(config, { start: 0, end: 0 }), prefix);
  const surroundings = { imageSize: reader.pair('image_size', 1, true), numClasses: reader.whole('num_classes', 0) };
  if (architecture === 'lit') return readLit(reader, surroundings.imageSize);
  return architecture === 'mixer' ? readMixer(reader, surroundings) : readVit(reader, surroundings);
}

function differs(aspect: Aspect, config: ArchitectureSpec, checkpoint: ArchitectureSpec, { keys }: Inferred): boolean {
  if (keys.some(({ key, free }) => free && key === aspect.key) || !aspect.differs(config, checkpoint)) return false;
  if (isImageSize(aspect)) {
    const [ours, theirs] = [patchesOf(aspect.put(checkpoint, config)), patchesOf(checkpoint)];
    return ours === null || (ours !== theirs && keys.some(({ key, evidence }) => IMAGE_SIZE.test(key) && evidence.length > 0));
  }
  // Without an encoder no token is added.
  return !(aspect.key === 'classifier' && checkpoint.architecture === 'vit' && checkpoint.transformer === null);
}

const IMAGE_SIZE = /^(?:image_size|pp\.size|image\.image_size)$/;
const isImageSize = ({ key }: Aspect): boolean => IMAGE_SIZE.test(key);

/** Null where none fits. */
function patchesOf(architecture: ArchitectureSpec): number | null {
  const result = buildGraph({ ...BARE, architecture });
  return result.ok ? product(result.graph.image.grid) : null;
}

/** What a graph does not depend on. */
const BARE = {
  dialect: 'vision_transformer',
  node: { kind: 'mapping', range: { start: 0, end: 0 }, entries: [], flow: false },
  prefix: '',
  name: { known: false, key: 'model_name', reason: { text: '', values: [] }, keyRange: null, range: null },
  anchor: { start: 0, end: 0 },
  training: null,
  checkpoint: null,
  labels: null,
} as const satisfies Omit<ModelSpec, 'architecture'>;

function differenceOf(aspect: Aspect, spec: ModelSpec, trained: ModelSpec, inference: Inferred, names: CheckpointNames): Difference {
  const said = inference.keys.filter(({ key }) => key === aspect.key || key.startsWith(`${aspect.key}.`) || (isImageSize(aspect) && IMAGE_SIZE.test(key)));
  const alone = { ...trained, architecture: aspect.put(trained.architecture, spec.architecture) };
  const graph = buildGraph(alone);
  const fit = graph.ok ? fitNamed(graph.graph, alone, names) : null;
  const field = aspect.field(spec.architecture);
  return {
    key: keyOf(aspect.key, field, spec),
    field,
    value: field === null ? undefined : valueOf(aspect, field),
    checkpoint: trainedValue(aspect, field, inference),
    evidence: [...new Set(said.flatMap(({ evidence }) => evidence))],
    note: said.find(({ note }) => note !== null)?.note ?? null,
    effect: fit === null ? 'stops' : effectOf(fit),
    tensors: fit === null ? 0 : fit.missing.length + fit.misshapen.length + fit.extra.length,
  };
}

function effectOf({ missing, misshapen, stops, adaptations, extra }: Fit): Effect {
  if (missing.length > 0 || misshapen.length > 0 || stops.some(({ kind }) => kind !== 'names')) return 'stops';
  return extra.length === 0 && adaptations.length > 0 ? 'adapts' : 'silent';
}

/** A training takes the image's size from `pp.crop`. */
function keyOf(key: string, field: Field<unknown> | null, { prefix, training }: ModelSpec): string {
  if (!IMAGE_SIZE.test(key) || field === null) return prefix + key;
  return training !== null && field.known && field.source === 'derived' ? 'pp.crop' : field.key;
}

/** As it is written: a square is one number, no output is null. */
function valueOf({ key }: Aspect, field: Field<unknown>): PlainValue | undefined {
  if (!field.known) return undefined;
  if (key === 'text_model') return textModelOf(field.value);
  const value = plainValue(field.value);
  if (!Array.isArray(value)) return value;
  if (key === 'out_dim') return value.map((width) => (width === 0 ? null : width));
  return IMAGE_SIZE.test(key) && value[0] === value[1] ? value[0] : value;
}

const textModelOf = (tower: unknown): PlainValue => ((tower as { architecture: string }).architecture === 'bert' ? 'bert' : 'text_transformer');

const WITH_TOKEN = { gap: 'token', unpooled: 'token_unpooled' } as const;
const WITHOUT_TOKEN = { token: 'gap', token_unpooled: 'unpooled' } as const;

function trainedValue({ key }: Aspect, field: Field<unknown> | null, { keys, config }: Inferred): PlainValue | undefined {
  if (key === 'classifier' && field?.known) return { ...WITH_TOKEN, ...WITHOUT_TOKEN }[field.value as Classifier];
  const found = keys.find((inferred) => inferred.key === key || (IMAGE_SIZE.test(key) && IMAGE_SIZE.test(inferred.key)));
  if (found !== undefined) return found.value;
  // Written only where it is not the default.
  return key.endsWith('add_position_embedding') ? true : (plainAt(config, key) ?? null);
}

/** A text tower of another kind takes another mapping. */
function textOf(found: readonly Difference[], { architecture, prefix }: ModelSpec, { keys, config }: Inferred): Difference[] {
  const kind = found.find(({ key }) => key === `${prefix}text_model`);
  if (kind === undefined || architecture.architecture !== 'lit' || !architecture.text.known) return [];
  const evidence = (start: string) => [...new Set(keys.flatMap((inferred) => (inferred.key.startsWith(start) ? inferred.evidence : [])))];
  const more = { ...kind, field: null, note: null, tensors: 0 };
  const text: Difference = { ...more, key: `${prefix}text`, value: undefined, checkpoint: plainAt(config, 'text'), evidence: evidence('text.') };
  const { maxLen } = architecture.text.value;
  const length = keys.find(({ key, free }) => key === 'pp.max_len' && !free);
  if (length === undefined || !maxLen.known || maxLen.value === length.value) return [text];
  return [text, { ...more, key: maxLen.key, field: maxLen, value: maxLen.value, checkpoint: length.value, evidence: length.evidence }];
}

/** What the checkpoints of one released model differ in. */
const OPEN = /(?:^|\.)(?:image_size|num_classes|representation_size|crop|size)$/;

function widthOf(architecture: ArchitectureSpec): Field<number> | null {
  if (architecture.architecture === 'lit') return architecture.image.hiddenSize;
  if (architecture.architecture === 'vit') return architecture.hiddenSize;
  return architecture.architecture === 'mixer' ? architecture.hiddenDim : null;
}

/** Where a config gives a released model's name and no numbers, the name is what differs. */
function namedTogether(found: readonly Difference[], { architecture, name, prefix }: ModelSpec, { modelName }: Inferred): Difference[] {
  const width = widthOf(architecture);
  const named = width?.known && width.source === 'upstream-model';
  const closed = found.filter(({ key }) => named && (key.endsWith('patches.size') || !OPEN.test(key)));
  if (closed.length === 0 || !name.known) return [...found];
  const worst = EFFECTS.find((effect) => closed.some((difference) => difference.effect === effect)) ?? 'stops';
  const model: Difference = {
    key: `${prefix}model_name`,
    field: name,
    value: name.value,
    checkpoint: modelName ?? undefined,
    evidence: [...new Set(closed.flatMap(({ evidence }) => evidence))],
    note: null,
    effect: worst,
    tensors: closed.reduce((sum, { tensors }) => sum + tensors, 0),
  };
  return [model, ...found.filter((difference) => !closed.includes(difference))];
}
