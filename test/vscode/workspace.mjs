// What the workbench opens: copies of samples/, so that what a test types and saves stays out of the tree.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** A YAML file of another kind: the extension must leave it alone. */
const FOREIGN = 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "8080:80"\n';

/** A model that runs for seconds, long enough to watch and to cancel: ViT-H/14 with many times its blocks. */
export const SLOW = 'models/slow.vit.yaml';

/** Python as there is everywhere, with a key's names in it, but of no config. */
export const ORDINARY = 'python/crop.py';
const ORDINARY_TEXT = `import os


def crop_size(path, patches):
  hidden_size = os.path.getsize(path)
  if hidden_size > 0:
    return patches


class Transformer:
  num_heads = 10
  patches = {'size': (16, 16)}
`;

export function makeWorkspace(run) {
  const folder = join(run, 'samples');
  cpSync(join(root, 'samples'), folder, { recursive: true });
  writeFileSync(join(folder, 'compose.yaml'), FOREIGN);
  // The workbench takes the one above for a language of its own; this is one of those that the server is told of.
  writeFileSync(join(folder, 'values.yaml'), FOREIGN);
  writeFileSync(join(folder, ORDINARY), ORDINARY_TEXT);
  const huge = readFileSync(join(folder, 'models', 'ViT-H_14.vit.yaml'), 'utf8');
  writeFileSync(join(folder, SLOW), huge.replace(/model_name: .*/, 'model_name: slow').replace(/num_layers: \d+/, 'num_layers: 200'));
  return folder;
}

/**
 * A workspace of two folders that hold the same configs; the settings of the second silence the finding in one, and name a picture of
 * its own to run on. A third lies beside them, not opened,
 * with settings as the second has.
 */
export function makeTwoFolders(run) {
  const roots = join(run, 'roots');
  const settings = { 'vitConfig.diagnostics.ignore': ['heads-divide-width'], 'vitConfig.run.image': 'pictures/owl.png' };
  for (const name of ['plain', 'quiet', 'third']) {
    const sample = (path, to) => cpSync(join(root, 'samples', path), join(roots, name, to));
    sample('broken/heads-divide-width.vit.yaml', 'heads.vit.yaml');
    sample('models/ViT-Ti_16.vit.yaml', 'tiny.vit.yaml');
    sample('images/owl.png', 'pictures/owl.png');
    if (name === 'plain') continue;
    mkdirSync(join(roots, name, '.vscode'));
    writeFileSync(join(roots, name, '.vscode', 'settings.json'), JSON.stringify(settings));
  }
  const file = join(roots, 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'plain' }, { path: 'quiet' }] }));
  return file;
}

/** A folder of Python alone, none of it a config; one file is large. */
export function makeOrdinaryPython(run) {
  const folder = join(run, 'tools');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'crop.py'), ORDINARY_TEXT);
  const many = Array.from({ length: 3000 }, (_, i) => ORDINARY_TEXT.replaceAll('crop_size', `crop_size_${i}`).replaceAll('Transformer', `Transformer${i}`));
  writeFileSync(join(folder, 'large.py'), many.join('\n\n'));
  return folder;
}

/** How many configs there are in a workspace of many, and which of them are broken: every fiftieth. */
const MANY = 500;
const EVERY = 50;

/** 500 configs in ten folders, some of them broken, among as many files of other kinds. A file may repeat the right one, for a check that takes its time. */
export function makeManyConfigs(run, repeats = 1) {
  const folder = join(run, 'many');
  const right = readFileSync(join(root, 'samples', 'models', 'ViT-B_16.vit.yaml'), 'utf8').replace('ViT-B_16', 'ours');
  const broken = right.replace('num_heads: 12', 'num_heads: 10');
  for (let i = 0; i < MANY; i++) {
    const group = join(folder, `group${String(i % 10).padStart(2, '0')}`);
    mkdirSync(group, { recursive: true });
    const name = String(i).padStart(4, '0');
    writeFileSync(join(group, `${name}.vit.yaml`), [i % EVERY === 0 ? broken : right, ...Array(repeats - 1).fill(right)].join('---\n'));
    writeFileSync(join(group, `${name}.yaml`), FOREIGN);
  }
  return folder;
}
