/** Other Python files, which a config imports: who calls the core knows where they are. */

export interface PythonSource {
  /** Names the file among all that are given, the same each time: a path, a URI. */
  readonly key: string;
  readonly text: string;
}

export interface PythonModules {
  /**
   * The file that an import means; null where there is none in reach. `from` is the key of the importing file, null for
   * the one that is analysed; `level` the number of leading dots (`from . import models` is `models` at level 1).
   * The same answer object for as long as the file's text is the same.
   */
  find(from: string | null, dotted: string, level: number): PythonSource | null;
}
