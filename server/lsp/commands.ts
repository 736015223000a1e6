/** The commands any client can execute: run a model, write it as ONNX, cancel, tell what came of it, tell why a file was recognised. */

import { basename, isAbsolute, resolve } from 'node:path';
import type { ProgressToken } from 'vscode-languageserver/node';
import type { ModelAnalysis } from '../core/analysis';
import { configFromCheckpoint } from '../core/checkpoint';
import type { Figures } from '../core/count/figures';
import { dialectOf } from '../core/dialects';
import { type Recognition } from '../core/dialects/dialect';
import { describeRun, nameOf } from '../core/editor';
import type { Graph } from '../core/model/graph';
import { type Phrase, type PhraseValue, phrase, type Say, verbatim } from '../core/phrase';
import type { Syntax } from '../core/syntax/tree';
import { INFER_COMMAND, type InferAnswer, SWEEP_COMMAND, type SweepAnswer, type SweepOutcome } from '../protocol';
import { toRange } from './convert';
import type { DocumentStore, OpenDocument } from './documents';
import type { Exports } from './exports';
import { REVEAL, showLog, showProblems, type Tell } from './messages';
import type { ModelIds } from './modelIds';
import type { Run, Runs } from './runs';
import { type ImageContext, imageOf, modelOf, type Target, targetOf } from './targets';
import { fileNameOf, pathOf } from './uris';
import { classNames, weightsOf } from './weights';
import { describeOutcome } from './workspace';

export const RUN = 'vitConfig.run';
export const CANCEL_RUN = 'vitConfig.cancelRun';
export const SHOW_RUN = 'vitConfig.showRun';
export const EXPLAIN = 'vitConfig.explainRecognition';
export const EXPORT = 'vitConfig.export';
export const COMMANDS = [RUN, CANCEL_RUN, SHOW_RUN, EXPLAIN, EXPORT, SWEEP_COMMAND, INFER_COMMAND];

export interface CommandAnswer {
  readonly state: 'started' | 'finished' | 'failed' | 'cancelled' | 'refused' | 'told';
  readonly message: string;
  readonly [detail: string]: unknown;
}

export interface CommandHost extends ImageContext {
  readonly documents: DocumentStore;
  readonly runs: Runs;
  readonly exports: Exports;
  readonly ids: ModelIds;
  /** Resolves once a document has its settings, and the files it names have been looked at. */
  ready(document: OpenDocument): Promise<void>;
  /** Shows a run's progress. */
  show(run: Run, token: ProgressToken | undefined): void;
  checkWorkspace(token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<SweepOutcome>;
  readonly tell: Tell;
  readonly say: Say;
}

/** `uri`, `id` and `position` say which model, as everywhere. */
interface Argument extends Target {
  /** Of a run: absolute path of the image to take instead of that of the settings. */
  readonly image: unknown;
  /** Of a run: `checkpoint` for the weights the config names, `random` (or nothing) for a smoke test. */
  readonly weights: unknown;
  /** Of an export: absolute path of the file to write. */
  readonly output: unknown;
  /** Of an export: paths of existing files that may be replaced. */
  readonly replace: readonly string[];
}

function argumentOf(argument: unknown): Argument {
  const { image, weights, output, replace } = argument !== null && typeof argument === 'object' ? (argument as Record<string, unknown>) : {};
  return { ...targetOf(argument), image, weights, output, replace: Array.isArray(replace) ? replace.filter((path) => typeof path === 'string') : [] };
}

/** A model that is there and builds. */
interface Ready {
  readonly document: OpenDocument;
  readonly model: ModelAnalysis;
  readonly graph: Graph;
  readonly figures: Figures;
}

/** How it is said that a model can't be had for something. */
const WORDS = {
  run: {
    untrusted: phrase`This workspace is not trusted: configs are read, but nothing is run. Trust the workspace first.`,
    notOpen: phrase`The file to be run is not open.`,
    noModel: phrase`There is no model here to be run.`,
    cannot: (name: Phrase, reason: Phrase) => phrase`${name} can't be run: ${reason}.`,
  },
  exported: {
    untrusted: phrase`This workspace is not trusted: configs are read, but nothing is written. Trust the workspace first.`,
    notOpen: phrase`The file to be exported is not open.`,
    noModel: phrase`There is no model here to be exported.`,
    cannot: (name: Phrase, reason: Phrase) => phrase`${name} can't be exported: ${reason}.`,
  },
} as const;

export class Commands {
  constructor(private readonly host: CommandHost) {}

