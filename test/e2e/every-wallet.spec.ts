import { HotPool } from '@turnpike/database';

import { BookNode } from '../support/emulators/book-node.js';
import { EMULATED_KINDS, startEmulator, type EmulatedKind } from '../support/emulators/start-emulator.js';
import { ShownInvoices } from '../support/emulators/shown-invoices.js';
import { WalletInstance } from '../support/wallet-instance.js';

/** A merchant's way with one wallet, from its credentials to the settled payment, over the real API and worker. */
describe.each(EMULATED_KINDS)('with %s', (kind: EmulatedKind) => {
  const node = new BookNode();
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let instance: WalletInstance;
  let key = '';

  beforeAll(async () => {
    emulator = await startEmulator(kind, node);
    instance = await WalletInstance.start(emulator.variables);
    key = await instance.newLiveKey();
  });

  afterAll(async () => {
    await instance.stop();
    await emulator.stop();
  });

  async function events(paymentHash: string): Promise<string[]> {
    const { rows } = await instance.app.get(HotPool, { strict: false }).query<{ type: string }>({
      text: `SELECT type FROM outbox WHERE data ->> 'paymentHash' = $1 ORDER BY id`,
      values: [paymentHash],
    });
    return rows.map(({ type }) => type);
  }

  it('a merchant connects it and sells; what is paid settles once, and what the payer shows is let in', async () => {
    const wallet = await instance.connect(key, emulator);
    expect(wallet).toMatchObject({ kind, role: 'primary', health: 'ok', network: 'regtest' });
    const [paid, open] = [await instance.mint(key, '/paid'), await instance.mint(key, '/open')];
    // What tried the wallet out is not among them, whatever the kind puts on its invoices.
    expect(new ShownInvoices(node).takeNew()).toMatchObject([
      { number: 1, invoice: { paymentHash: paid.paymentHash } },
      { number: 2, invoice: { paymentHash: open.paymentHash } },
    ]);
    await node.pay(paid.paymentHash);
    const settled = await instance.untilSettlement(key, paid.paymentHash, 'settled');
    expect(settled).toMatchObject({ status: 'paid', resource: '/paid' });
    expect((await events(paid.paymentHash)).sort()).toEqual([
      'challenge.created',
      'challenge.paid',
      'challenge.settled',
    ]);
    expect(await instance.challenge(key, open.paymentHash)).toMatchObject({ status: 'unpaid' });
    const preimage = node.find(paid.paymentHash)?.preimage;
    const credential = { macaroon: paid.macaroon, preimage };
    const { body } = await instance.call('POST', '/api/l402/challenges/verify', key, credential);
    expect(body).toMatchObject({ valid: true, resource: '/paid' });
  });

  it('a restart of the wallet, or a word too late, loses no payment', async () => {
    const offer = await instance.mint(key, '/later');
    emulator.faults.status = 503;
    await node.pay(offer.paymentHash);
    emulator.faults.clear();
    await instance.untilSettlement(key, offer.paymentHash, 'settled');
    expect((await events(offer.paymentHash)).filter((type) => type === 'challenge.settled')).toHaveLength(1);
  });
});
