/** Lenses that say what an edit has changed against the saved file. */
import { expect, test } from 'vitest';
import type { Disk } from '../../server/disk';
import { fakeDisk } from './fakeDisk';
import { B16, edited, servers, URI } from './fixtures';
import { OTHER } from './runFixtures';
import { PULL } from './testClient';

const start = servers();
const WIDE = edited(B16, 'mlp_dim: 3072', 'mlp_dim: 4096');
const PATH = '/project/plain.vit.yaml';

const PLAIN = '86.6 M · 17.6 GMACs';
const WIDER = '105 M (+18.9 M) · 21.3 GMACs (+3.72 G)';

interface Given {
  /** What is on the disk; null: no file there. */
  readonly saved?: string | null;
  readonly uri?: string;
  readonly settings?: () => unknown;
  readonly disk?: (files: ReadonlyMap<string, string>) => Disk;
}

async function opened(text: string, { saved = text, uri = URI, settings = () => null, disk = fakeDisk }: Given = {}) {
  const files = new Map(saved === null ? [] : [[PATH, saved]]);
  const client = await start({ capabilities: PULL, settings }, { disk: disk(files) });
  await client.open(uri, text);
  // Answered once the settings are there.
  await client.request('textDocument/diagnostic', { textDocument: { uri } });
  let version = 1;
  return {
    client,
    files,
    type: (newText: string) => client.change(uri, ++version, { text: newText }),
    save: () => client.notify('textDocument/didSave', { textDocument: { uri } }),
    /** What the lenses say of the cost. */
    costs: async () => {
      const lenses = await client.request<{ command?: { title: string } }[]>('textDocument/codeLens', { textDocument: { uri } });
      return lenses.map(({ command }) => command?.title.replace('▷ Run on sample image · ', ''));
    },
  };
}

test('an edit shows what it changed, an undo takes it back', async () => {
  const { type, costs } = await opened(B16);
  expect(await costs()).toEqual([PLAIN]);
  await type(WIDE);
  expect(await costs()).toEqual([WIDER]);
  await type(`# a comment\n${WIDE}`);
  expect(await costs()).toEqual([WIDER]);
  await type(edited(B16, 'num_layers: 12', 'num_layers: 6'));
  expect(await costs()).toEqual(['44.0 M (−42.5 M) · 8.84 GMACs (−8.72 G)']);
  await type(B16);
  expect(await costs()).toEqual([PLAIN]);
});

test('what is saved is what is compared with from then on', async () => {
  const { client, files, type, save, costs } = await opened(B16);
  await type(WIDE);
  expect(await costs()).toEqual([WIDER]);
  files.set(PATH, WIDE);
  await save();
  await client.until(() => client.refreshes.has('workspace/codeLens/refresh'), 'asked for lenses again');
  expect(await costs()).toEqual(['105 M · 21.3 GMACs']);
  await type(B16);
  expect(await costs()).toEqual(['86.6 M (−18.9 M) · 17.6 GMACs (−3.72 G)']);
});

test('half-typed and not to be built: no change to speak of, and it comes back', async () => {
  const { type, costs } = await opened(B16);
  for (const text of [edited(B16, 'num_heads: 12', 'num_heads: 10'), edited(B16, 'mlp_dim: 3072', 'mlp_dim:'), edited(B16, 'mlp_dim: 3072', 'mlp_dim: "')]) {
    await type(text);
    expect((await costs()).filter((cost) => /[+−]/.test(cost ?? ''))).toEqual([]);
  }
  await type(WIDE);
  expect(await costs()).toEqual([WIDER]);
});

test('a saved config that could not be built has no figures to compare with', async () => {
  const { type, costs } = await opened(edited(B16, 'num_heads: 12', 'num_heads: 10'));
  await type(B16);
  expect(await costs()).toEqual([PLAIN]);
});

test('edits that the editor has kept from its last session are compared with the disk', async () => {
  const { costs } = await opened(WIDE, { saved: B16 });
  expect(await costs()).toEqual([WIDER]);
});

test('a file that another program has written meanwhile is what is compared with', async () => {
  const { files, type, costs } = await opened(B16);
  await type(WIDE);
  expect(await costs()).toEqual([WIDER]);
  files.set(PATH, OTHER);
  await type(`${WIDE}# edited\n`);
  expect(await costs()).toEqual(['105 M (+61.4 M) · 21.3 GMACs (+12.4 G)']);
  // An editor reads a file without edits of its own anew, as an edit that is not followed by a save.
  await type(OTHER);
  expect(await costs()).toEqual(['44.0 M · 8.84 GMACs']);
});

