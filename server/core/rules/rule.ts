import type { Comparison } from '../checkpoint/comparison';
import type { CheckpointRead } from '../checkpoint/header';
import type { Figures } from '../count/figures';
import type { Recognition } from '../dialects/dialect';
import type { DialectId, ModelSpec } from '../dialects/spec';
import type { Finding, Fix, Severity } from '../finding';
import type { GraphProblem, GraphResult } from '../model/graph';
import type { ConfigDocument, Syntax } from '../syntax/tree';

/** A model with everything derived from it, each part computed when first asked for. */
export interface AnalysedModel {
  readonly spec: ModelSpec;
  /** What is known of the checkpoint the config names; null where it names none, or nothing is known of it. */
  readonly checkpoint: CheckpointRead | null;
  /** The model beside that checkpoint; null where that is not known. */
  readonly comparison: Comparison | null;
  readonly graph: GraphResult;
  /** null when there is no graph. */
  readonly figures: Figures | null;
}

export interface RuleContext {
  readonly document: ConfigDocument;
  readonly recognition: Recognition;
  readonly models: readonly AnalysedModel[];
}

/** A finding before its code and severity are filled in; `severity` overrides the rule's own. */
export type RuleFinding = Omit<Finding, 'code' | 'severity' | 'related' | 'fixes'> &
  Partial<Pick<Finding, 'severity' | 'related'>> & {
    /** As a function where they take work: of a Python file with many configs, most findings are said elsewhere and never offered. */
    readonly fixes?: readonly Fix[] | (() => readonly Fix[]);
  };

/** The page of a rule in docs/diagnostics.md, Markdown. */
export interface RuleDocs {
  /** One line. */
  readonly title: string;
  /** What upstream does with such a config, and why it matters. */
  readonly why: string;
  /** A config that has it, and the same mended. YAML, or what `syntax` says. */
  readonly bad: string;
  readonly good: string;
  /** Which of its fixes are safe, so that "fix all" applies them; left out where none is. One sentence. */
  readonly safe?: string;
}

/** What a rule says that knows no program: of the comments of this tool, of numbers themselves. */
export const EVERY_DIALECT: readonly DialectId[] = ['vision_transformer', 'big_vision', 'scenic', 'vit_pytorch'];

const UPSTREAM: readonly DialectId[] = ['vision_transformer'];

export function speaksOf({ dialects = UPSTREAM }: Rule, dialect: DialectId): boolean {
  return dialects.includes(dialect);
}

/** One diagnostic. Checks must be silent on anything Unknown and must never throw. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  /** Of the page's examples; YAML where it is left out. */
  readonly syntax?: Syntax;
  /** Whose configs it speaks of: where what it says is true of the program that reads them. Left out: vision_transformer's only. */
  readonly dialects?: readonly DialectId[];
  /** Its fixes leave it to the reading of the mended text to say what becomes of the parameters. */
  readonly counted?: true;
  /** Problems of the graph for which this rule speaks, besides one of its own code. */
  readonly speaksFor?: readonly GraphProblem['code'][];
  /** Called once for each model of the document. */
  checkModel?(model: AnalysedModel, context: RuleContext): readonly RuleFinding[];
  /** Called once for the document. */
  checkDocument?(context: RuleContext): readonly RuleFinding[];
}
