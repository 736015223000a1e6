/**
 * The diagnostics, one file each: code, what it checks, message, related places, fixes and its page in the docs.
 * `findingsOf` gathers theirs with those of syntax and structure, and leaves out what is silenced.
 */

import { STRUCTURE_DOCS } from '../dialects';
import type { Dialect } from '../dialects/dialect';
import type { Finding, Fix } from '../finding';
import type { GraphProblem } from '../model/graph';
import { phrase } from '../phrase';
import type { ConfigDocument, SyntaxProblem } from '../syntax/tree';
import { placeName } from '../text';
import { augregCheckpoint } from './augreg-checkpoint';
import { batchAccumulation } from './batch-accumulation';
import { batchSize } from './batch-size';
import { checkpointAdapted } from './checkpoint-adapted';
import { checkpointEvalEvery } from './checkpoint-eval-every';
import { checkpointFile } from './checkpoint-file';
import { checkpointLoader } from './checkpoint-loader';
import { checkpointMismatch } from './checkpoint-mismatch';
import { checkpointTensors } from './checkpoint-tensors';
import { configDictFixes } from './configDictFixes';
import { withCounts } from './counted';
import { datasetEmpty } from './dataset-empty';
import { decoderChannels } from './decoder-channels';
import { duplicateKeyFixes } from './duplicate-key';
import { effectivePatchName } from './effective-patch-name';
import { emptyStage } from './empty-stage';
import { evaluationImageSize } from './evaluation-image-size';
import { groupNormWidth } from './group-norm-width';
import { headsDivideWidth } from './heads-divide-width';
import { hybridPatchSize } from './hybrid-patch-size';
import { hybridStages } from './hybrid-stages';
import { imagePatchRemainder } from './image-patch-remainder';
import { initHeadBias } from './init-head-bias';
import { labelsCount } from './labels-count';
import { landed, type SaidBy } from './landing';
import { litTokenizer } from './lit-tokenizer';
import { litTowerWidths } from './lit-tower-widths';
import { mixerImageSize } from './mixer-image-size';
import { mixerPatchPadding } from './mixer-patch-padding';
import { modelInit } from './model-init';
import { modelTooLarge } from './model-too-large';
import { noEffectKey } from './no-effect-key';
import { noPatchFits } from './no-patch-fits';
import { restsOnAssumption } from './ofGraph';
import { onehotClasses } from './onehot-classes';
import { partLayers } from './part-layers';
import { patchSizePair } from './patch-size-pair';
import { patchesGrid } from './patches-grid';
import { positionCount } from './position-count';
import { pyyamlNumber } from './pyyaml-number';
import { rematPolicy } from './remat-policy';
import { representationSizeCheckpoint } from './representation-size-checkpoint';
import { type AnalysedModel, type Rule, type RuleContext, type RuleFinding, speaksOf } from './rule';
import { directivesOf, withoutSilenced } from './silence';
import { sincosWidth } from './sincos-width';
import { skipChannels } from './skip-channels';
import { type CodeDocs, SYNTAX_DOCS } from './syntax-docs';
import { syntaxFixes } from './syntax-fixes';
import { textLength } from './text-length';
import { textTransformerOutput } from './text-transformer-output';
import { trainerKey } from './trainer-key';
import { entryAt } from './training-fields';
import { trainingModelKeys } from './training-model-keys';
import { trainingModelType } from './training-model-type';
import { typesOnce } from './typesOnce';
import { unknownIgnoreCode } from './unknown-ignore-code';
import { unpooledClassifier } from './unpooled-classifier';
import { unreadEvaluator } from './unread-evaluator';
import { upstreamModelDiffers } from './upstream-model-differs';
import { warmupSteps } from './warmup-steps';

/** In the order of the docs: shapes, names, LiT and Mixer, checkpoints, training, the reading of the file. */
export const RULES: readonly Rule[] = [
  headsDivideWidth,
  imagePatchRemainder,
  noPatchFits,
  patchSizePair,
  hybridPatchSize,
  emptyStage,
  groupNormWidth,
  effectivePatchName,
  upstreamModelDiffers,
  litTowerWidths,
  textTransformerOutput,
  textLength,
  litTokenizer,
  mixerPatchPadding,
  mixerImageSize,
  modelTooLarge,
  unpooledClassifier,
  checkpointFile,
  checkpointMismatch,
  checkpointAdapted,
  checkpointLoader,
  checkpointTensors,
  labelsCount,
  batchAccumulation,
  batchSize,
  warmupSteps,
  checkpointEvalEvery,
  datasetEmpty,
  trainingModelType,
  trainingModelKeys,
  representationSizeCheckpoint,
  augregCheckpoint,
  trainerKey,
  noEffectKey,
  pyyamlNumber,
  patchesGrid,
  positionCount,
  hybridStages,
  decoderChannels,
  skipChannels,
  partLayers,
  sincosWidth,
  evaluationImageSize,
  onehotClasses,
  initHeadBias,
  modelInit,
  rematPolicy,
  unreadEvaluator,
  unknownIgnoreCode(() => CODES),
];

