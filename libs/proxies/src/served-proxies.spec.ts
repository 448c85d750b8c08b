import { ServedProxies } from './served-proxies.js';
import type { ServedProxyRepository } from './served-proxy.repository.js';

/** What is asked of the database, in turn; `hosts` is null where there are too many to be told at once. */
function served(hosts: ReadonlyMap<string, string> | null) {
  const asked: string[] = [];
  const repository: Pick<ServedProxyRepository, 'findHosts' | 'findByHost'> = {
    findHosts: () => {
      asked.push('all');
      return Promise.resolve(hosts);
    },
    findByHost: (host) => {
      asked.push(host);
      return Promise.resolve(null);
    },
  };
  const nobody = undefined as never;
  const proxies = new ServedProxies(repository as never, nobody, nobody, nobody, nobody, nobody, nobody);
  return { asked, proxies };
}

const strange = Array.from({ length: 500 }, (_, n) => `h${String(n)}.example`);

describe('host names that lead nowhere', () => {
  it('cost one question in all, however many come and however close together', async () => {
    const { asked, proxies } = served(new Map([['own.example', 'own-abcd']]));
    const found = await Promise.all(strange.map(async (host) => proxies.findByHost(host)));
    expect(new Set(found)).toEqual(new Set([null]));
    expect(strange.map((host) => proxies.findByHost(host))).toEqual(strange.map(() => null));
    expect(proxies.findByHost('own.example')).toBe('own-abcd');
    expect(asked).toEqual(['all']);
  });

  it('cost one question each where there are too many to know them all', async () => {
    const { asked, proxies } = served(null);
    await Promise.all([...strange, ...strange].map(async (host) => proxies.findByHost(host)));
    expect(asked).toEqual(['all', ...strange]);
  });
});
