// Loaded into a server's process before the server itself (node --require): tells over IPC what only the process knows.
process.report.excludeNetwork = true;
process.on('message', (question) => {
  if (question === 'heap') {
    globalThis.gc();
    process.send(process.memoryUsage().heapUsed);
  } else if (question === 'loaded') {
    process.send([...process.report.getReport().sharedObjects, ...Object.keys(require.cache)]);
  }
});
