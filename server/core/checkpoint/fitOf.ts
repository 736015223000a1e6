/** A checkpoint's header against a model: which tensor fills which parameter, what upstream's loader adapts, and where it stops. */
import type { ModelSpec } from '../dialects/spec';
import type { Graph, Parameter } from '../model/graph';
import type { Adaptation, Fit, Loader, Misshape, NamedParameter, Stop, TensorSource } from './fit';
import type { CheckpointHeader, CheckpointTensor, FloatType } from './header';
import { linenNames } from './linen';
import { type CheckpointNames, isMapHead, type NamedTensor, namesOf } from './names';
import { graphParameters } from './parameters';
import { bigVisionPositions, type PositionsWanted, sameShape, upstreamPositions } from './positions';

const FLOATS: ReadonlySet<string> = new Set<FloatType>(['float16', 'bfloat16', 'float32', 'float64']);

/** Upstream fine-tunes its image models and loads LiT as it is. */
export const loaderOf = ({ architecture }: Pick<ModelSpec, 'architecture'>): Loader => (architecture.architecture === 'lit' ? 'strict' : 'fine-tune');

/** What of a spec the loader goes by, beside the graph. */
export type FittedSpec = Pick<ModelSpec, 'architecture' | 'training'>;

/** How the tensors of a checkpoint fill a model's graph. Never throws, whatever the header says. */
export function fitOf(graph: Graph, spec: FittedSpec, header: CheckpointHeader, loader: Loader = loaderOf(spec)): Fit {
  return fitNamed(graph, spec, namesOf(header), loader);
}

/** The same for names that are known already: of a long header they cost as much as all the rest. */
export function fitNamed(graph: Graph, spec: FittedSpec, names: CheckpointNames, loader: Loader = loaderOf(spec)): Fit {
  return new Fitting(graph, spec, names, loader).fit();
}

class Fitting {
  readonly #sources = new Map<string, TensorSource>();
  readonly #adaptations: Adaptation[] = [];
  readonly #missing: NamedParameter[] = [];
  readonly #misshapen: Misshape[] = [];
  readonly #stops: Stop[] = [];
  /** Linen names of tensors that are used, replaced, or told of already. */
  readonly #settled = new Set<string>();
  /** By their Linen names. */
  readonly #parameters = new Map<string, Parameter>();

  constructor(
    readonly graph: Graph,
    readonly spec: FittedSpec,
    readonly names: CheckpointNames,
    readonly loader: Loader,
  ) {
    // So many rounds that a file with fewer blocks is seen to lack one.
    const parameters = graphParameters(graph, names.tensors.size + 1);
    const linen = linenNames(parameters.map(({ name }) => name));
    parameters.forEach((parameter, i) => {
      const name = linen[i];
      if (name !== null && name !== undefined) this.#parameters.set(name, parameter);
    });
  }

