import type { DocumentAnalysis, ModelAnalysis } from '../../analysis';
import type { PartFigures } from '../../count/figures';
import { humanCount } from '../../count/units';
import { valueOf } from '../../dialects/fields';
import { measuresInference } from '../../dialects/visionTransformer/keys';
import { type Phrase, phrase, verbatim } from '../../phrase';
import { lacksOnlyUntold } from '../../rules/ofGraph';
import { brief } from '../../syntax/problems';
import type { ConfigNode, Entry, MappingNode, PythonPlace, SequenceNode } from '../../syntax/tree';
import type { Range } from '../../text';
import { besides } from '../format';
import { inlayHints } from '../inlayHints';
import { nameOf } from '../modelHover';
import { costText } from '../modelLine';
import { isOwn, nodeText, wholeRange } from '../python/entries';
import { nameRange } from './models';
import { ownEntries, within } from './walk';

export interface SymbolInfo {
  /** Never empty, on one line. */
  readonly name: Phrase;
  /** What an outline shows behind the name; null where there is nothing. */
  readonly detail: Phrase | null;
  readonly kind: 'model' | 'training' | 'mapping' | 'list' | 'number' | 'text' | 'flag' | 'null';
  readonly range: Range;
  /** Within `range`. */
  readonly selectionRange: Range;
  readonly children: readonly SymbolInfo[];
}

/**
 * The keys, below the model's own, whose mapping is a part of the model by itself, and which rows of the figures are that
 * part's. In LiT the parts of a tower begin with its name.
 */
const PARTS: Readonly<Record<string, RegExp>> = {
  transformer: /^encoder$/,
  resnet: /^stem$/,
  image: /^img\//,
  'image.transformer': /^img\/encoder$/,
  'image.resnet': /^img\/stem$/,
  text: /^txt\//,
};

/**
 * A document's outline, one root (in Python its function, with the keys that it writes itself): the model with what it costs, or the training with its model in it. Below are the typed
 * keys, with what they come to. Nothing for a document that is not ours or has no keys yet.
 */
export function documentSymbols(analysis: DocumentAnalysis): SymbolInfo[] {
  const { root } = analysis.document;
  if (analysis.recognition === null || root?.kind !== 'mapping' || root.entries.length === 0) return [];
  const outline = new Outline(analysis);
  if (analysis.document.python !== undefined) return [outline.definition(root, analysis.document.python)];
  if (analysis.recognition.form === 'training') return [outline.training(root)];
  const [model] = analysis.models;
  return model === undefined ? outline.below(root, '') : [outline.model(model, null)];
}

class Outline {
  readonly #hints: ReadonlyMap<number, Phrase>;

  constructor(readonly analysis: DocumentAnalysis) {
    const everywhere = { start: 0, end: analysis.text.length };
    this.#hints = new Map(inlayHints(analysis, everywhere).map(({ offset, label }) => [offset, label]));
  }

  training(root: MappingNode): SymbolInfo {
    const training = this.analysis.models[0]?.spec.training ?? null;
    const dataset = training === null ? null : valueOf(training.dataset);
    const [first] = ownEntries(root);
    const steps = training?.totalSteps.known ? phrase`${humanCount(training.totalSteps.value)} steps` : null;
    const batch = training?.batch.known && training.batch.source === 'config' ? phrase`batch ${humanCount(training.batch.value)}` : null;
    return {
      name: measuresInference(root) ? phrase`Inference time` : dataset === null ? phrase`Training` : phrase`Training on ${oneLine(dataset)}`,
      detail: besides(steps, batch),
      kind: 'training',
      range: root.range,
      selectionRange: first?.keyRange ?? { start: root.range.start, end: root.range.start },
      children: this.below(root, ''),
    };
  }

  /** `entry`: what holds or names it in a training config; null for a model of its own. */
  model(model: ModelAnalysis, entry: Entry | null): SymbolInfo {
    const { spec, figures } = model;
    const without = lacksOnlyUntold(model) ? phrase`costs not known` : phrase`can't be built`;
    const range = entry?.range ?? spec.node.range;
    const name = nameRange(spec, this.analysis.text);
    return {
      name: spec.name.known ? verbatim(oneLine(spec.name.value)) : nameOf(spec),
      detail: figures === null ? without : verbatim(costText(figures)),
      kind: 'model',
      range,
      selectionRange: entry === null || within(range, name) ? name : entry.keyRange,
      // A model that is only named has its keys nowhere, one behind an alias where the anchor is.
      children: within(range, spec.node.range) ? this.below(spec.node, spec.prefix) : [],
    };
  }

