import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const FIRST = 12_000;
const SHARE = 2_000;
const SHARES = 10;

const share = FIRST + (Number(process.env['JEST_WORKER_ID'] ?? 1) % SHARES) * SHARE;
let last = randomInt(SHARE);

/**
 * A port that nobody has, and that nobody takes before its program does: it is below those that systems give to whoever
 * asks for any, and each worker of jest looks for its own in a share of its own. None is given twice.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < SHARE; tries += 1) {
    last = (last + 1) % SHARE;
    const port = share + last;
    if (await isFree(port)) return port;
  }
  throw new Error('every port is taken');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
}
