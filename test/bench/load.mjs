// Load generator: so many connections, each with one request at a time. Raw sockets, because an HTTP client in Node costs
// more than the server that it measures.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const END = Buffer.from('\r\n\r\n');
const OK = Buffer.from('HTTP/1.1 200');
const NOTHING = Buffer.alloc(0);

const startsWith = (buffer, at, prefix) =>
  prefix.compare(buffer, at, Math.min(at + prefix.length, buffer.length)) === 0;

/** Sizes of the last answer: most are like the one before, so that few have to be read. */
class Shape {
  headBytes = 0;
  bytes = 0;

  /** Whether an answer of these sizes is all that is there. */
  fits(buffer) {
    return buffer.length === this.bytes && startsWith(buffer, this.headBytes, END);
  }

  /** Reads the sizes; false if the answer is not complete yet. */
  learn(buffer) {
    const headBytes = buffer.indexOf(END);
    if (headBytes < 0) return false;
    const length = /content-length: (\d+)/i.exec(buffer.latin1Slice(0, headBytes))?.[1] ?? 0;
    const bytes = headBytes + END.length + Number(length);
    if (buffer.length < bytes) return false;
    this.headBytes = headBytes;
    this.bytes = bytes;
    return true;
  }
}

let requests = [];

/** Each line of the file is the body of one request; with several keys, of one for each. `whole`: all of it, as a JSON string. */
function load({ file, path, apiKey, apiKeys = [apiKey], whole = false }) {
  const bodies = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  if (whole) {
    requests = bodies.map((text) => Buffer.from(JSON.parse(text)));
    return { loaded: requests.length };
  }
  requests = bodies
    .flatMap((body) => apiKeys.map((key) => ({ body, key })))
    .map(({ body, key }) =>
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nHost: bench\r\nX-API-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      ),
    );
  return { loaded: requests.length };
}

// `pauseMillis`: how long a connection rests between its requests, on average; random, so that they do not march in step.
function run({ port, connections, seconds, count = Infinity, expect, pauseMillis = 0 }) {
  return new Promise((resolve) => {
    const expected = Buffer.from(expect);
    const shape = new Shape();
    const latencies = [];
    let sent = 0;
    let good = 0;
    let bad = 0;
    let open = connections;
    let firstBad = null;
    const started = performance.now();
    const until = started + seconds * 1000;
    const done = () => {
      const elapsed = (performance.now() - started) / 1000;
      latencies.sort((a, b) => a - b);
      const at = (share) => latencies[Math.floor(latencies.length * share)] ?? 0;
      resolve({ good, bad, firstBad, elapsed, p50: at(0.5), p99: at(0.99) });
    };
    for (let c = 0; c < connections; c += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      let buffered = NOTHING;
      let since = 0;
      const rest = () =>
        pauseMillis > 0 ? setTimeout(next, -pauseMillis * Math.log(1 - Math.random())) : next();
      const next = () => {
        if (performance.now() >= until || sent >= count) return socket.end();
        since = performance.now();
        socket.write(requests[sent % requests.length]);
        sent += 1;
      };
      socket.on('connect', rest);
      socket.on('data', (chunk) => {
        buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
        if (!shape.fits(buffered) && !shape.learn(buffered)) return;
        const { headBytes } = shape;
        const isGood = startsWith(buffered, 0, OK) && startsWith(buffered, headBytes + END.length, expected);
        if (isGood) good += 1;
        else {
          bad += 1;
          firstBad ??= buffered.latin1Slice(0, Math.min(600, buffered.length));
        }
        latencies.push(performance.now() - since);
        buffered = NOTHING;
        rest();
      });
      socket.on('error', () => {
        bad += 1;
      });
      socket.on('close', () => {
        open -= 1;
        if (open === 0) done();
      });
    }
  });
}

process.on('message', async (message) => {
  if (message.stop) process.exit(0);
  process.send(message.file ? load(message) : await run(message));
});
process.on('disconnect', () => process.exit(1));
process.send({ ready: true });
