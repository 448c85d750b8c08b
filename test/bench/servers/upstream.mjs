// The API behind a proxy: a thousand bytes for each request, or as many as the path says, and nothing else.
import { createServer } from 'node:http';
import { serve } from './serve.mjs';

const body = Buffer.alloc(1_000, 'x');
const chunk = Buffer.alloc(64 * 1024, 'y');

const server = createServer((request, response) => {
  const bytes = Number(/[?&]bytes=(\d+)/.exec(request.url)?.[1] ?? 0);
  if (bytes === 0) {
    response.writeHead(200, { 'content-length': body.length }).end(body);
    return;
  }
  let left = bytes;
  response.writeHead(200, { 'content-length': bytes });
  const more = () => {
    while (left > 0) {
      const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      if (!response.write(part)) return response.once('drain', more);
    }
    response.end();
  };
  more();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  serve(server.address().port, async () => {
    server.closeAllConnections();
    server.close();
  }),
);
