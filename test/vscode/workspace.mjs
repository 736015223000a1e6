// What the workbench opens: copies of samples/, so that what a test types and saves stays out of the tree.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** A YAML file of another kind: the extension must leave it alone. */
const FOREIGN = 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "8080:80"\n';

/** A model that runs for seconds, long enough to watch and to cancel: ViT-H/14 with many times its blocks. */
export const SLOW = 'models/slow.vit.yaml';

export function makeWorkspace(run) {
  const folder = join(run, 'samples');
  cpSync(join(root, 'samples'), folder, { recursive: true });
  writeFileSync(join(folder, 'compose.yaml'), FOREIGN);
  // The workbench takes the one above for a language of its own; this is one of those that the server is told of.
  writeFileSync(join(folder, 'values.yaml'), FOREIGN);
  const huge = readFileSync(join(folder, 'models', 'ViT-H_14.vit.yaml'), 'utf8');
  writeFileSync(join(folder, SLOW), huge.replace(/model_name: .*/, 'model_name: slow').replace(/num_layers: \d+/, 'num_layers: 200'));
  return folder;
}

/** A workspace of two folders that hold the same broken config; the settings of the second silence its finding. */
export function makeTwoFolders(run) {
  const roots = join(run, 'roots');
  for (const name of ['plain', 'quiet']) {
    mkdirSync(join(roots, name, '.vscode'), { recursive: true });
    cpSync(join(root, 'samples', 'broken', 'heads-divide-width.vit.yaml'), join(roots, name, 'heads.vit.yaml'));
  }
  writeFileSync(join(roots, 'quiet', '.vscode', 'settings.json'), JSON.stringify({ 'vitConfig.diagnostics.ignore': ['heads-divide-width'] }));
  const file = join(roots, 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'plain' }, { path: 'quiet' }] }));
  return file;
}
