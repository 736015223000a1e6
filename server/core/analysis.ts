/**
 * The façade of the core: text in, everything that is known about it out. All lazy, computed once, held by the
 * snapshot and dropped with it. The document is the unit: a document whose text did not change keeps its analysis.
 */
import { type Comparison, comparisonOf } from './checkpoint/comparison';
import type { CheckpointRead, CheckpointReference, Checkpoints } from './checkpoint/header';
import { countGraph } from './count';
import type { Figures } from './count/figures';
import { dialectOf, modelsOf, recognise } from './dialects';
import type { Recognition } from './dialects/dialect';
import type { ModelSpec } from './dialects/spec';
import type { Finding } from './finding';
import { buildGraph } from './model';
import type { GraphResult } from './model/graph';
import { findingsOf, foundIn } from './rules';
import type { AnalysedModel } from './rules/rule';
import {
  isOtherPython,
  mayHoldConfigs,
  type PythonCall,
  type PythonFile,
  type PythonModules,
  readDocument,
  readEdited,
  readPython,
  splitDocuments,
} from './syntax';
import type { ConfigDocument, Syntax } from './syntax/tree';
import type { Range, TextEdit } from './text';
import { shift } from './text';

export interface AnalysisOptions {
  /** Base name of the file, null for unsaved text. */
  readonly fileName: string | null;
  readonly syntax: Syntax;
  /** Codes of findings the user's settings silence. */
  readonly ignore: readonly string[];
  /** The files that a Python config imports; left out, what comes from them is unknown. */
  readonly modules?: PythonModules;
  /** What one function of a Python file is called with in place of what the file says. */
  readonly call?: PythonCall;
  /** What is known of the checkpoints that configs name; left out, nothing is said of them. */
  readonly checkpoints?: Checkpoints;
  /** The checkpoint of every model, whatever its config names. */
  readonly checkpoint?: CheckpointReference;
}

export class ModelAnalysis implements AnalysedModel {
  #graph: GraphResult | undefined;
  #figures: Figures | null | undefined;
  #comparison: Comparison | null | undefined;

  constructor(
    readonly spec: ModelSpec,
    /** What is known of the file the spec names; null where it names none or nobody has read it yet. */
    readonly checkpoint: CheckpointRead | null = null,
  ) {}

  get graph(): GraphResult {
    this.#graph ??= buildGraph(this.spec);
    return this.#graph;
  }

