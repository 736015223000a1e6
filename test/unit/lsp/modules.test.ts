/** Which file an import of a Python config is, and when it is another. */
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { MAX_TEXT } from '../../../server/core/syntax/limits';
import type { Disk } from '../../../server/disk';
import { OpenDocument } from '../../../server/lsp/documents';
import { ModuleFiles } from '../../../server/lsp/modules';
import { Folders } from '../../../server/lsp/workspace/places';
import { fakeDisk } from '../../protocol/fakeDisk';

interface Place {
  readonly folders?: readonly string[];
  readonly trusted?: boolean;
  readonly disk?: Partial<Disk>;
}

function workspace(files: Readonly<Record<string, string>>, { folders = ['file:///w'], trusted = true, disk: override = {} }: Place = {}) {
  const texts = new Map(Object.entries(files));
  const looked: string[] = [];
  const changed: string[] = [];
  const disk = { ...fakeDisk(texts), ...override };
  const modules = new ModuleFiles({
    disk: {
      ...disk,
      stat: (path) => {
        looked.push(path);
        return disk.stat(path);
      },
    },
    folders: new Folders({ workspaceFolders: folders.map((uri) => ({ uri, name: uri })), rootUri: null }),
    trusted: () => trusted,
    changed: (path) => changed.push(path),
    failed: (error) => {
      throw error;
    },
  });
  const open = (uri: string, text: string) => {
    const surroundings = {
      checkpointsOf: () => ({ read: () => null, pathOf: () => null }),
      importsOf: (of: string) => modules.importsOf(of),
    };
    const document = new OpenDocument(TextDocument.create(uri, 'python', 1, text), 'python', 1, surroundings);
    modules.opened(document);
    return document;
  };
  /** The text and place of what a file imports, read as far as it has to be. */
  const imported = async (uri: string, dotted: string, level = 0, from: string | null = null) => {
    const first = modules.importsOf(uri);
    first.find(from, dotted, level);
    modules.hold(modules.pathsOf(first));
    await modules.load(first);
    const imports = modules.importsOf(uri);
    const source = imports.find(from, dotted, level);
    return source === null ? null : `${imports.textOf(source.key)?.uri} ${source.text}`;
  };
  return { texts, looked, changed, modules, open, imported };
}

const CHECKOUT = {
  '/w/vit_jax/configs/models.py': 'models',
  '/w/vit_jax/configs/common.py': 'common',
  '/w/vit_jax/configs/more/__init__.py': 'more',
  '/w/vit_jax/__init__.py': 'package',
};
const VIT = 'file:///w/vit_jax/configs/vit.py';

test('a module by its package, by its name beside the file, and relative to it', async () => {
  const { imported } = workspace(CHECKOUT);
  expect(await imported(VIT, 'vit_jax.configs.models')).toBe('file:///w/vit_jax/configs/models.py models');
  expect(await imported(VIT, 'models')).toBe('file:///w/vit_jax/configs/models.py models');
  expect(await imported(VIT, 'common', 1)).toBe('file:///w/vit_jax/configs/common.py common');
  expect(await imported(VIT, 'vit_jax')).toBe('file:///w/vit_jax/__init__.py package');
  expect(await imported(VIT, 'vit_jax.configs.more')).toBe('file:///w/vit_jax/configs/more/__init__.py more');
  expect(await imported(VIT, '', 2)).toBe('file:///w/vit_jax/__init__.py package');
  // What a module imports, it imports from its own place.
  expect(await imported(VIT, 'common', 2, '/w/vit_jax/configs/more/__init__.py')).toBe('file:///w/vit_jax/configs/common.py common');
  for (const other of ['jax', 'vit_jax.configs', 'vit_jax.configs.missing']) expect(await imported(VIT, other)).toBe(null);
});

test('nothing is known before it was read, and nothing is answered with what may not be meant', async () => {
  const { modules, changed } = workspace({ '/w/a/m.py': 'near', '/w/m.py': 'far' });
  const imports = modules.importsOf('file:///w/a/config.py');
  expect(imports.find(null, 'm', 0)).toBe(null);
  modules.hold(modules.pathsOf(imports));
  await modules.load(imports);
  expect(changed).toEqual(['/w/a/m/__init__.py', '/w/a/m.py']);
  expect(imports.find(null, 'm', 0)).toBe(null);
  expect(imports.outdated).toBe(true);
  expect(modules.importsOf('file:///w/a/config.py').find(null, 'm', 0)?.text).toBe('near');
});

test('an open file is as its editor shows it, until it is closed', async () => {
  const { modules, open, imported } = workspace(CHECKOUT);
  expect(await imported(VIT, 'models')).toContain(' models');
  const before = modules.importsOf(VIT);
  before.find(null, 'models', 0);
  const document = open('file:///w/vit_jax/configs/models.py', 'models');
  expect(before.outdated).toBe(false);
  document.apply([{ text: 'edited' }], 2);
  expect(before.outdated).toBe(true);
  const edited = modules.importsOf(VIT);
  expect(edited.find(null, 'models', 0)).toBe(modules.importsOf(VIT).find(null, 'models', 0));
  expect(edited.find(null, 'models', 0)?.text).toBe('edited');
  modules.closed(document);
  expect(edited.outdated).toBe(true);
  expect(modules.importsOf(VIT).find(null, 'models', 0)?.text).toBe('models');
});