  fit(): Fit {
    const { naming } = this.names;
    if (naming !== 'upstream') this.#stops.push({ kind: 'names', naming });
    if (this.loader === 'fine-tune') this.#head();
    for (const [name, parameter] of this.#parameters) {
      if (this.#settled.has(name) || this.#sources.has(parameter.name)) continue;
      const found = this.names.tensors.get(name);
      if (found === undefined) this.#missing.push(parameter);
      else if (name.endsWith('Transformer/posembed_input/pos_embedding')) this.#positions(name, parameter, found);
      else this.#take(name, parameter, found);
    }
    if (this.loader === 'fine-tune') this.#unwantedPositions();
    return {
      loader: this.loader,
      naming,
      sources: this.#sources,
      adaptations: this.#adaptations,
      missing: this.#missing,
      extra: this.#extra(),
      misshapen: this.#misshapen,
      stops: this.#stops,
    };
  }

  /** Upstream makes the head anew, and drops pre_logits where the config has none. Here a head that fits is taken. */
  #head(): void {
    const { tensors, naming } = this.names;
    const own = [...this.#parameters].filter(([name]) => name.startsWith('head/'));
    const theirs = [...tensors.keys()].filter((name) => name.startsWith('head/'));
    const represented = tensors.get('pre_logits/kernel');
    const dropped = represented !== undefined && !this.#parameters.has('pre_logits/kernel');
    if (dropped) {
      this.#adaptations.push({ kind: 'pre-logits-dropped', size: represented.shape.at(-1) ?? 0 });
      for (const name of tensors.keys()) if (name.startsWith('pre_logits/')) this.#settled.add(name);
    }
    if (own.length === 0) {
      if (this.spec.training !== null) this.#stops.push({ kind: 'headless', error: "KeyError: 'head'" });
      return;
    }
    if (theirs.length === 0) {
      if (naming === 'upstream') this.#stops.push({ kind: 'no-head', error: "KeyError: 'head'" });
      return;
    }
    const fits = !dropped && own.every(([name, { shape }]) => this.#isWeight(tensors.get(name), shape));
    for (const name of theirs) this.#settled.add(name);
    for (const [name, parameter] of own) {
      this.#settled.add(name);
      const tensor = fits ? tensors.get(name)?.tensor : undefined;
      this.#sources.set(
        parameter.name,
        tensor === undefined ? { kind: 'new', value: name === 'head/bias' ? this.#headBias() : 0 } : { kind: 'tensor', tensor: tensor.name, index: null },
      );
    }
    const from = tensors.get('head/kernel')?.shape.at(-1);
    const to = this.#parameters.get('head/kernel')?.shape.at(-1);
    if (from !== undefined && to !== undefined && from !== to) this.#adaptations.push({ kind: 'head', from, to });
  }

  /** What a new head's bias is filled with. */
  #headBias(): number {
    const { architecture } = this.spec;
    return architecture.architecture === 'vit' && architecture.headBiasInit.known ? architecture.headBiasInit.value : 0;
  }

  #positions(name: string, parameter: Parameter, found: NamedTensor): void {
    const tower = name.startsWith('img/') ? 'img/' : '';
    const { architecture } = this.spec;
    const vit = architecture.architecture === 'lit' ? architecture.image : architecture;
    const wanted: PositionsWanted = {
      shape: parameter.shape,
      grid: this.graph.image.grid,
      classifier: vit.architecture === 'vit' && vit.classifier.known ? vit.classifier.value : null,
      classToken: this.#parameters.has(`${tower}cls`),
      checkpointHasClassToken: this.names.tensors.has(`${tower}cls`),
    };
    const adapts = this.loader === 'fine-tune';
    if (this.names.naming !== 'big_vision' && !adapts) return this.#take(name, parameter, found);
    if (!FLOATS.has(found.tensor.dtype)) return this.#take(name, parameter, found);
    const positions = this.names.naming === 'big_vision' ? bigVisionPositions(found, wanted, adapts) : upstreamPositions(found, wanted);
    this.#settled.add(name);
    if (positions.kind === 'misshapen') {
      this.#misshapen.push({ parameter, tensor: found.tensor });
      if (positions.stop !== null) this.#stops.push(positions.stop);
      return;
    }
    this.#sources.set(parameter.name, positions.source);
    if (positions.resampled !== null) this.#adaptations.push({ kind: 'positions', ...positions.resampled });
  }

  /** Upstream looks for the model's position embeddings as soon as the checkpoint has some. */
  #unwantedPositions(): void {
    const name = 'Transformer/posembed_input/pos_embedding';
    const found = this.names.tensors.get(name);
    const { architecture } = this.spec;
    if (found === undefined || this.#parameters.has(name) || architecture.architecture !== 'vit') return;
    this.#settled.add(name);
    this.#stops.push({
      kind: 'no-positions',
      tensor: found.tensor,
      error: architecture.transformer === null ? "KeyError: 'Transformer'" : "KeyError: 'posembed_input'",
    });
  }

  #take(name: string, parameter: Parameter, found: NamedTensor): void {
    this.#settled.add(name);
    const { tensor, index, shape } = found;
    if (!sameShape(shape, parameter.shape)) this.#misshapen.push({ parameter, tensor });
    else if (!FLOATS.has(tensor.dtype)) this.#stops.push({ kind: 'dtype', parameter, tensor });
    else this.#sources.set(parameter.name, { kind: 'tensor', tensor: tensor.name, index });
  }

  #isWeight(found: NamedTensor | undefined, shape: Parameter['shape']): boolean {
    return found !== undefined && sameShape(found.shape, shape) && FLOATS.has(found.tensor.dtype);
  }

  #extra(): CheckpointTensor[] {
    const { tensors, own } = this.names;
    const taken = new Set<CheckpointTensor>();
    const left = new Set<CheckpointTensor>();
    for (const [name, { tensor }] of tensors) {
      (this.#settled.has(name) ? taken : left).add(tensor);
      if (isMapHead(name) && !this.#stops.some(({ kind }) => kind === 'map-head')) this.#stops.push({ kind: 'map-head', tensor });
    }
    // Of a stack of blocks with more than the model has, part is left.
    return own.filter((tensor) => left.has(tensor) || !taken.has(tensor));
  }
}