/** The page of every finding there is, in the order of docs/diagnostics.md. */
export const PAGES: readonly CodeDocs[] = [
  ...RULES.map(({ code, severity, docs, syntax = 'yaml' }): CodeDocs => ({ code, severity, docs, syntax })),
  ...STRUCTURE_DOCS.map((page): CodeDocs => ({ ...page, syntax: 'yaml' })),
  ...SYNTAX_DOCS,
];

/** Every code a finding can have. */
export const CODES: ReadonlySet<string> = new Set(PAGES.map(({ code }) => code));

/** All that is found in a document, silenced or not, each at the value that is wrong. Never throws. */
export function foundIn(context: RuleContext, dialect: Dialect): Finding[] {
  const { document, models, recognition } = context;
  const found: Finding[] = withCounts(typesOnce([...syntaxFindings(context, dialect), ...dialect.structure(document, recognition)]), context, dialect);
  for (const rule of RULES) {
    if (!speaksOf(rule, recognition.dialect)) continue;
    const made = [...(rule.checkDocument?.(context) ?? []), ...models.flatMap((model) => rule.checkModel?.(model, context) ?? [])];
    const completed = made.map((finding) => complete(rule, finding));
    found.push(...(rule.counted ? withCounts(completed, context, dialect) : completed));
  }
  for (const model of models) found.push(...graphFindings(model, document, found));
  return found;
}

/** What is said of that, where it is said, in source order: silenced ones are left out. */
export function findingsOf(found: readonly Finding[], document: ConfigDocument, ignore: readonly string[], saidBy: SaidBy): Finding[] {
  if (found.length === 0) return [];
  const heard = withoutSilenced(unique(landed(found, document, saidBy)), directivesOf(document).directives, ignore);
  return heard.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || RANK[a.severity] - RANK[b.severity]);
}

const RANK = { error: 0, warning: 1, information: 2, hint: 3 };

function complete(rule: Rule, finding: RuleFinding): Finding {
  let fixes: readonly Fix[] | undefined;
  return {
    code: rule.code,
    severity: finding.severity ?? rule.severity,
    message: finding.message,
    range: finding.range,
    related: finding.related ?? [],
    get fixes() {
      fixes ??= typeof finding.fixes === 'function' ? finding.fixes() : (finding.fixes ?? []);
      return fixes;
    },
  };
}

function syntaxFindings(context: RuleContext, dialect: Dialect): Finding[] {
  const fixesOf = syntaxFixes(context.document, dialect, context.recognition);
  const ofProblem = (problem: SyntaxProblem) => {
    if (problem.code === 'duplicate-key') return duplicateKeyFixes(problem, context);
    return problem.code.startsWith('config-dict-') ? configDictFixes(problem, context.document) : fixesOf(problem);
  };
  return context.document.problems.map((problem) => {
    const { code, severity, message, range, related = [], common } = problem;
    return { code, severity, message, range, related, fixes: ofProblem(problem), ...(common ? { common } : {}) };
  });
}

/** What keeps a model from being built and no rule has spoken of. */
function graphFindings({ graph, spec }: AnalysedModel, document: ConfigDocument, found: readonly Finding[]): Finding[] {
  if (graph.ok) return [];
  return graph.problems.flatMap((problem): Finding[] => {
    if (problem.code === 'unknown-field' || restsOnAssumption(spec, problem)) return [];
    if (found.some(({ code, severity }) => severity === 'error' && speaksFor(code, problem.code))) return [];
    const places = problem.keys.flatMap((key) => entryAt(document.root, key)?.value.range ?? []);
    const [range = spec.anchor, ...others] = places;
    const related = others.map((place) => ({ range: place, message: phrase`decides it too` }));
    return [{ code: problem.code, severity: 'error', message: problem.message, range, related, fixes: [] }];
  });
}

function speaksFor(code: string, problem: GraphProblem['code']): boolean {
  return code === problem || RULES.some((rule) => rule.code === code && rule.speaksFor?.includes(problem));
}

/** One finding for a code at a place: the first. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, range }) => {
    const place = `${code} ${placeName(range)}`;
    return seen.has(place) ? false : seen.add(place);
  });
}