test('files come, change and go', async () => {
  const { texts, modules, imported } = workspace({ '/w/m.py': 'one' });
  const uri = 'file:///w/config.py';
  expect(await imported(uri, 'm')).toContain(' one');
  const states: [string | undefined, boolean][] = [];
  for (const [path, text] of [
    ['/w/m.py', 'two'],
    ['/w/m/__init__.py', 'package'],
    ['/w/m/__init__.py', null],
    ['/w/m.py', null],
  ] as const) {
    const before = modules.importsOf(uri);
    before.find(null, 'm', 0);
    if (text === null) texts.delete(path);
    else texts.set(path, text);
    await modules.lookAnew([path]);
    states.push([modules.importsOf(uri).find(null, 'm', 0)?.text, before.outdated]);
  }
  expect(states).toEqual([
    ['two', true],
    ['package', true],
    ['two', true],
    [undefined, true],
  ]);
});

test('what is touched but says the same is the same', async () => {
  let modified = 1;
  const { modules, imported, changed } = workspace({ '/w/m.py': 'one' }, { disk: { stat: async () => ({ kind: 'file', bytes: 3, modified: modified++ }) } });
  const uri = 'file:///w/config.py';
  await imported(uri, '', 1);
  const imports = modules.importsOf(uri);
  imports.find(null, '', 1);
  changed.length = 0;
  await modules.lookAnew(modules.pathsOf(imports));
  expect([changed, imports.outdated]).toEqual([[], false]);
});

test('nothing outside of the workspace is looked at, but for the package that the config is in', async () => {
  const part = workspace(CHECKOUT, { folders: ['file:///w/vit_jax/configs'] });
  expect(await part.imported(VIT, 'vit_jax.configs.models')).toBe('file:///w/vit_jax/configs/models.py models');
  expect(await part.imported(VIT, 'vit_jax')).toBe('file:///w/vit_jax/__init__.py package');
  for (const path of part.looked) expect(path).toMatch(/^\/w\/vit_jax\//);
  part.looked.length = 0;
  await part.imported(VIT, 'elsewhere.models');
  await part.imported(VIT, 'models', 2);
  expect(part.looked).not.toEqual([]);
  for (const path of part.looked) expect(path).toMatch(/^\/w\/vit_jax\/configs\//);
});

test('a config in no workspace folder has its modules above it, where that may be', async () => {
  const trusted = workspace(CHECKOUT, { folders: [] });
  expect(await trusted.imported(VIT, 'vit_jax.configs.models')).toContain(' models');
  const restricted = workspace({ ...CHECKOUT, '/w/vit_jax/other.py': 'other', '/w/vit_jax/configs/own.py': 'own' }, { folders: [], trusted: false });
  expect(await restricted.imported(VIT, 'other')).toBe(null);
  expect(await restricted.imported(VIT, 'own')).toContain(' own');
});

test('other folders of the workspace are looked into last', async () => {
  const files = { '/lib/vit_jax/m.py': 'lib', '/w/vit_jax/m.py': 'own' };
  const { imported, texts, modules } = workspace(files, { folders: ['file:///w', 'file:///lib'] });
  expect(await imported('file:///w/configs/a.py', 'vit_jax.m')).toContain(' own');
  texts.delete('/w/vit_jax/m.py');
  await modules.lookAnew(['/w/vit_jax/m.py']);
  expect(await imported('file:///w/configs/a.py', 'vit_jax.m')).toBe('file:///lib/vit_jax/m.py lib');
});

test('links that lead out of the workspace, directories, and what is no text of a bearable size are no modules', async () => {
  const kinds = new Map([['/w/d.py', 'directory']]);
  const files: Record<string, string> = {
    '/w/inside.py': 'in',
    '/w/outside.py': 'out',
    '/w/d.py': '',
    '/w/large.py': '#'.repeat(MAX_TEXT + 1),
    '/w/binary.py': '\0',
  };
  const plain = fakeDisk(new Map(Object.entries(files)));
  const { imported } = workspace(files, {
    disk: {
      identity: async (path) => (path === '/w/outside.py' ? '/etc/outside.py' : path === '/w/inside.py' ? '/w/other/inside.py' : path),
      stat: async (path) => ({ ...(await plain.stat(path)), kind: (kinds.get(path) ?? 'file') as 'file' }),
    },
  });
  expect(await imported('file:///w/a.py', 'inside')).toBe('file:///w/inside.py in');
  for (const name of ['outside', 'd', 'large', 'binary']) expect(await imported('file:///w/a.py', name)).toBe(null);
});

test('without a disk the open files are all there is', async () => {
  const { imported, open, looked } = workspace({}, { folders: ['vscode-vfs://github/o/r'] });
  const uri = 'vscode-vfs://github/o/r/configs/vit.py';
  expect(await imported(uri, 'configs.models')).toBe(null);
  open('vscode-vfs://github/o/r/configs/models.py', 'virtual');
  expect(await imported(uri, 'configs.models')).toBe('vscode-vfs://github/o/r/configs/models.py virtual');
  expect(await imported(uri, 'models', 1)).toContain(' virtual');
  expect(await imported('untitled:Untitled-1', 'models')).toBe(null);
  expect(looked).toEqual([]);
});

test('names that no module has', async () => {
  const { imported, looked } = workspace(CHECKOUT);
  for (const name of ['../etc', 'a/b', '..', 'a..b', ' ']) expect(await imported(VIT, name)).toBe(null);
  expect(await imported(VIT, '', 40)).toBe(null);
  expect(looked).toEqual([]);
});
