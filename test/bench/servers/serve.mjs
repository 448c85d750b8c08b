/** What a server under test does besides serving: tells its CPU time and memory when asked, and stops when told. */
export function serve(port, close) {
  process.on('message', (message) => {
    if (message.stop) {
      void close().then(() => process.exit(0));
      return;
    }
    if (message.collect) globalThis.gc?.();
    process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() });
  });
  process.on('disconnect', () => process.exit(1));
  process.send({ port });
}
