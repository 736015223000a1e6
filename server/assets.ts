/** What comes with the tool, by where package.json lies. */
import { join } from 'node:path';

/** The bundle of the child process that runs models. */
export function runnerPath(root: string): string {
  return join(root, 'dist', 'runner.js');
}

/** The picture a model is run on where none is given. */
export function sampleImagePath(root: string): string {
  return join(root, 'samples', 'images', 'lake.jpg');
}

/** The config of one of upstream's models. */
export function sampleModelPath(root: string, name: string): string {
  return join(root, 'samples', 'models', `${name}.vit.yaml`);
}

/** The page with a section for each diagnostic. */
export function docsPath(root: string): string {
  return join(root, 'docs', 'diagnostics.md');
}

/** The folder with the server's texts in a language. */
export function translationsPath(root: string, language: string): string {
  return join(root, 'l10n', language);
}
