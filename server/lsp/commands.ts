/** The commands any client can execute: run a model, cancel, tell what came of it, tell why a file was recognised. */
import type { ProgressToken, WorkspaceFolder } from 'vscode-languageserver/node';
import { describeRun, nameOf } from '../core/editor';
import { toRange } from './convert';
import type { DocumentStore, OpenDocument } from './documents';
import type { Environment } from './environment';
import type { ModelIds } from './modelIds';
import type { Run, Runs } from './runs';
import { imageOf, modelOf, type Target, targetOf } from './targets';
import { fileNameOf } from './uris';

export const RUN = 'vitConfig.run';
export const CANCEL_RUN = 'vitConfig.cancelRun';
export const SHOW_RUN = 'vitConfig.showRun';
export const EXPLAIN = 'vitConfig.explainRecognition';
export const COMMANDS = [RUN, CANCEL_RUN, SHOW_RUN, EXPLAIN];

export interface CommandAnswer {
  readonly state: 'started' | 'finished' | 'cancelled' | 'refused' | 'told';
  readonly message: string;
  readonly [detail: string]: unknown;
}

export interface CommandHost {
  readonly documents: DocumentStore;
  readonly runs: Runs;
  readonly ids: ModelIds;
  readonly environment: Environment;
  readonly trusted: () => boolean;
  readonly folders: () => readonly WorkspaceFolder[];
  /** Shows a run's progress. */
  show(run: Run, token: ProgressToken | undefined): void;
  tell(kind: 'info' | 'warning', message: string): void;
}

export class Commands {
  constructor(private readonly host: CommandHost) {}

  async execute(command: string, argument: unknown, token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<CommandAnswer> {
    const target = targetOf(argument);
    switch (command) {
      case RUN:
        return this.#run(target, token, onCancel);
      case CANCEL_RUN: {
        const cancelled = this.host.runs.cancel(target.uri, target.id);
        return { state: cancelled > 0 ? 'cancelled' : 'refused', message: cancelled > 0 ? 'The run was cancelled.' : 'Nothing is running.' };
      }
      case SHOW_RUN:
        return this.#show(target);
      case EXPLAIN:
        return this.#explain(target);
      default:
        return this.#refuse(`There is no command ${command}.`);
    }
  }

  async #run(target: Target, token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<CommandAnswer> {
    const { runs, ids, trusted, environment } = this.host;
    if (environment.cannotRun !== null) return this.#refuse(environment.cannotRun);
    if (!trusted()) return this.#refuse('This workspace is not trusted: configs are read, but nothing is run. Trust the workspace to run models.');
    const document = this.#document(target);
    if (document === undefined)
      return this.#refuse(target.uri === undefined ? 'Which config to run is not clear: there is not exactly one open.' : 'The file to run is not open.');
    const model = modelOf(document, ids, target)?.model;
    if (model === undefined) return this.#refuse('There is no model here to run.');
    if (!model.graph.ok) return this.#refuse(`${nameOf(model.spec)} can't be run: ${model.graph.problems[0]?.message ?? "it can't be built"}.`);

    runs.cancelStale(document.uri, new Set(document.snapshot.models().map((placed) => ids.of(placed.model))));
    const image = imageOf(document, this.host.folders(), environment);
    if (image === null) return this.#refuse('`vitConfig.run.image` is relative, and this file is in no folder it could be relative to.');
    const run = runs.request({ uri: document.uri, id: ids.of(model), name: nameOf(model.spec), graph: model.graph.graph, image });
    this.host.show(run, token);
    // A client with a token of its own follows the request to its end; others are not kept waiting.
    if (token === undefined) return { state: 'started', message: `${run.job.name} is running.` };
    onCancel(() => run.cancel());
    await run.finished;
    return { state: run.cancelled ? 'cancelled' : 'finished', message: describeRun(run.job.name, run.state) };
  }

  #show(target: Target): CommandAnswer {
    const document = this.#document(target);
    const model = document === undefined ? undefined : modelOf(document, this.host.ids, target)?.model;
    const run = document === undefined || model === undefined ? null : this.host.runs.of(document.uri, this.host.ids.of(model));
    if (run === null) return this.#refuse('This config has not been run yet.');
    const message = describeRun(run.job.name, run.state);
    this.host.tell(run.state.kind === 'failed' ? 'warning' : 'info', message);
    return { state: 'told', message };
  }

  #explain(target: Target): CommandAnswer {
    const document = this.#document(target);
    if (document === undefined) return this.#refuse('This file is not looked at: it is neither YAML nor JSON, nor named *.vit.yaml or *.vit.json.');
    const documents = document.snapshot.documents.map(({ base, analysis }) => ({
      form: analysis.recognition?.form ?? null,
      evidence: (analysis.recognition?.evidence ?? []).map(({ reason, range }) => ({
        reason,
        range: range === null ? null : toRange(document.text, range, base),
      })),
    }));
    const name = fileNameOf(document.uri) ?? 'This text';
    const reasons = [...new Set(documents.flatMap(({ evidence }) => evidence.map(({ reason }) => reason)))];
    const form = documents.find((candidate) => candidate.form !== null)?.form;
    const what = form === 'training' ? 'training config' : 'model config';
    const message =
      reasons.length === 0
        ? `${name} is not recognised: neither its name (*.vit.yaml, *.vit.json) nor its keys are those of a vision_transformer config.`
        : `${name} is read as a vision_transformer ${what}: ${reasons.join('; ')}.`;
    this.host.tell('info', message);
    return { state: 'told', message, documents };
  }

  #document({ uri }: Target): OpenDocument | undefined {
    if (uri !== undefined) return this.host.documents.get(uri);
    const configs = this.host.documents.all().filter(({ snapshot }) => snapshot.recognised);
    return configs.length === 1 ? configs[0] : undefined;
  }

  #refuse(message: string): CommandAnswer {
    this.host.tell('warning', message);
    return { state: 'refused', message };
  }
}