  async execute(command: string, argument: unknown, token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<CommandAnswer> {
    const target = argumentOf(argument);
    switch (command) {
      case RUN:
        return this.#run(target, token, onCancel);
      case EXPORT:
        return this.#export(target, token, onCancel);
      case CANCEL_RUN:
        return this.#cancel(target);
      case SHOW_RUN:
        return this.#show(target);
      case EXPLAIN:
        return this.#explain(target);
      case INFER_COMMAND:
        return this.#infer(target);
      case SWEEP_COMMAND:
        return this.#checkWorkspace(token, onCancel);
      default:
        return this.#refuse(phrase`There is no command ${command}.`);
    }
  }

  async #run(target: Argument, token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<CommandAnswer> {
    const { runs, ids, environment } = this.host;
    if (environment.cannotRun !== null) return this.#refuse(environment.cannotRun);
    const meant = this.#document(target);
    if (meant !== undefined && target.weights === 'checkpoint') await this.host.ready(meant);
    const ready = this.#ready(target, 'run');
    if ('state' in ready) return ready;
    const { document, model, graph, figures } = ready;
    const real = target.weights === 'checkpoint' ? weightsOf(document, model) : null;
    if (real !== null && 'reason' in real) return this.#refuse(real.reason);
    const weights = real === null ? null : { ...real, classes: await classNames(document, model, real, environment.disk) };
    const usual = imageOf(document, this.host);
    const image = target.image === undefined ? usual.path : await this.#pickedImage(target.image);
    if (image === null && target.image !== undefined) return this.#refuse(phrase`The image to run on must be given by the absolute path of a file.`);
    if (image === null) return this.#refuse(phrase`\`vitConfig.run.image\` is relative, and this file is in no folder it could be relative to.`);

    runs.cancelStale(document.uri, new Set(document.snapshot.models().map((placed) => ids.of(placed.model))));
    const { parameters, macs } = figures;
    const imagePicked = image !== usual.path;
    const job = { uri: document.uri, id: ids.of(model), name: nameOf(model.spec), graph, cost: { parameters, macs }, image, imagePicked, weights };
    const run = runs.request(job);
    this.host.show(run, token);
    // A client with a token of its own follows the request to its end; others are not kept waiting.
    if (token === undefined) return { state: 'started', message: this.host.say`${run.job.name} is running.` };
    onCancel(() => run.cancel());
    await run.finished;
    return { state: run.cancelled ? 'cancelled' : 'finished', message: this.host.say(describeRun(run.job.name, run.state)) };
  }

  async #checkWorkspace(token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<CommandAnswer> {
    const outcome = await this.host.checkWorkspace(token, onCancel);
    const message = describeOutcome(outcome);
    // A client with a token of its own shows the answer itself.
    if (token === undefined) this.host.tell('info', message, outcome.errors + outcome.warnings + outcome.notes > 0 ? [showProblems] : []);
    return { state: outcome.cancelled ? 'cancelled' : 'finished', message: this.host.say(message), outcome } satisfies SweepAnswer;
  }

