import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import { dnsResolver } from './resolve-name.js';

/** The answer to a question of type A; to any other that there is none (RFC 1035, 4.1). */
function answerTo(query: Buffer, address: readonly number[]): Buffer {
  const endOfName = query.indexOf(0, 12) + 1;
  const question = query.subarray(12, endOfName + 4);
  const isA = query.readUInt16BE(endOfName) === 1;
  const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, isA ? 1 : 0, 0, 0, 0, 0]);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address]);
  return Buffer.concat([header, question, ...(isA ? [record] : [])]);
}

describe('resolving a name by DNS', () => {
  const sockets: Socket[] = [];

  async function server(answer: (query: Buffer) => Buffer | null): Promise<string> {
    const socket = createSocket('udp4');
    sockets.push(socket);
    socket.on('message', (query, { port, address }) => {
      const reply = answer(query);
      if (reply !== null) socket.send(reply, port, address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return `127.0.0.1:${String(socket.address().port)}`;
  }

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });

  const resolve = (from: string, name: string): Promise<LookupAddress[]> =>
    new Promise((fulfil, reject) => {
      dnsResolver([from])(name, { all: true }, (error, found) =>
        error === null ? fulfil(found) : reject(error),
      );
    });

  it('finds the addresses of either version that there are', async () => {
    const from = await server((query) => answerTo(query, [93, 184, 215, 14]));
    expect(await resolve(from, 'node.example')).toEqual([{ address: '93.184.215.14', family: 4 }]);
  });

  it('ends with an error when the server never answers', async () => {
    const from = await server(() => null);
    await expect(resolve(from, 'node.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });
});
