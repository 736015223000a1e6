/** What holds of any text whatever. Each check returns what is broken, in words; an exception is broken by itself. */

import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { AnalysisOptions, DocumentAnalysis, ModelAnalysis } from '../../server/core/analysis';
import { Snapshot } from '../../server/core/analysis';
import type { Figures } from '../../server/core/count/figures';
import { decidingKeys, fingerprint, fixesAt, hover, inlayHints, lenses, lensText, nameOf, type RunState, withoutMarkup } from '../../server/core/editor';
import type { Finding, Fix } from '../../server/core/finding';
import type { Graph, GraphProblem } from '../../server/core/model/graph';
import { english, verbatim } from '../../server/core/phrase';
import { CODES } from '../../server/core/rules';
import { readYamlByLibrary } from '../../server/core/syntax/yaml';
import { readEverydayYaml } from '../../server/core/syntax/yamlEveryday';
import type { TextEdit } from '../../server/core/text';
import { planParameters, runPlan } from '../../server/onnx';
import { inEnglish } from '../english';
import { RELEASED } from '../unit/checkpoint/known';
import { brokenPlaces } from '../unit/proof/python/places';
import { type Case, placeOf } from './mutations';
import { brokenDocument, brokenFile } from './navigation';
import { within } from './ranges';
import { brokenView } from './views';

/** How often each thing was there to be checked: a promise about nothing is none. */
export class Tally {
  readonly counts = {
    cases: 0,
    recognised: 0,
    foreign: 0,
    findings: 0,
    fixes: 0,
    hovers: 0,
    lenses: 0,
    hints: 0,
    symbols: 0,
    folds: 0,
    selections: 0,
    graphs: 0,
    plans: 0,
    reused: 0,
    everyday: 0,
  };
  slowest = { ms: 0, text: '' };
}

const PROBLEM_CODES: readonly GraphProblem['code'][] = [
  'no-patch-fits',
  'heads-divide-width',
  'group-norm-width',
  'lit-tower-widths',
  'text-transformer-output',
  'model-too-large',
];
const CODES_ALLOWED: ReadonlySet<string> = new Set([...CODES, ...PROBLEM_CODES]);

const RUNS: readonly (RunState | null)[] = [
  null,
  { kind: 'queued', place: 2 },
  { kind: 'running', phase: 'running', label: 'stem', done: 1, total: 3 },
  { kind: 'failed', reason: verbatim('out of | memory\nat all') },
  {
    kind: 'ok',
    outputs: [{ name: 'logits', shape: [1, 1000], mean: -1e-9, std: 1 }],
    buildMs: 1,
    sessionMs: 2,
    forwardMs: 61,
    blocks: [],
    peakRssBytes: 1.34e8,
    weights: verbatim('random'),
    trained: false,
    top: [],
    notes: [],
    similarity: null,
  },
];

/** Longer than any text that may be read takes on its own. */
const HANG_MS = 2000;

/** Everything that is promised of a case, and that it comes to an end. */
export function brokenPromises(given: Case, tally: Tally): string[] {
  const started = performance.now();
  const broken = check(given, tally);
  let ms = performance.now() - started;
  // A busy machine is not a hang: what takes long takes long again.
  for (let tries = 0; ms > HANG_MS && tries < 3; tries++) {
    const again = performance.now();
    check(given, new Tally());
    ms = Math.min(ms, performance.now() - again);
  }
  if (ms > HANG_MS) broken.push(`it takes ${Math.round(ms)} ms`);
  if (ms > tally.slowest.ms) tally.slowest = { ms, text: given.text };
  return broken;
}

function check({ text, before, fileName, syntax, cursors, modules }: Case, tally: Tally): string[] {
  const broken: string[] = [];
  const options: AnalysisOptions = { fileName, syntax, ignore: [], checkpoints: RELEASED, ...(modules === undefined ? {} : { modules }) };
  tally.counts.cases++;
  const snapshot = Snapshot.of(text, options);
  if (syntax === 'python') broken.push(...brokenConfigs(snapshot));
  else if (snapshot.documents.map(({ analysis }) => analysis.text).join('') !== text) broken.push('the documents are not the text');
  broken.push(...brokenFindings(snapshot, cursors, tally), ...brokenFile(snapshot, tally));
  for (const { base, analysis } of snapshot.documents) {
    const offsets = cursors.map((at) => placeOf(text.length, at) - base).filter((at) => at >= 0 && at <= analysis.text.length);
    broken.push(...(analysis.recognition === null ? spokenOf(analysis, offsets, tally) : brokenFeatures(analysis, offsets, tally)));
    for (const model of analysis.models) broken.push(...brokenModel(model, tally), ...brokenView(analysis, model));
    if (syntax === 'yaml') broken.push(...otherwiseRead(analysis.text, tally));
  }
  broken.push(...brokenEdit(snapshot, before, tally));
  return broken;
}

/** Of the configs of a Python file: each has the whole text, and a part of it to itself. */
function brokenConfigs({ text, documents }: Snapshot): string[] {
  const broken = documents.flatMap(({ base, analysis }) => [
    ...(base === 0 && analysis.text === text && analysis.document.text === text ? [] : ['a config is not of the text']),
    ...brokenPlaces(analysis.document, (key) => readFileSync(key, 'utf8').length),
  ]);
  return broken.slice(0, 10);
}

