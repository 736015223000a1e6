import { expect, test } from 'vitest';
import type { Disk, DiskEntry } from '../../../server/disk';
import { Folders, isWithin, keyOf } from '../../../server/lsp/workspace/places';
import { placeAt, placeOf, WALK_LIMITS, type Walked, type WalkLimits, walk } from '../../../server/lsp/workspace/walk';

const ROOT = '/work';
const folders = (...uris: string[]) => new Folders({ workspaceFolders: uris.map((uri) => ({ uri, name: uri })), rootUri: null });

/** A disk that holds these files and nothing else. */
function diskOf(files: readonly string[]): Disk {
  const refuse = () => Promise.reject(new Error('the walk should not do this'));
  return {
    stat: refuse,
    read: refuse,
    identity: refuse,
    async list(path, limit = Number.POSITIVE_INFINITY) {
      const entries = new Map<string, DiskEntry>();
      for (const file of files) {
        if (!file.startsWith(`${path}/`)) continue;
        const [name = '', ...rest] = file.slice(path.length + 1).split('/');
        entries.set(name, { name, kind: rest.length > 0 ? 'directory' : 'file' });
      }
      return [...entries.values()].slice(0, limit + 1);
    },
  };
}

async function walked(files: readonly string[], limits: Partial<WalkLimits> = {}, aborted = false): Promise<Walked & { names: string[]; said: string[] }> {
  const said: string[] = [];
  const roots = folders(`file://${ROOT}`, `file://${ROOT}/inner`);
  const root = roots.onDisk.find(({ path }) => path === ROOT);
  if (root === undefined) throw new Error('there is no root');
  const host = {
    disk: diskOf(files.map((file) => `${ROOT}/${file}`)),
    limits: { ...WALK_LIMITS, ...limits },
    isFolder: (key: string) => roots.onDisk.some((folder) => folder.key === key),
    isInFolder: (key: string) => roots.of(key) !== undefined,
    say: (message: string) => void said.push(message),
  };
  const result = await walk(host, placeOf(root), aborted ? AbortSignal.abort() : new AbortController().signal);
  return { ...result, names: result.files.map(({ key }) => key.slice(ROOT.length + 1)).sort(), said };
}

test('YAML and JSON files of all directories but those that are left out', async () => {
  const { names, complete, unseen } = await walked([
    'a.yaml',
    'b/c/d.JSON',
    'b/e.yml',
    'b/e.yml.bak',
    'b/f.jsonc',
    '.x/a.yaml',
    '.y.yaml',
    'node_modules/a.json',
    'b/__pycache__/a.json',
    'venv/pyvenv.cfg',
    'venv/a.yaml',
    'inner/a.yaml',
  ]);
  expect(names).toEqual(['.y.yaml', 'a.yaml', 'b/c/d.JSON', 'b/e.yml']);
  expect([complete, unseen]).toEqual([true, ['/work/inner']]);
});

test('the URI of a file is spelled as VS Code does', async () => {
  const { files } = await walked(["d (1)/R+ViT@é='x'.vit.yaml"]);
  expect(files.map(({ uri }) => uri)).toEqual(['file:///work/d%20%281%29/R%2BViT%40%C3%A9%3D%27x%27.vit.yaml']);
  expect(files.map(({ uri, key }) => keyOf(uri) === key)).toEqual([true]);
});

test('of a crowd of data files only telling names count', async () => {
  const crowd = Array.from({ length: 30 }, (_, i) => `labels/${i}.json`);
  const { names, said, setAside, complete } = await walked([...crowd, 'labels/x.vit.json', 'a.yaml'], { crowd: 20 });
  expect(names).toEqual(['a.yaml', 'labels/x.vit.json']);
  expect(said).toEqual(['/work/labels holds more than 20 YAML, JSON and Python files: only those named *.vit.yaml or *.vit.json are looked at.']);
  expect([[...setAside], complete]).toEqual([[['/work/labels', 'untelling']], true]);
});

test('a directory with too many names does not keep the others from being looked at', async () => {
  const images = Array.from({ length: 50 }, (_, i) => `images/${i}.jpg`);
  const { names, said, unseen, complete } = await walked([...images, 'images/z/a.yaml', 'configs/a.yaml'], { directory: 20 });
  expect(names).toEqual(['configs/a.yaml']);
  expect(said).toEqual(['/work/images holds more than 20 files: not all were looked at.']);
  expect([unseen, complete]).toEqual([['/work/images'], true]);
});

test('a folder with too many names is given up, and said', async () => {
  const { said, complete } = await walked(
    Array.from({ length: 50 }, (_, i) => `d${i}/a.yaml`),
    { names: 60 },
  );
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('/work holds more than 60 files');
  expect(complete).toBe(false);
});

test('called off, it lists nothing', async () => {
  expect(await walked(['a.yaml'], {}, true)).toMatchObject({ names: [], complete: false });
});

test('a file belongs to the innermost folder; names that only begin alike do not count', () => {
  const roots = folders('file:///a', 'file:///a/b/', 'file:///ab', 'vscode-vfs://github/a');
  const of = (uri: string) => roots.of(keyOf(uri))?.uri;
  expect(of('file:///a/x.yaml')).toBe('file:///a');
  expect(of('file:///a/b/x.yaml')).toBe('file:///a/b');
  expect(of('file:///a/bc/x.yaml')).toBe('file:///a');
  expect(of('file:///ab/x.yaml')).toBe('file:///ab');
  expect(of('file:///c/x.yaml')).toBeUndefined();
  expect(of('vscode-vfs://github/a/x.yaml')).toBeUndefined();
  expect(of('untitled:Untitled-1')).toBeUndefined();
  roots.change({ added: [{ uri: 'file:///c', name: 'c' }], removed: [{ uri: 'file:///a/%62', name: 'b' }] });
  expect(of('file:///a/b/x.yaml')).toBe('file:///a');
  expect(of('file:///c/x.yaml')).toBe('file:///c');
});

test('the root of the file system is a folder too', () => {
  const roots = folders('file:///');
  const root = roots.of(keyOf('file:///etc/x.vit.yaml'));
  if (root === undefined) throw new Error('it is in no folder');
  expect(isWithin('/etc/x.vit.yaml', root.key)).toBe(true);
  expect(placeAt(root, 'file:///etc/x.vit.yaml', '/etc/x.vit.yaml')).toMatchObject({ key: '/etc/x.vit.yaml', name: 'x.vit.yaml' });
});

test('URIs that name no file on disk are their own key', () => {
  for (const uri of ['untitled:Untitled-1', 'file:///a%2Fb', 'file:///%E0%A4%A', 'nonsense', '', 'vscode-vfs://github/a/b']) expect(keyOf(uri)).toBe(uri);
});
