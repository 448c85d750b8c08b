// Node 18 has fetch, Request and Response, and no server that takes them, so they are made and sent here.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { paidHandler } from './paid-handler.mjs';

const [key, url] = process.argv.slice(2);
const answer = paidHandler(key, url);

const server = createServer(async (incoming, outgoing) => {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  }
  const response = await answer(
    new Request(`http://${incoming.headers.host}${incoming.url}`, { method: incoming.method, headers }),
  );
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value);
  outgoing.writeHead(response.status);
  if (response.body === null) outgoing.end();
  else Readable.fromWeb(response.body).pipe(outgoing);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
