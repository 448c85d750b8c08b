import { installPackedLibs, type PackedProject } from '../support/packed-libs.js';
import { overHttp } from '../support/paid-shops-on-node.js';
import { buy, withPurchase } from '../support/paying-client.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { installedRuntime, type RuntimeName } from './installed-runtimes.js';
import { serveWith, type RuntimeServer } from './runtime-server.js';

const names: readonly RuntimeName[] = ['bun', 'deno', 'node18', 'workerd'];

/** Packed once for all of them, and only if there is one. */
let packed: Promise<PackedProject> | null = null;

afterAll(async () => {
  await (await packed)?.remove();
});

for (const name of names) {
  const program = installedRuntime(name);
  const suite = program === null ? describe.skip : describe;
  const left = program === null ? `${name} is not installed: left out` : name;

  suite(`the published packages in another runtime (${left})`, () => {
    let broker: SandboxShop;
    let server: RuntimeServer;

    beforeAll(async () => {
      packed ??= installPackedLibs();
      broker = await SandboxShop.open();
      const access = { key: broker.key, url: broker.api.baseUrl };
      server = await serveWith(name, program ?? '', await packed, access);
    }, 120_000);

    afterAll(async () => {
      await server.stop();
      await broker.close();
    });

    it('sell, verify, and give back what could not be served', async () => {
      const shop = overHttp({ address: () => ({ port: server.port }) } as never, () => Promise.resolve());
      const [served, failing] = [{ target: '/forecast?x=1' }, { target: '/fails' }];
      const bought = await buy(shop, served, broker);
      const answer = await shop.ask(withPurchase(served, bought));
      expect([answer.status, answer.lines('cache-control')]).toEqual([200, ['private']]);
      expect(JSON.parse(answer.text)).toMatchObject({ paid: true, resource: '/forecast', usesRemaining: 1 });
      expect((await shop.ask(withPurchase(failing, bought))).status).toBe(402);
      const unlucky = await buy(shop, failing, broker);
      for (let uses = 0; uses < 4; uses += 1) {
        let { status } = await shop.ask(withPurchase(failing, unlucky));
        while (status === 503) ({ status } = await shop.ask(withPurchase(failing, unlucky)));
        expect(status).toBe(500);
      }
    });
  });
}
