import { createServer } from 'node:net';

import { freePort } from './free-port.js';

/** Where those begin that Linux gives by itself; elsewhere they begin later. */
const SYSTEMS_OWN = 32_768;

describe('a port for a program of a test', () => {
  it('is none that a system gives by itself, and none that was given before', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(new Set(ports).size).toBe(50);
    expect(Math.max(...ports)).toBeLessThan(SYSTEMS_OWN);
  });

  it('is none that somebody has, whatever the address', async () => {
    const next = (await freePort()) + 1;
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(next, '127.0.0.1', resolve));
    expect(await freePort()).not.toBe(next);
    await new Promise((resolve) => other.close(resolve));
  });
});
