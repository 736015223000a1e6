import type { ServerCapabilities, WorkspaceFolder } from 'vscode-languageserver/node';
import type { ModelAnalysis } from '../../core/analysis';
import type { MayRun, RunState } from '../../core/editor';
import { type Say } from '../../core/phrase';
import type { FileCheckpoints } from '../checkpoints';
import type { ClientFeatures } from '../client';
import type { DiagnosticForm } from '../convert';
import type { Dispatcher } from '../dispatcher';
import type { DocumentStore, OpenDocument } from '../documents';
import type { Environment } from '../environment';
import type { Exports } from '../exports';
import type { ModelIds } from '../modelIds';
import type { Runs } from '../runs';
import type { SavedFiles } from '../saved';
import type { WorkspaceModel } from '../workspace';

/** What a feature may know of the server. */
export interface FeatureContext {
  readonly documents: DocumentStore;
  readonly runs: Runs;
  readonly ids: ModelIds;
  readonly client: ClientFeatures;
  /** Words what the client shows, in its language. */
  readonly say: Say;
  readonly form: DiagnosticForm;
  /** The client's own commands. */
  readonly commands: readonly string[];
  readonly environment: Environment;
  readonly checkpoints: FileCheckpoints;
  readonly exports: Exports;
  readonly saved: SavedFiles;
  readonly trusted: () => boolean;
  readonly folders: () => readonly WorkspaceFolder[];
  /** The models of configs of the workspace that are not open. */
  readonly closedModels: () => Iterable<WorkspaceModel>;
  /** Resolves once a document has its settings, and the files it names have been looked at. */
  readonly ready: (document: OpenDocument) => Promise<void>;
}

/** One thing an editor can ask for: what it promises at `initialize`, and the handlers that keep it. */
export interface Feature {
  capabilities(client: ClientFeatures): ServerCapabilities;
  listen(dispatcher: Dispatcher, context: FeatureContext): void;
}

/** The last run of a model's very config. */
export function runOf({ runs, ids }: FeatureContext, document: OpenDocument): (model: ModelAnalysis) => RunState | null {
  return (model) => (runs.hasAny(document.uri) ? (runs.last(document.uri, ids.of(model), model)?.state ?? null) : null);
}

export function mayRun({ environment, trusted }: FeatureContext): MayRun {
  if (environment.cannotRun !== null) return 'no-runtime';
  return trusted() ? 'yes' : 'untrusted';
}
