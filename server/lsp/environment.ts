/** What the server needs from outside of itself; tests hand in their own. */

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { docsPath, runnerPath, sampleImagePath, sampleModelPath, translationsPath } from '../assets';
import { CheckpointHeaders } from '../checkpoint';
import type { CheckpointRead } from '../core/checkpoint/header';
import { type Phrase, type Translations } from '../core/phrase';
import { type Disk, realDisk } from '../disk';
import { type Files, machineFiles } from '../exporter';
import { whyNoRun } from '../runner/available';
import { type RunHandle, startRun } from '../runner/host';
import type { RunProgress, RunRequest } from '../runner/protocol';
import { type Language } from './language';

export type { RunHandle };

/** A forward pass, of which the environment knows how it is made. Paths are absolute. */
export type ModelRun = Omit<RunRequest, 'runnerPath'>;

export interface Environment {
  /** Starts the child process that runs a graph on an image. */
  startRun(request: ModelRun, onProgress: (progress: RunProgress) => void): RunHandle;
  /** Why no model can be run here, in sentences: a package without the runtime. Null where one can. */
  readonly cannotRun: Phrase | null;
  /** Where configs and images are read. */
  readonly disk: Disk;
  /** What the header of a checkpoint file says: the same object while the file is as it was. Never rejects. */
  readCheckpoint(path: string): Promise<CheckpointRead>;
  /** Where exported models are written. */
  readonly files: Files;
  /** Removes a file at once, and says nothing where that fails: for when the process ends. */
  removeNow(path: string): void;
  /** The image that comes with the tool. */
  readonly sampleImage: string;
  /** The config of one of upstream's models that comes with the tool, and its text; null where it does not come along. */
  sampleModel(name: string): Promise<{ readonly path: string; readonly text: string } | null>;
  /** Whether a file of this absolute path is there. */
  isFile(path: string): Promise<boolean>;
  /** URI of the page that explains each diagnostic; null where it does not come along. */
  readonly docs: string | null;
  /** The texts of a language. */
  translations(language: Language): Translations;
  /** How long typing must pause before diagnostics are sent. */
  readonly debounceMs: number;
  /** How long the client must be quiet after its start before the workspace is swept. */
  readonly idleMs: number;
}

/** The environment of a bundle in `directory` (`dist/`), with `samples/` and `docs/` beside it. */
export function environmentOf(directory: string): Environment {
  const root = join(directory, '..');
  const docs = docsPath(root);
  const headers = new CheckpointHeaders();
  return {
    docs: existsSync(docs) ? pathToFileURL(docs).href : null,
    translations: (language) => readTranslations(translationsPath(root, language)),
    cannotRun: whyNoRun(runnerPath(root)),
    startRun: (request, onProgress) => startRun({ ...request, runnerPath: runnerPath(root) }, onProgress),
    disk: realDisk,
    readCheckpoint: (path) => headers.read(path),
    files: machineFiles,
    removeNow,
    sampleImage: sampleImagePath(root),
    sampleModel: async (name) => {
      const path = sampleModelPath(root, name);
      return existsSync(path) ? { path, text: await readFile(path, 'utf8') } : null;
    },
    // What can't be looked at can't be opened either.
    isFile: (path) =>
      stat(path).then(
        (found) => found.isFile(),
        () => false,
      ),
    debounceMs: 10,
    idleMs: 500,
  };
}

function removeNow(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Windows does not remove a file that is open; nobody is left to tell.
  }
}

/** Of every file in the folder. A package always has them; without, everything is said in English. */
function readTranslations(folder: string): Translations {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
