import { randomUUID } from 'node:crypto';
import { finalizeEvent, generateSecretKey } from 'nostr-tools/pure';
import { openNwc, type NwcUnderTest, type NwcUnderTestOptions } from '../testing/nwc-under-test.js';
import { Deadline } from '../deadline.js';
import { ProtocolViolation } from '../wallet-errors.js';

let under: NwcUnderTest;

async function open(options: NwcUnderTestOptions = {}): Promise<void> {
  under = await openNwc(options);
}

afterEach(() => under.close());

async function create(): Promise<unknown> {
  const asked = { challengeId: randomUUID(), amountMsat: 21_000n, description: '', expirySeconds: 600 };
  return under.wallet.createInvoice(asked, Deadline.in(5_000));
}

/** How our requests were encrypted. */
const encryptions = (): (string | undefined)[] =>
  under.service.requests.map(({ event }) => event.tags.find(([name]) => name === 'encryption')?.[1]);

describe('the encryption of requests', () => {
  it.each([
    ['nip44_v2 nip04', 'nip44_v2'],
    ['nip04 nip44_v2', 'nip44_v2'],
    ['nip44_v2', 'nip44_v2'],
    ['nip04', 'nip04'],
    [null, 'nip04'],
  ])('to a wallet that offers %p is %s', async (encryption, used) => {
    await open({ manners: { encryption } });
    await create();
    expect(encryptions()).toEqual([used]);
  });

  it('to a wallet without info event is the newer one, until that is refused', async () => {
    await open({ manners: { hasInfo: false } });
    under.service.intercept = (request) => {
      if (encryptions().at(-1) === 'nip04') return false;
      under.service.reply(request, { error: { code: 'UNSUPPORTED_ENCRYPTION', message: 'x' } });
      return true;
    };
    await expect(create()).rejects.toBeInstanceOf(ProtocolViolation);
    await create();
    expect(encryptions()).toEqual(['nip44_v2', 'nip04']);
  });

  it('is not made the older one by a wallet that says that it has the newer', async () => {
    await open();
    under.service.intercept = (request) => {
      under.service.reply(request, { error: { code: 'UNSUPPORTED_ENCRYPTION', message: 'x' } });
      return true;
    };
    await expect(create()).rejects.toBeInstanceOf(ProtocolViolation);
    await expect(create()).rejects.toBeInstanceOf(ProtocolViolation);
    expect(encryptions()).toEqual(['nip44_v2', 'nip44_v2']);
  });

  it('is not decided by an info event that somebody else signed', async () => {
    await open({ manners: { hasInfo: false } });
    const { relay, service } = under;
    relay.intercept = ([type, id, filter], send) => {
      if (type !== 'REQ' || (filter as { kinds: number[] }).kinds[0] !== 13_194) return false;
      const template = { kind: 13_194, created_at: 2_000_000_000, tags: [], content: 'make_invoice' };
      const foreign = finalizeEvent(template, generateSecretKey());
      send(['EVENT', id, foreign]);
      send(['EVENT', id, { ...foreign, pubkey: service.identity.walletPubkey }]);
      send(['EOSE', id]);
      return true;
    };
    await create();
    expect(encryptions()).toEqual(['nip44_v2']);
  });
});

describe('the info event', () => {
  it('is asked for once, however many calls need it', async () => {
    await open();
    await Promise.all([create(), create(), create()]);
    const asked = under.relay.frames.filter(({ message }) =>
      JSON.stringify(message).includes('"kinds":[13194]'),
    );
    expect(asked).toHaveLength(1);
  });
});

describe('a check of the connection', () => {
  const check = () => under.wallet.checkConnection(Deadline.in(5_000));

  it('makes an invoice of one satoshi, looks it up, and reports its network and payee', async () => {
    await open();
    expect(await check()).toEqual({ network: 'regtest', payee: under.node.payee, excessPermissions: [] });
    expect(under.service.requests.map(({ method }) => method)).toEqual([
      'get_info',
      'make_invoice',
      'lookup_invoice',
    ]);
    expect(under.node.all()[0]).toMatchObject({ amountMsat: 1_000n });
  });

  it('takes rights that neither the wallet nor an info event tells for rights that go too far', async () => {
    await open({
      manners: { hasInfo: false },
      habits: { methods: ['make_invoice', 'lookup_invoice', 'pay_invoice'] },
    });
    expect(await check()).toMatchObject({ excessPermissions: ['untold'] });
  });

  it('is not fooled about the network', async () => {
    await open({ habits: { network: 'mainnet' } });
    await expect(check()).rejects.toBeInstanceOf(ProtocolViolation);
  });

  it('names no payee where the wallet says that its node is another', async () => {
    await open();
    under.service.intercept = (request) => {
      if (request.method !== 'get_info') return false;
      under.service.reply(request, { result: { pubkey: `02${'66'.repeat(32)}`, methods: 7 } });
      return true;
    };
    expect(await check()).toMatchObject({ network: 'regtest', payee: null });
  });

  it('fails where the right to make invoices is missing', async () => {
    await open({ habits: { methods: ['lookup_invoice', 'get_info'] } });
    await expect(check()).rejects.toMatchObject({ part: 'credential' });
  });
});

describe('the list of payments', () => {
  const list = (from: number, to: number) =>
    under.provider.listPayments(new Date(from), new Date(to), {
      deadline: Deadline.in(5_000),
      signal: AbortSignal.timeout(5_000),
    });

  it('has what was received in that time, over all pages, and nothing unpaid', async () => {
    await open();
    for (let count = 0; count < 25; count += 1) await create();
    const invoices = under.node.all();
    for (const { paymentHash } of invoices.slice(0, 23)) await under.node.pay(paymentHash);
    const now = Date.now();
    const { payments, isComplete } = await list(now - 60_000, now + 60_000);
    expect(isComplete).toBe(true);
    expect(payments.map(({ paymentHash }) => paymentHash).sort()).toEqual(
      invoices
        .slice(0, 23)
        .map(({ paymentHash }) => paymentHash)
        .sort(),
    );
    expect(payments[0]).toMatchObject({ receivedMsat: 21_000n, settledAt: expect.any(Date) as Date });
    expect(await list(now - 600_000, now - 300_000)).toEqual({ payments: [], isComplete: true });
  });

  it('says that it is not complete when a page fails', async () => {
    await open();
    for (let count = 0; count < 21; count += 1) await create();
    for (const { paymentHash } of under.node.all()) await under.node.pay(paymentHash);
    under.service.intercept = (request) => {
      if (request.method !== 'list_transactions' || request.params['offset'] === 0) return false;
      under.service.reply(request, { error: { code: 'INTERNAL', message: 'x' } });
      return true;
    };
    const { payments, isComplete } = await list(Date.now() - 60_000, Date.now() + 60_000);
    expect([payments.length, isComplete]).toEqual([20, false]);
  });
});
