import { createRequire } from 'node:module';
import { UsageError } from '../arguments';
import type { Command } from '../command';
import { EXIT } from '../command';

export const lsp: Command = {
  name: 'lsp',
  summary: 'the language server, for editors',
  usage: '--stdio',
  description: `Starts the language server, which speaks the Language Server Protocol over its standard input and output.
An editor starts this; there is nothing to see on a terminal.`,
  options: { stdio: { type: 'boolean', help: 'speak over standard input and output, the one transport there is' } },
  examples: ['vit-config lsp --stdio'],

  async run(args) {
    if (args.files.length > 0) throw new UsageError(`lsp takes no file, got "${args.files[0]}"`);
    if (!args.flag('stdio')) throw new UsageError('lsp needs --stdio');
    // The server is a bundle of its own beside this one: the other commands need not load it.
    createRequire(__filename)('./server.js');
    return EXIT.ok;
  },
};