  /** Its path, null unless it is that of a file. */
  async #pickedImage(image: unknown): Promise<string | null> {
    if (typeof image !== 'string' || !isAbsolute(image)) return null;
    return (await this.host.environment.isFile(image)) ? image : null;
  }

  /** Answers at the end, with what was written. */
  async #export(target: Argument, token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<CommandAnswer> {
    const { output, replace } = target;
    const ready = this.#ready(target, 'exported');
    if ('state' in ready) return ready;
    if (typeof output !== 'string' || !isAbsolute(output)) return this.#refuse(phrase`The file to write must be given by an absolute path.`);
    const { model, graph, figures } = ready;
    const { exports, ids, tell, say } = this.host;
    const path = resolve(output);
    onCancel(() => exports.cancel(path));
    const request = { spec: model.spec, id: ids.of(model), graph, figures, output: path, replace: replace.map((file) => resolve(file)) };
    const outcome = await exports.run(request, token);
    if (outcome.state === 'finished') tell('info', outcome.message, [{ title: phrase`Show File`, command: REVEAL, arguments: [path] }]);
    if (outcome.state === 'failed') tell('warning', outcome.message, [showLog]);
    return { ...outcome, message: say(outcome.message) };
  }

  /** Without arguments, everything that is under way. */
  #cancel({ uri, id, output }: Argument): CommandAnswer {
    const { runs, exports } = this.host;
    const file = typeof output === 'string' ? output : undefined;
    const cancelled = (file === undefined ? runs.cancel(uri, id) : 0) + (uri === undefined ? exports.cancel(file) : 0);
    const { say } = this.host;
    if (cancelled === 0) return { state: 'refused', message: say`Nothing is running.` };
    const one = file === undefined ? phrase`The run was cancelled.` : phrase`The export was cancelled.`;
    return { state: 'cancelled', message: say(cancelled === 1 ? one : phrase`${cancelled} were cancelled.`) };
  }

  /** The model that is meant, if it can be built and this workspace may have that done. */
  #ready(target: Target, done: 'run' | 'exported'): Ready | CommandAnswer {
    const words = WORDS[done];
    if (!this.host.trusted()) return this.#refuse(words.untrusted);
    const document = this.#document(target);
    if (document === undefined) {
      return this.#refuse(target.uri === undefined ? phrase`Which config is meant is not clear: there is not exactly one open.` : words.notOpen);
    }
    const model = modelOf(document, this.host.ids, target)?.model;
    if (model === undefined) return this.#refuse(words.noModel);
    const { graph, figures, spec } = model;
    if (graph.ok && figures !== null) return { document, model, graph: graph.graph, figures };
    const reason = graph.ok ? undefined : graph.problems[0]?.message;
    return this.#refuse(words.cannot(nameOf(spec), reason ?? phrase`it can't be built`));
  }

  #show(target: Target): CommandAnswer {
    const document = this.#document(target);
    const model = document === undefined ? undefined : modelOf(document, this.host.ids, target)?.model;
    const run = document === undefined || model === undefined ? null : this.host.runs.last(document.uri, this.host.ids.of(model), model);
    if (run === null) return this.#refuse(phrase`This config has not been run yet.`);
    const message = describeRun(run.job.name, run.state);
    this.host.tell(run.state.kind === 'failed' ? 'warning' : 'info', message, run.state.kind === 'failed' ? [showLog] : []);
    return { state: 'told', message: this.host.say(message) };
  }

  #explain(target: Target): CommandAnswer {
    const document = this.#document(target);
    if (document === undefined)
      return this.#refuse(phrase`This file is not looked at: it is neither YAML, JSON nor Python, nor named *.vit.yaml or *.vit.json.`);
    const { say, tell } = this.host;
    const documents = document.snapshot.documents.map(({ base, analysis }) => ({
      form: analysis.recognition?.form ?? null,
      evidence: (analysis.recognition?.evidence ?? []).map(({ reason, range }) => ({
        reason: say(reason),
        range: range === null ? null : toRange(document.text, range, base),
      })),
    }));
    const name = fileNameOf(document.uri) ?? phrase`This text`;
    const reasons = [...new Set(documents.flatMap(({ evidence }) => evidence.map(({ reason }) => reason)))];
    const first = document.snapshot.documents.find(({ analysis }) => analysis.recognition !== null)?.analysis.recognition ?? null;
    const message = recognition(name, first, reasons, document.snapshot.options.syntax);
    tell('info', message);
    return { state: 'told', message: say(message), documents };
  }

  /** Answers with the text; what to do with it is the client's affair. */
  async #infer({ uri }: Target): Promise<CommandAnswer> {
    const path = uri === undefined ? null : pathOf(uri);
    if (uri === undefined || path === null) return this.#refuse(phrase`The checkpoint must be given as a file of the machine that the server runs on.`);
    const name = basename(path);
    const read = await this.host.environment.readCheckpoint(path);
    if (!read.ok) return this.#refuse(phrase`${name} can't be read. ${read.problem}`);
    const { say } = this.host;
    const inferred = configFromCheckpoint(read.header, name, { say });
    if (!inferred.ok) return this.#refuse(phrase`${name} says no config. ${inferred.reason}`);
    return { state: 'finished', message: say`The config of ${name}.`, text: inferred.text, uri } satisfies InferAnswer;
  }

  #document({ uri }: Target): OpenDocument | undefined {
    if (uri !== undefined) return this.host.documents.get(uri);
    const configs = this.host.documents.all().filter(({ snapshot }) => snapshot.recognised);
    return configs.length === 1 ? configs[0] : undefined;
  }

  #refuse(message: Phrase): CommandAnswer {
    this.host.tell('warning', message);
    return { state: 'refused', message: this.host.say(message) };
  }
}

/** Why a file was recognised, or that it was not. */
function recognition(name: PhraseValue, recognised: Recognition | null, reasons: readonly string[], syntax: Syntax): Phrase {
  const [first, ...others] = reasons.map(verbatim);
  if (first === undefined || recognised === null) {
    return syntax === 'python'
      ? phrase`${name} is not recognised: nothing in it makes a ConfigDict with the keys of a model that is known here.`
      : phrase`${name} is not recognised: neither its name (*.vit.yaml, *.vit.json) nor its keys are those of a vision_transformer config.`;
  }
  const listed = others.reduce((before, next) => phrase`${before}; ${next}`, first);
  const dialect = dialectOf(recognised).title.replace(/.*\//, '');
  return recognised.form === 'training'
    ? phrase`${name} is read as a ${dialect} training config: ${listed}.`
    : phrase`${name} is read as a ${dialect} model config: ${listed}.`;
}
