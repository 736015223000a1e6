#!/usr/bin/env node
import { processHost } from './host';
import { main } from './index';

// `vit-config check . | head`: a reader that has seen enough is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}

main(process.argv.slice(2), processHost()).then(
  (code) => {
    // Not process.exit: what is still on its way into a pipe would be lost.
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`vit-config: this is a fault of vit-config itself, please report it\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  },
);
