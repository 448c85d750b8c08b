import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawReply {
  readonly status: number;
  /** Header lines in the order in which they came. */
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Sends bytes as they are on a connection of their own and reads the answer: for requests that no client would write. */
export async function sendRaw(baseUrl: string, request: string | Buffer): Promise<RawReply> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  // Not ended: the server takes that for a caller who has gone away.
  socket.write(typeof request === 'string' ? Buffer.from(request, 'latin1') : request);
  await new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A server that refuses a request it has not read to its end may reset the connection after its answer.
    socket.once('error', (error) => (chunks.length > 0 ? resolve() : reject(error)));
    socket.once('close', () => resolve());
  });
  return parse(Buffer.concat(chunks).toString('latin1'));
}

/** A request's head with a host and an end to the connection; `lines` follow as they are. */
export function head(requestLine: string, ...lines: readonly string[]): string {
  return [`${requestLine} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines, '', ''].join('\r\n');
}

function parse(text: string): RawReply {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no whole answer came: ${JSON.stringify(text)}`);
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    lines: lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    body: text.slice(end + 4),
  };
}

/** The values of all header lines with this name. */
export function valuesOf(reply: RawReply, name: string): string[] {
  return reply.lines.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}
