/** The files that `checkpoint` and `labels` may name. */
import { expect, test } from 'vitest';
import { type CompletionItem, CompletionItemKind, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { reader, SMALL } from './checkpointFixtures';
import { off, workshop } from './workspaceFixtures';

const { folder, start } = workshop();

const FILES = {
  'a.npz': '',
  'b.safetensors': '',
  'my weights.npz': '',
  'names.txt': '',
  'note.md': '',
  'ckpt/B_16.npz': '',
  'ckpt/deep/c.npz': '',
  '.cache/x.npz': '',
};

/** The line with `$0` where the cursor is -> the text behind each item is taken, of that line. */
async function offered(line: string, { name = 'configs/a.vit.yaml', head = SMALL, trusted = true } = {}) {
  const root = folder(FILES);
  const options = { settings: off, initializationOptions: { trusted, commands: ['editor.action.triggerSuggest'] } };
  const client = await start([root.inside('ckpt')], options, reader());
  const uri = root.uriOf(name);
  const marked = `${head}${line}`;
  const text = marked.replace('$0', '');
  const document = TextDocument.create(uri, 'yaml', 1, text);
  await client.open(uri, text, name.endsWith('json') ? 'json' : 'yaml');
  await client.diagnostics(uri, 1);
  const { items } = await client.request<{ items: CompletionItem[] }>('textDocument/completion', {
    textDocument: { uri },
    position: document.positionAt(marked.indexOf('$0')),
  });
  return items
    .filter(({ kind }) => kind === CompletionItemKind.File || kind === CompletionItemKind.Folder)
    .map(({ textEdit, additionalTextEdits = [], command }) => {
      const applied = TextDocument.applyEdits(document, [textEdit as TextEdit, ...additionalTextEdits]);
      return `${applied.slice(head.length).trimEnd()}${command === undefined ? '' : ' ...'}`;
    });
}

const here = { name: 'a.vit.yaml' };

test('checkpoints beside the config, and directories to go on', async () =>
  expect(await offered('checkpoint: $0\n', here)).toEqual([
    'checkpoint: a.npz',
    'checkpoint: b.safetensors',
    'checkpoint: my weights.npz',
    'checkpoint: ckpt/ ...',
  ]));
test('directly behind the colon', async () => expect((await offered('checkpoint:$0\n', here))[0]).toBe('checkpoint: a.npz'));
test('in the directory that is typed', async () =>
  expect(await offered('checkpoint: ../ckpt/$0\n')).toEqual(['checkpoint: ../ckpt/B_16.npz', 'checkpoint: ../ckpt/deep/ ...']));
test('half a name', async () => expect((await offered('checkpoint: a$0.old\n', here))[0]).toBe('checkpoint: a.npz'));
test('in quotes', async () => {
  expect((await offered('checkpoint: "$0"\n', here))[2]).toBe('checkpoint: "my weights.npz"');
  expect((await offered("checkpoint: '$0'\n", here)).slice(2)).toEqual(["checkpoint: 'my weights.npz'", "checkpoint: 'ckpt/' ..."]);
});
test('in JSON', async () => {
  const json = { name: 'a.vit.json', head: '{"patches": {"size": [16, 16]}, "hidden_size": 16, ' };
  expect(await offered('"checkpoint": "ck$0"}', json)).toContain('"checkpoint": "ckpt/"} ...');
  expect((await offered('"checkpoint": $0}', json))[0]).toBe('"checkpoint": "a.npz"}');
});
test('names of classes', async () => expect(await offered('labels: $0\n', here)).toEqual(['labels: names.txt', 'labels: ckpt/ ...']));
test('nothing for other keys, in lists, on other machines, in places that are not there', async () => {
  for (const line of ['classifier: $0\n', 'labels: [$0]\n', 'checkpoint: gs://x/$0\n', 'checkpoint: //host/$0\n', 'checkpoint: nowhere/$0\n'])
    expect(await offered(line, { ...here, head: SMALL.replace('classifier: token\n', '') })).toEqual([]);
});
test('untrusted: in the workspace and below the config, nowhere else', async () => {
  expect(await offered('checkpoint: ../$0\n', { trusted: false })).toEqual([]);
  expect(await offered('checkpoint: ../ckpt/$0\n', { trusted: false })).toHaveLength(2);
  expect(await offered('checkpoint: ckpt/$0\n', { ...here, trusted: false })).toHaveLength(2);
});