function brokenFindings(snapshot: Snapshot, cursors: readonly number[], tally: Tally): string[] {
  const broken: string[] = [];
  const { text } = snapshot;
  const findings = snapshot.findings();
  tally.counts.findings += findings.length;
  const fixes: { finding: Finding; fix: Fix }[] = [];
  for (const finding of findings) {
    const { code, message, range, related } = finding;
    if (!CODES_ALLOWED.has(code)) broken.push(`the code ${code} is unknown`);
    if (!/\w/.test(english(message))) broken.push(`${code} says nothing`);
    for (const said of [message, ...related.map((place) => place.message), ...finding.fixes.map(({ title }) => title)].map(english))
      if (/\[object/.test(said) && !/\[object/.test(text)) broken.push(`${code} says ${said}`);
    if (!within(range, text.length)) broken.push(`${code} at ${JSON.stringify(range)}`);
    for (const place of related)
      if (place.file === undefined && !within(place.range, text.length)) broken.push(`${code} relates to ${JSON.stringify(place.range)}`);
    for (const fix of finding.fixes) {
      if (brokenEdits(fix.edits, text.length)) broken.push(`${code}: "${english(fix.title)}" edits ${JSON.stringify(fix.edits)}`);
      else fixes.push({ finding, fix });
    }
  }
  // A few of them are tried: analysing again is what takes the time.
  for (const at of fixes.length <= 4 ? fixes.keys() : cursors.slice(0, 4).map((cursor) => placeOf(fixes.length - 1, cursor))) {
    const chosen = fixes[at];
    if (chosen === undefined) continue;
    tally.counts.fixes++;
    const after = applied(text, chosen.fix.edits);
    if (after === text) broken.push(`${chosen.finding.code}: "${english(chosen.fix.title)}" changes nothing`);
    const again = Snapshot.of(after, snapshot.options, snapshot);
    again.findings();
    for (const { model } of again.models()) model.figures;
  }
  return broken;
}

function brokenEdits(edits: readonly TextEdit[], length: number): boolean {
  const ordered = edits.map(({ range }) => range).sort((a, b) => a.start - b.start || a.end - b.end);
  return edits.length === 0 || ordered.some((range, i) => !within(range, length) || range.start < (ordered[i - 1]?.end ?? 0));
}

function applied(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { range, newText } of [...edits].sort((a, b) => b.range.start - a.range.start)) {
    result = result.slice(0, range.start) + newText + result.slice(range.end);
  }
  return result;
}

/** What a slip of ours would say; a text may have it too. */
const NO_VALUE = /\bNaN\b|undefined|\[object|Infinity/i;

function brokenFeatures(analysis: DocumentAnalysis, offsets: readonly number[], tally: Tally): string[] {
  const broken = brokenDocument(analysis, offsets, tally);
  const { length } = analysis.text;
  tally.counts.recognised++;
  for (const [i, offset] of offsets.entries()) {
    const info = hover(analysis, offset, () => RUNS[i % RUNS.length] ?? null, english);
    if (info !== null) {
      tally.counts.hovers++;
      if (!within(info.range, length)) broken.push(`hover at ${offset} of ${JSON.stringify(info.range)}`);
      if (info.range.start > offset || info.range.end < offset) broken.push(`hover at ${offset} is elsewhere, ${JSON.stringify(info.range)}`);
      if (NO_VALUE.test(info.markdown) && !NO_VALUE.test(analysis.text)) broken.push(`hover at ${offset} says ${info.markdown}`);
      if (withoutMarkup(info.markdown).trim() === '') broken.push(`hover at ${offset} says nothing`);
    }
    const range = { start: offset, end: Math.max(offset, offsets[i + 1] ?? offset) };
    for (const { finding, fixes } of fixesAt(analysis, range)) {
      if (finding.range.start > range.end || finding.range.end < range.start) broken.push(`a fix of ${finding.code} is offered elsewhere`);
      for (const { edits } of fixes) if (brokenEdits(edits, length)) broken.push(`a fix of ${finding.code} edits ${JSON.stringify(edits)}`);
    }
  }
  for (const mayRun of ['yes', 'untrusted', 'no-runtime'] as const) {
    for (const { range, title } of lenses(analysis, {
      runOf: (model) => RUNS[(length + model.spec.anchor.start) % RUNS.length] ?? null,
      mayRun,
      showsModel: mayRun !== 'yes',
    })) {
      tally.counts.lenses++;
      if (!within(range, length)) broken.push(`lens at ${JSON.stringify(range)}`);
      const said = lensText(english(title));
      if (!/\w/.test(said) || /[\n\r]/.test(said) || NO_VALUE.test(said)) broken.push(`lens says ${said}`);
    }
  }
  for (const { offset, label } of inEnglish(inlayHints(analysis, { start: 0, end: length }))) {
    tally.counts.hints++;
    if (!within({ start: 0, end: offset }, length)) broken.push(`hint at ${offset}`);
    if (NO_VALUE.test(label)) broken.push(`hint says ${label}`);
  }
  for (const model of analysis.models) {
    fingerprint(model.spec);
    nameOf(model.spec);
    if (!within(model.spec.anchor, length)) broken.push(`anchor at ${JSON.stringify(model.spec.anchor)}`);
    for (const scope of [null, 'Transformer/encoderblock_0', 'stem(']) {
      for (const { key, range } of decidingKeys(model, scope)) if (!within(range, length)) broken.push(`key ${key} of ${scope} at ${JSON.stringify(range)}`);
    }
  }
  return broken;
}

/** A document that is not ours is left alone. */
function spokenOf(analysis: DocumentAnalysis, offsets: readonly number[], tally: Tally): string[] {
  tally.counts.foreign++;
  const said = [
    ...analysis.findings,
    ...analysis.models,
    ...lenses(analysis, { runOf: () => null, mayRun: 'yes', showsModel: true }),
    ...inlayHints(analysis, { start: 0, end: analysis.text.length }),
    ...offsets.flatMap((offset) => hover(analysis, offset, () => null, english) ?? []),
    ...fixesAt(analysis, { start: 0, end: analysis.text.length }),
  ];
  return said.length === 0 ? [] : [`of a foreign document is said ${JSON.stringify(said)}`];
}

function brokenModel({ graph, figures }: ModelAnalysis, tally: Tally): string[] {
  if (!graph.ok) return figures === null && graph.problems.length > 0 ? [] : ['no graph, but figures or no problem'];
  if (figures === null) return ['a graph without figures'];
  tally.counts.graphs++;
  return [...brokenFigures(figures), ...brokenPlan(graph.graph, figures, tally)];
}

function brokenFigures({ parts, outputs, effectivePatch, ...totals }: Figures): string[] {
  const broken: string[] = [];
  const shapes = outputs.flatMap(({ shape }) => shape);
  for (const [name, value] of [...Object.entries(totals), ...[...effectivePatch, ...shapes].map((size) => ['size', size] as const)]) {
    if (!Number.isSafeInteger(value) || value < 0) broken.push(`${name} is ${value}`);
  }
  const sum = (figure: 'parameters' | 'macs' | 'normalizedElements') => parts.reduce((total, part) => total + part[figure], 0);
  if (sum('parameters') !== totals.parameters) broken.push(`the parts have ${sum('parameters')} parameters, not ${totals.parameters}`);
  if (sum('macs') !== totals.macs) broken.push(`the parts have ${sum('macs')} MACs, not ${totals.macs}`);
  if (totals.flops !== 2 * totals.macs || totals.weightBytes !== 4 * totals.parameters) broken.push('flops or weightBytes do not follow');
  // BatchNorm and upsampling come on top, which no part tells.
  if (totals.fvcoreFlops < totals.macs + 5 * sum('normalizedElements')) broken.push(`fvcore would say ${totals.fvcoreFlops}`);
  return broken;
}

/** Beyond this a plan is only long, not different. */
const MAX_BLOCKS = 64;

/** What is run has the parameters that are counted, and the outputs that are said. */
function brokenPlan(graph: Graph, figures: Figures, tally: Tally): string[] {
  const blocks = graph.sections.reduce((sum, { repeat }) => sum + repeat, 0);
  if (blocks > MAX_BLOCKS || figures.parameters > 1e9) return [];
  tally.counts.plans++;
  const plan = runPlan(graph);
  const fed = planParameters(plan).reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const outputs = plan.outputs.map(({ name, shape }) => ({ name, shape }));
  return [
    ...(fed === figures.parameters ? [] : [`the plan is fed ${fed} values, counted are ${figures.parameters}`]),
    ...(isDeepStrictEqual(outputs, figures.outputs) ? [] : [`the plan gives ${JSON.stringify(outputs)}`]),
  ];
}

/** The reader of everyday YAML says what the library says, or nothing. */
function otherwiseRead(text: string, tally: Tally): string[] {
  const direct = readEverydayYaml(text);
  if (direct === null) return [];
  tally.counts.everyday++;
  return isDeepStrictEqual(direct, readYamlByLibrary(text)) ? [] : ['the everyday reader and the library disagree'];
}

/** Made from an earlier snapshot or from nothing, a snapshot says the same. */
function brokenEdit(fresh: Snapshot, before: string, tally: Tally): string[] {
  const previous = Snapshot.of(before, fresh.options);
  previous.findings();
  const edited = Snapshot.of(fresh.text, fresh.options, previous);
  tally.counts.reused += edited.documents.filter(({ analysis }) => previous.documents.some((document) => document.analysis === analysis)).length;
  const broken: string[] = [];
  if (!isDeepStrictEqual(edited.findings(), fresh.findings())) broken.push('the edited snapshot has other findings');
  const figures = (snapshot: Snapshot) => snapshot.models().map(({ base, model }) => ({ base, figures: model.figures }));
  if (!isDeepStrictEqual(figures(edited), figures(fresh))) broken.push('the edited snapshot has other figures');
  return broken;
}
