/**
 * Loaded into a server before its program (`node --expose-gc --require`): tells over the IPC channel what its heap holds.
 * `heap` -> bytes in use after a collection; `count` -> what `globalThis.alive()` says after one.
 */
const { setImmediate: turn } = require('node:timers/promises');

async function bytes() {
  // What finalizers and weak references let go in one collection goes with a later one.
  for (let i = 0; i < 4; i++) {
    await turn();
    global.gc();
  }
  return process.memoryUsage().heapUsed;
}

process.on('message', async ({ ask }) => {
  const held = await bytes();
  process.send({ answer: ask === 'heap' ? held : globalThis.alive() });
});
