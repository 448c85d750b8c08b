import type { IncomingMessage } from 'node:http';
import { Gateway } from './gateway.js';

describe('a request by a name that may be a merchant’s own', () => {
  const asked: string[] = [];
  const proxies = {
    findByHost: (host: string) => {
      asked.push(host);
      return new Promise(() => undefined);
    },
  };
  const nobody = undefined as never;
  const env = { trustedProxies: [], publicUrl: null } as never;
  const guard = { lookup: nobody } as never;
  const gateway = new Gateway(proxies as never, nobody, nobody, nobody, nobody, nobody, guard, env);
  const takes = (url: string) =>
    gateway.takes({ url, headers: { host: 'alias.example' }, socket: {} } as unknown as IncomingMessage);

  afterAll(() => gateway['client'].close());

  it.each(['/health', '/health/live', '/health/ready?x=1'])('is ours without any question: %s', (url) => {
    expect(takes(url)).toBe(false);
    expect(asked).toEqual([]);
  });

  it.each(['/healthy', '/health/live/x', '/'])('is asked about where it may be theirs: %s', (url) => {
    expect(takes(url)).toBeInstanceOf(Promise);
    expect(asked.splice(0)).toEqual(['alias.example']);
  });
});
