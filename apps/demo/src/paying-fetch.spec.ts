import { randomBytes } from 'node:crypto';

import { hashPreimage, parsePreimage, signPaymentRequest } from '@turnpike/l402';

import { PayingFetch, type PayingFetchOptions } from './paying-fetch.js';

const ADDRESS = 'https://shop.example/joke';
const MACAROON = 'AgEEc2hvcA==';

/** A server that sells by invoices over some amount, and a wallet that pays them. */
class Market {
  readonly paid: string[] = [];
  readonly asked: (string | null)[] = [];
  /** What the body and the header say of the amount, if it is not the truth. */
  told: { body?: number | undefined; header?: number | undefined } = {};
  amountMsat = 50_000n;
  /** Why tokens are refused; null: they are not. */
  refusal: string | null = null;
  private readonly preimages = new Map<string, string>();

  readonly pay = async (invoice: string): Promise<string> => {
    this.paid.push(invoice);
    return this.preimages.get(invoice)!;
  };

  readonly send = async (_address: string, init: RequestInit): Promise<Response> => {
    const authorization = new Headers(init.headers).get('authorization');
    this.asked.push(authorization);
    const good = [...this.preimages.values()].some((one) => authorization === `L402 ${MACAROON}:${one}`);
    if (good && this.refusal === null) return new Response('ha');
    const invoice = this.newInvoice();
    const amount = this.told.header === undefined ? '' : `, amount="${this.told.header}"`;
    const headers = { 'WWW-Authenticate': `L402 macaroon="${MACAROON}", invoice="${invoice}"${amount}` };
    const reason = good ? this.refusal : null;
    const sats = this.told.body ?? Number(this.amountMsat / 1_000n);
    return Response.json({ reason, l402: { amount_sats: sats } }, { status: 402, headers });
  };

  payer(more: Partial<PayingFetchOptions> = {}): PayingFetch {
    const { pay, send } = this;
    return new PayingFetch({ pay, send, network: 'regtest', perRequestSats: 50, totalSats: 120, ...more });
  }

  private newInvoice(): string {
    const preimage = parsePreimage(randomBytes(32).toString('hex'))!;
    const invoice = signPaymentRequest({
      network: 'regtest',
      amountMsat: this.amountMsat,
      paymentHash: hashPreimage(preimage),
      paymentSecret: randomBytes(32),
      description: 'joke',
      expirySeconds: 600,
      timestampSeconds: 1_790_000_000,
      privateKey: Buffer.alloc(32, 1),
    });
    this.preimages.set(invoice, preimage);
    return invoice;
  }
}

describe('a paying fetch', () => {
  let market: Market;
  beforeEach(() => {
    market = new Market();
  });

  it('pays what is asked and asks again with the proof', async () => {
    const payer = market.payer();
    expect(await (await payer.fetch(ADDRESS)).text()).toBe('ha');
    expect([market.paid.length, market.asked.length, payer.spentSats]).toEqual([1, 2, 50]);
  });

  it('pays once for an address while it holds a token, and anew for another', async () => {
    const payer = market.payer();
    await payer.fetch(ADDRESS);
    expect((await payer.fetch(`${ADDRESS}#part`)).status).toBe(200);
    expect(market.paid).toHaveLength(1);
    await payer.fetch(`${ADDRESS}?loud`);
    expect([market.paid.length, payer.spentSats]).toEqual([2, 100]);
  });

  it('shares one purchase among requests at one time', async () => {
    const payer = market.payer();
    const answers = await Promise.all(Array.from({ length: 5 }, () => payer.fetch(ADDRESS)));
    expect([answers.map(({ status }) => status), market.paid.length]).toEqual([Array(5).fill(200), 1]);
  });

  it.each(['expired', 'used_up'])('buys another token when its own is %s', async (reason) => {
    const payer = market.payer();
    await payer.fetch(ADDRESS);
    market.refusal = reason;
    await payer.fetch(ADDRESS);
    expect(market.paid).toHaveLength(2);
  });

  it('does not pay again because a good token is refused', async () => {
    const payer = market.payer();
    await payer.fetch(ADDRESS);
    market.refusal = 'wrong_amount';
    expect((await payer.fetch(ADDRESS)).status).toBe(402);
    expect(market.paid).toHaveLength(1);
  });

  it('spends no more than it may, for one request and in total', async () => {
    await expect(market.payer({ perRequestSats: 49 }).fetch(ADDRESS)).rejects.toThrow('at most 49 allowed');
    const payer = market.payer();
    for (const one of ['/1', '/2']) await payer.fetch(ADDRESS + one);
    await expect(payer.fetch(`${ADDRESS}/3`)).rejects.toThrow('20 left of 120');
    expect([market.paid.length, payer.spentSats]).toEqual([2, 100]);
  });

  it('spends no more than it may when requests come at one time', async () => {
    const payer = market.payer();
    const answers = await Promise.allSettled(['/1', '/2', '/3'].map((one) => payer.fetch(ADDRESS + one)));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(market.paid).toHaveLength(2);
  });

  it.each([{ body: 10 }, { header: 10 }])(
    'pays no invoice over more than the answer says: %o',
    async (told) => {
      market.told = told;
      await expect(market.payer().fetch(ADDRESS)).rejects.toThrow('does not ask for the 50 sats');
      expect(market.paid).toEqual([]);
    },
  );

  it('pays no invoice over parts of a sat, and none of another network', async () => {
    await expect(market.payer({ network: 'mainnet' }).fetch(ADDRESS)).rejects.toThrow('cannot be trusted');
    market.amountMsat = 1_500n;
    await expect(market.payer().fetch(ADDRESS)).rejects.toThrow('not over whole sats');
    expect(market.paid).toEqual([]);
  });

  it('sends nothing for a preimage that is not the invoice’s, and counts what it cost', async () => {
    const payer = market.payer({ pay: async () => '00'.repeat(32) });
    await expect(payer.fetch(ADDRESS)).rejects.toThrow('no proof');
    expect([market.asked, payer.spentSats]).toEqual([[null], 50]);
  });

  it('refuses a body that it could not send twice before it sends it', async () => {
    const body = new ReadableStream();
    await expect(market.payer().fetch(ADDRESS, { method: 'POST', body })).rejects.toThrow(TypeError);
    expect(market.asked).toEqual([]);
  });
});