  /** In Python: what makes the config, whatever it is of. */
  definition(root: MappingNode, { name, args, nameRange: selectionRange, extent: range }: PythonPlace): SymbolInfo {
    const [model] = this.analysis.models;
    const training = this.analysis.recognition?.form === 'training' ? this.training(root) : null;
    const own = model === undefined ? null : this.model(model, null);
    return {
      name: verbatim(args === null ? name : `${name}(${args})`),
      detail: besides(training?.name, model?.spec.name.known ? own?.name : null, own?.detail),
      kind: training === null ? 'model' : 'training',
      range,
      selectionRange,
      children: this.#written(root, ''),
    };
  }

  /** The keys that the function writes itself. One inside a mapping that came in has its whole path for a name. */
  #written(node: MappingNode, path: string, name = ''): SymbolInfo[] {
    const symbols = node.entries.flatMap((entry) => {
      const { value } = entry;
      const inside = (prefix: string) => (value.kind === 'mapping' ? this.#written(value, `${path}${entry.key}.`, prefix) : []);
      if (!isOwn(entry)) return inside(`${name}${entry.key}.`);
      const symbol = this.#key(entry, path);
      const children = inside('');
      // An editor looks for the inner ones within the outer.
      const ranges = [entry.statement ?? wholeRange(entry), ...children.map(({ range }) => range)];
      const range = { start: Math.min(...ranges.map(({ start }) => start)), end: Math.max(...ranges.map(({ end }) => end)) };
      return [{ ...symbol, name: verbatim(oneLine(name + entry.key)), range, children }];
    });
    // What overrides a key of a base has that one's place in the tree.
    return symbols.sort((a, b) => a.range.start - b.range.start);
  }

  /** The keys of a mapping whose own path is `path`, with a trailing dot. A model's name is the name of its symbol already. */
  below(node: MappingNode, path: string): SymbolInfo[] {
    return ownEntries(node).flatMap((entry) => {
      const held = this.analysis.models.find(({ spec }) => spec.prefix === `${path}${entry.key}.`);
      if (held !== undefined) return [this.model(held, entry)];
      const named =
        entry.key !== 'model_name' ? undefined : this.analysis.models.find(({ spec }) => spec.node === node && spec.prefix === path && spec.name.known);
      if (named !== undefined) return this.analysis.recognition?.form === 'training' && path === '' ? [this.model(named, entry)] : [];
      return [this.#key(entry, path)];
    });
  }

  #key(entry: Entry, path: string): SymbolInfo {
    const { key, keyRange, range, value, alias } = entry;
    const nested = alias === undefined && value.kind === 'mapping' ? value : null;
    const what = value.kind === 'mapping' ? this.#part(`${path}${key}`) : brief(this.#value(entry));
    // A block ends where its last value does.
    const hint = value.kind === 'mapping' ? null : (this.#hints.get(alias?.end ?? value.range.end) ?? null);
    return {
      name: verbatim(oneLine(key)),
      detail: besides(what, hint),
      kind: kindOf(value),
      range,
      selectionRange: keyRange,
      children: nested === null ? [] : this.below(nested, `${path}${key}.`),
    };
  }

  /** What the mapping at a path costs, where it is a part of the model. */
  #part(path: string): string {
    for (const { spec, figures } of this.analysis.models) {
      const rows = path.startsWith(spec.prefix) ? PARTS[path.slice(spec.prefix.length)] : undefined;
      const parts = figures?.parts.filter(({ name }) => rows?.test(name)) ?? [];
      if (parts.length > 0) return costText({ parameters: sum(parts, 'parameters'), macs: sum(parts, 'macs') });
    }
    return '';
  }

  #value({ value, alias }: Entry): string {
    if (this.analysis.document.python !== undefined) return nodeText(value) ?? '';
    const text = value.kind === 'scalar' ? value.text : value.kind === 'sequence' ? listText(value) : '';
    if (alias === undefined) return text;
    return `${this.analysis.text.slice(alias.start, alias.end)} · ${text}`;
  }
}

function listText({ items }: SequenceNode): string {
  return `[${items.map((item) => (item.kind === 'scalar' ? item.text : '…')).join(', ')}]`;
}

function kindOf(node: ConfigNode): SymbolInfo['kind'] {
  if (node.kind === 'unknown') return 'text';
  if (node.kind !== 'scalar') return node.kind === 'mapping' ? 'mapping' : 'list';
  if (node.value === null) return 'null';
  return KINDS[typeof node.value as keyof typeof KINDS];
}

const KINDS = { string: 'text', number: 'number', boolean: 'flag' } as const;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim() || '""';

const sum = (parts: readonly PartFigures[], of: 'parameters' | 'macs'): number => parts.reduce((total, part) => total + part[of], 0);
