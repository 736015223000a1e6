// What the extension sends its page, asked of the built server: models of every architecture and every state a panel can be in.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { root } from '../paths.mjs';

const sample = (name) => readFileSync(join(root, 'samples', name), 'utf8');
const B16 = sample('models/ViT-B_16.vit.yaml');
const LIT = sample('models/LiT-B16B.vit.yaml');

/** Texts by the name of their view. */
const TEXTS = {
  b16: B16,
  r50: sample('models/R50+ViT-B_16.vit.yaml'),
  mixer: sample('models/Mixer-B_16.vit.yaml'),
  lit: LIT,
  small: B16.replace('num_layers: 12', 'num_layers: 1'),
  deep: B16.replace('num_layers: 12', 'num_layers: 200'),
  lost: `${B16}image_size: 230\n`,
  fine: `${B16.replace('[16, 16]', '[1, 1]')}image_size: 64\n`,
  oblong: B16.replace('[16, 16]', '[40, 12]'),
  unbuildable: B16.replace('num_heads: 12', 'num_heads: 10'),
  several: `${B16}---\n${B16.replace('ViT-B_16', 'another')}`,
};
const RUN = ['b16', 'lit'];
const RUN_LIMIT_MS = 60_000;

/** @returns {Promise<Record<string, object>>} views by name, those that were run as `b16Ran` */
export async function takeViews() {
  const server = spawn(process.execPath, [join(root, 'dist', 'server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  try {
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions: { trusted: true, views: true },
    });
    await connection.sendNotification('initialized', {});
    const views = {};
    for (const [name, text] of Object.entries(TEXTS)) {
      const uri = pathToFileURL(join(root, 'samples', `${name}.vit.yaml`)).toString();
      const ask = () => connection.sendRequest('vitConfig/model', { uri });
      await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
      views[name] = await ask();
      if (!RUN.includes(name)) continue;
      await connection.sendRequest('workspace/executeCommand', { command: 'vitConfig.run', arguments: [{ uri }] });
      for (const deadline = Date.now() + RUN_LIMIT_MS; ; ) {
        const view = (views[`${name}Ran`] = await ask());
        if (view.run.state === 'ok') break;
        if (view.run.state === 'failed' || Date.now() > deadline) throw new Error(`${name} did not run: ${view.run.description}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    await connection.sendRequest('shutdown');
    return { ...views, ...states(views) };
  } finally {
    connection.dispose();
    server.kill();
  }
}

/** What a moment of a real model would look like. */
function states({ b16, b16Ran, small, unbuildable }) {
  const run = { ...b16Ran.run, outputs: [], forwardMs: null };
  return {
    // Other texts of the same file.
    small: { ...small, uri: b16.uri },
    unbuildable: { ...unbuildable, uri: b16.uri },
    running: {
      ...b16,
      run: { ...run, state: 'running', title: 'running… 17 of 41 layers', description: 'ViT-B_16: running… 17 of 41 layers', done: 17, total: 41 },
    },
    failed: {
      ...b16,
      run: { ...run, state: 'failed', title: '✗ owl.tiff can’t be read', description: 'ViT-B_16: ✗ owl.tiff can’t be read: unsupported image format' },
    },
  };
}
