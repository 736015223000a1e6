// What `npm start` does once everything is built: the three commands on a good config and on a broken one, and how to go on in
// VS Code. Ends with 0 if every command answered as it should.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostTarget, vsixName } from './target.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join('dist', 'cli.js');
const good = 'samples/models/ViT-B_16.vit.yaml';
const python = 'samples/python/models.py';
const broken = 'samples/broken/hybrid-patch-size.vit.yaml';

const STEPS = [
  {
    title: 'What is wrong with a config? A good one and a broken one:',
    commands: [{ args: ['check', good, broken], exits: 1 }],
  },
  {
    title: 'What does a model cost? (The broken file holds two models; this is the one that can be built at all.)',
    commands: [
      { args: ['show', good], exits: 0 },
      { args: ['show', broken, '--model', 'hybrid-patch-8'], exits: 1 },
    ],
  },
  {
    title: 'What do the models of a Python file cost, each a function that returns its config?',
    commands: [{ args: ['show', python], exits: 0 }],
  },
  {
    title: 'Does it run? A real forward pass on a picture. The second broken model runs without a word, on a single patch:',
    commands: [
      { args: ['run', good], exits: 0 },
      { args: ['run', broken], exits: 1 },
    ],
  },
];

/** Waits until it is written, so that it stands before what the next command writes. */
const say = (text) => new Promise((resolve) => process.stdout.write(`${text}\n`, resolve));

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (colour ? `\u001b[1m${text}\u001b[22m` : text);

const surprises = [];
for (const [i, { title, commands }] of STEPS.entries()) {
  await say(`\n${bold(`${i + 1}. ${title}`)}\n`);
  for (const { args, exits } of commands) {
    await say(`$ vit-config ${args.join(' ')}\n`);
    const [code, signal] = await once(spawn(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' }), 'close');
    if (code !== exits) surprises.push(`vit-config ${args.join(' ')} ended with ${code ?? signal}, expected ${exits}`);
  }
}

await say(`${bold('Next')}

  on the command line   node dist/cli.js --help (it is called vit-config here; npm install -g . makes it so)
  in VS Code            open this folder and press F5, or
                        code --extensionDevelopmentPath="${root}" "${join(root, 'samples')}"
  to install it         npm run package
                        code --install-extension ${vsixName(hostTarget())}`);

if (surprises.length > 0) {
  console.error(`\nNot as expected:\n${surprises.map((surprise) => `  ${surprise}`).join('\n')}`);
  process.exitCode = 1;
}