test('CRLF and a byte order mark on the disk are no change', async () => {
  const { type, costs } = await opened(B16, { saved: `\ufeff${B16.replaceAll('\n', '\r\n')}` });
  await type(`${B16}# edited\n`);
  expect(await costs()).toEqual([PLAIN]);
});

test('of several models each is compared with itself, wherever it stands by now', async () => {
  const { type, costs } = await opened([B16, OTHER].join('---\n'));
  await type([WIDE, OTHER].join('---\n'));
  expect(await costs()).toEqual([WIDER, '44.0 M · 8.84 GMACs']);
  const small = edited(B16, 'num_layers: 12', 'num_layers: 3').replace('plain-B16', 'new');
  await type([small, WIDE, OTHER].join('---\n'));
  expect(await costs()).toEqual(['22.8 M · 4.48 GMACs', WIDER, '44.0 M · 8.84 GMACs']);
});

test('two documents of the same text that were not the same before', async () => {
  const { type, costs } = await opened([B16, OTHER].join('---\n'));
  await type([B16, B16].join('---\n'));
  expect(await costs()).toEqual([PLAIN, '86.6 M (+42.5 M) · 17.6 GMACs (+8.72 G)']);
});

test('JSON', async () => {
  const json = (width: number) =>
    JSON.stringify({
      model_name: 'x',
      patches: { size: [16, 16] },
      hidden_size: 768,
      transformer: { mlp_dim: width, num_heads: 12, num_layers: 12 },
      classifier: 'token',
    });
  const { files, type, costs } = await opened(json(3072), { uri: 'file:///project/plain.vit.json' });
  files.set('/project/plain.vit.json', json(3072));
  await type(json(4096));
  expect(await costs()).toEqual([WIDER]);
});

test('where no saved file can be read, nothing is said, until it is saved', async () => {
  for (const uri of ['untitled:Untitled-1.vit.yaml', 'vscode-vfs://github/x/plain.vit.yaml', URI]) {
    const { type, save, costs } = await opened(B16, { saved: null, uri });
    await type(WIDE);
    expect(await costs()).toEqual(['105 M · 21.3 GMACs']);
    await save();
    await type(B16);
    expect(await costs()).toEqual(['86.6 M (−18.9 M) · 17.6 GMACs (−3.72 G)']);
  }
});

test('switched off', async () => {
  const { client, type, costs } = await opened(B16, { settings: () => ({ codeLens: { change: false } }) });
  await type(WIDE);
  expect(await costs()).toEqual(['105 M · 21.3 GMACs']);
  client.settings = () => null;
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.until(async () => (await costs())[0] === WIDER, 'the change is told');
});

test('race: saved while the disk is read, the text of the save counts', async () => {
  let letRead: () => void = () => undefined;
  let reading = false;
  const slowly = (files: ReadonlyMap<string, string>): Disk => {
    const disk = fakeDisk(files);
    const read: Disk['read'] = async (path, limit) => {
      const bytes = await disk.read(path, limit);
      reading = true;
      await new Promise<void>((resolve) => {
        letRead = resolve;
      });
      return bytes;
    };
    return { ...disk, read };
  };
  const { client, files, type, save, costs } = await opened(WIDE, { saved: B16, disk: slowly });
  const early = costs();
  await client.until(() => reading, 'the disk is read');
  files.set(PATH, WIDE);
  await save();
  await client.settle();
  letRead();
  expect(await early).toEqual(['105 M · 21.3 GMACs']);
  await type(`${WIDE}# edited\n`);
  const late = costs();
  reading = false;
  await client.until(() => reading, 'the disk is read again');
  letRead();
  expect(await late).toEqual(['105 M · 21.3 GMACs']);
});

test('other files are not looked at', async () => {
  const disk = (): Disk => {
    throw new Error('nobody should look');
  };
  const guarded = (): Disk => ({ stat: disk, read: disk, list: disk, identity: disk }) as unknown as Disk;
  const { costs } = await opened('services: {}\n', { uri: 'file:///project/compose.yaml', disk: guarded });
  expect(await costs()).toEqual([]);
});
