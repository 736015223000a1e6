/** The commands any client can execute: run a model, cancel, tell what came of it, tell why a file was recognised. */
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Position, ProgressToken, WorkspaceFolder } from 'vscode-languageserver/node';
import type { ModelAnalysis } from '../core/analysis';
import { describeRun, nameOf } from '../core/editor';
import { toRange } from './convert';
import type { DocumentStore, OpenDocument } from './documents';
import { fileNameOf } from './documents';
import type { Environment } from './environment';
import type { ModelIds } from './modelIds';
import type { Run, Runs } from './runs';

export const RUN = 'vitConfig.run';
export const CANCEL_RUN = 'vitConfig.cancelRun';
export const SHOW_RUN = 'vitConfig.showRun';
export const EXPLAIN = 'vitConfig.explainRecognition';
export const COMMANDS = [RUN, CANCEL_RUN, SHOW_RUN, EXPLAIN];

/** A command's one argument. `id` is what a lens carries; a client may give a position, or nothing for the first model. */
interface Target {
  readonly uri: string | undefined;
  readonly id: string | undefined;
  readonly position: Position | undefined;
}

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

function targetOf(argument: unknown): Target {
  if (typeof argument === 'string') return { uri: argument, id: undefined, position: undefined };
  const { uri, id, position } = argument !== null && typeof argument === 'object' ? (argument as Record<string, unknown>) : {};
  const at = position !== null && typeof position === 'object' ? (position as Record<string, unknown>) : {};
  const known = typeof at.line === 'number' && typeof at.character === 'number' ? { line: at.line, character: at.character } : undefined;
  return { uri: typeof uri === 'string' ? uri : undefined, id: typeof id === 'string' ? id : undefined, position: known };
}

/** The file's path, null for URIs that name none. */
function pathOf(uri: string): string | null {
  try {
    return fileURLToPath(uri);
  } catch (error) {
    if (error instanceof TypeError || error instanceof URIError) return null;
    throw error;
  }
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
    if (document === undefined) return this.#refuse('The file to run is not open.');
    const model = this.#model(document, target);
    if (model === undefined) return this.#refuse('There is no model here to run.');
    if (!model.graph.ok) return this.#refuse(`${nameOf(model.spec)} can't be run: ${model.graph.problems[0]?.message ?? "it can't be built"}.`);

    runs.cancelStale(document.uri, new Set(document.snapshot.models().map((placed) => ids.of(placed.model))));
    const image = document.settings.image === null ? environment.sampleImage : this.#imagePath(document.settings.image, document.uri);
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
    const model = document === undefined ? undefined : this.#model(document, target);
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
    return uri === undefined ? undefined : this.host.documents.get(uri);
  }

  /** The model the lens stood on, wherever it is by now; else the one at the position; else the first. */
  #model({ snapshot, text }: OpenDocument, { id, position }: Target): ModelAnalysis | undefined {
    const models = snapshot.models();
    const same = id === undefined ? undefined : models.find(({ model }) => this.host.ids.of(model) === id);
    if (same !== undefined) return same.model;
    if (position === undefined) return models[0]?.model;
    return snapshot.at(text.offsetAt(position))?.analysis.models[0];
  }

  /** A relative path starts at the innermost workspace folder that holds the file, else at the file's own folder. */
  #imagePath(image: string, uri: string): string | null {
    if (isAbsolute(image)) return image;
    const inside = this.host.folders().filter((folder) => uri.startsWith(folder.uri.endsWith('/') ? folder.uri : `${folder.uri}/`));
    const innermost = inside.sort((a, b) => b.uri.length - a.uri.length)[0];
    const folder = pathOf(innermost?.uri ?? uri.slice(0, uri.lastIndexOf('/') + 1));
    return folder === null ? null : join(folder, image);
  }

  #refuse(message: string): CommandAnswer {
    this.host.tell('warning', message);
    return { state: 'refused', message };
  }
}