  get figures(): Figures | null {
    if (this.#figures === undefined) this.#figures = this.graph.ok ? countGraph(this.graph.graph) : null;
    return this.#figures;
  }

  get comparison(): Comparison | null {
    if (this.#comparison === undefined) this.#comparison = comparisonOf(this.spec, this.graph, this.checkpoint);
    return this.#comparison;
  }
}

/** One document of a file, in its own offsets. */
export class DocumentAnalysis {
  #document: ConfigDocument | undefined;
  #recognition: Recognition | null | undefined;
  #models: readonly ModelAnalysis[] | undefined;
  #found: readonly Finding[] | undefined;
  #findings: readonly Finding[] | undefined;
  readonly #file: () => readonly DocumentAnalysis[];

  /**
   * `document`: `text` as it was read; a Python config has to come with it. `file`: all documents of the same Python file,
   * some of which others are made of.
   */
  constructor(
    readonly text: string,
    readonly options: AnalysisOptions,
    document?: ConfigDocument,
    file: () => readonly DocumentAnalysis[] = () => [],
  ) {
    this.#document = document;
    this.#file = file;
  }

  get document(): ConfigDocument {
    this.#document ??= readDocument(this.text, this.options.syntax === 'json' ? 'json' : 'yaml');
    return this.#document;
  }

  /** All documents of the same Python file, this one among them; none in other syntaxes. */
  get file(): readonly DocumentAnalysis[] {
    return this.#file();
  }

  /** The part of the text that is this document's: all of it, but in a Python file. */
  get extent(): Range {
    return this.#document?.python?.extent ?? { start: 0, end: this.text.length };
  }

  /** The same document after some edits in it. */
  edited(edits: readonly TextEdit[]): DocumentAnalysis {
    const document = readEdited(this.document, edits);
    return new DocumentAnalysis(document.text, this.options, document, this.#file);
  }

  /** null for a document that is not ours: nothing is said about it. */
  get recognition(): Recognition | null {
    if (this.#recognition === undefined) this.#recognition = recognise(this.document, this.options.fileName);
    return this.#recognition;
  }

  get models(): readonly ModelAnalysis[] {
    this.#models ??=
      this.recognition === null
        ? []
        : modelsOf(this.document, this.recognition).map((own) => {
            const spec = this.options.checkpoint === undefined ? own : { ...own, checkpoint: this.options.checkpoint };
            return new ModelAnalysis(spec, readingOf(spec, this.options.checkpoints));
          });
    return this.#models;
  }

  /** The same text beside checkpoints as they are known now; itself where what its models name is known as it was. */
  beside(options: AnalysisOptions): DocumentAnalysis {
    // What was never asked for reads them when it is; until then they must be the latest.
    if (this.#models === undefined) return options.checkpoints === this.options.checkpoints ? this : this.#copy(options);
    return this.#models.every(({ spec, checkpoint }) => readingOf(spec, options.checkpoints) === checkpoint) ? this : this.#copy(options);
  }

  #copy(options: AnalysisOptions): DocumentAnalysis {
    const copy = new DocumentAnalysis(this.text, options, this.#document, this.#file);
    copy.#recognition = this.#recognition;
    return copy;
  }

  /** In source order, silenced ones left out. */
  get findings(): readonly Finding[] {
    this.#findings ??= findingsOf(this.#all, this.document, this.options.ignore, (name) => {
      const named = this.#file().filter((other) => other !== this && other.document.python?.name === name);
      return named.flatMap((other) => other.#all);
    });
    return this.#findings;
  }

  /** All that there is to say, wherever it is said in the end. */
  get #all(): readonly Finding[] {
    this.#found ??=
      this.recognition === null ? [] : foundIn({ document: this.document, recognition: this.recognition, models: this.models }, dialectOf(this.recognition));
    return this.#found;
  }
}

export interface PlacedDocument {
  /** Offset of the document's first character in the file. */
  readonly base: number;
  readonly analysis: DocumentAnalysis;
}

/** A model, and the document it is in. */
export interface PlacedModel extends PlacedDocument {
  readonly model: ModelAnalysis;
}

/** One version of one file. Immutable. */
export class Snapshot {
  private constructor(
    readonly text: string,
    readonly options: AnalysisOptions,
    readonly documents: readonly PlacedDocument[],
    readonly python: PythonFile | null,
  ) {}

  /** `previous`, an earlier snapshot of the same file, lends the analyses of documents whose text is the same. */
  static of(text: string, options: AnalysisOptions, previous?: Snapshot): Snapshot {
    if (options.syntax === 'python') return Snapshot.#ofPython(text, options, previous?.python ?? undefined);
    const reusable = new Map<string, DocumentAnalysis>();
    if (previous !== undefined && sameOptions(previous.options, options)) {
      for (const { analysis } of previous.documents) reusable.set(analysis.text, analysis);
    }
    const documents = splitDocuments(text, options.syntax).map(({ start, end }) => {
      const part = text.slice(start, end);
      let analysis = reusable.get(part)?.beside(options);
      if (analysis === undefined) {
        analysis = new DocumentAnalysis(part, options);
        reusable.set(part, analysis);
      }
      return { base: start, analysis };
    });
    return new Snapshot(text, options, documents, null);
  }

  /** A file that can't hold a config is not even parsed. The documents of one have the offsets of the file. */
  static #ofPython(text: string, options: AnalysisOptions, previous: PythonFile | undefined): Snapshot {
    const python = !isOtherPython(options.fileName) && mayHoldConfigs(text) ? readPython(text, options.modules, previous, options.call) : null;
    const documents: PlacedDocument[] = (python?.documents ?? []).map((document) => ({
      base: 0,
      analysis: new DocumentAnalysis(text, options, document, () => documents.map(({ analysis }) => analysis)),
    }));
    return new Snapshot(text, options, documents, python);
  }

  /** The document at an offset of the file; at a border the one that begins there. */
  at(offset: number): PlacedDocument | undefined {
    if (this.options.syntax === 'python') {
      // A variable's statements may have functions between them; of a function with several arguments the first counts.
      // The space behind a last line that is half-typed is the function's too.
      const isAt = ({ start, end }: Range) => start <= offset && (offset <= end || /^[\t ]*$/.test(this.text.slice(end, offset)));
      const inner = this.documents.findLast(({ analysis }) => isAt(analysis.extent));
      return inner && this.documents.find(({ analysis: { extent } }) => extent.start === inner.analysis.extent.start && isAt(extent));
    }
    return this.documents.findLast(({ base }) => base <= offset);
  }

  /** The same file, and of its documents only these. */
  only(wanted: (document: ConfigDocument) => boolean): Snapshot {
    const documents = this.documents.filter(({ analysis }) => wanted(analysis.document));
    return new Snapshot(this.text, this.options, documents, this.python);
  }

  get recognised(): boolean {
    return this.documents.some(({ analysis }) => analysis.recognition !== null);
  }

  /** The findings of all documents, in offsets of the file. */
  findings(): Finding[] {
    const findings = this.documents.flatMap(({ base, analysis }) =>
      base === 0 ? analysis.findings : analysis.findings.map((finding) => placed(finding, base)),
    );
    return this.options.syntax === 'python' ? once(findings) : findings;
  }

  /** The models of all documents. */
  models(): PlacedModel[] {
    return this.documents.flatMap(({ base, analysis }) => analysis.models.map((model) => ({ base, analysis, model })));
  }
}

/** A function that is read with several arguments says the same of each where it is the same. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, message, range: { start, end, origin } }) => {
    const said = JSON.stringify([code, start, end, origin?.file, origin?.range.start, message]);
    return !seen.has(said) && seen.add(said);
  });
}

function placed(finding: Finding, base: number): Finding {
  const move = <T extends { readonly range: Range }>(item: T): T => ({ ...item, range: shift(item.range, base) });
  return {
    ...move(finding),
    related: finding.related.map(move),
    fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(move) })),
  };
}

function readingOf({ checkpoint }: ModelSpec, checkpoints: Checkpoints | undefined): CheckpointRead | null {
  return checkpoint === null || checkpoints === undefined ? null : checkpoints.read(checkpoint);
}

/** All but what is known of checkpoints, which each document compares for itself. */
function sameOptions(a: AnalysisOptions, b: AnalysisOptions): boolean {
  if (a.checkpoint !== b.checkpoint) return false;
  return a.fileName === b.fileName && a.syntax === b.syntax && a.ignore.length === b.ignore.length && a.ignore.every((code, i) => code === b.ignore[i]);
}
