import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { standIn } from '../support/dashboard/stand-in.js';

describeInBrowser('an owner at the dashboard, in a browser (left out where there is no Chromium)', () => {
  let server: FastifyInstance;
  let seen: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    server = await standIn();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    seen = await inBrowser('errands', { base: `http://127.0.0.1:${port}` });
  }, BROWSER_HOOK_MILLIS);

  afterAll(() => server.close());

  it('makes a key with the rights that were left, and sees its secret until it is stored, and never again', () => {
    const body = { label: 'verifier', scopes: ['challenges:verify'], expiresAt: null };
    expect(seen['a key with fewer rights']).toEqual({
      sent: [{ body, mode: 'test' }],
      prefix: 'tp_test_',
      stays: true,
      left: false,
    });
  });

  it('reads at the field what is wrong with it, until the field is changed', () => {
    expect(seen['a webhook whose address is refused']).toEqual({
      sent: [
        { url: 'http://shop.example.com' },
        { url: 'https://shop.example.com', events: ['challenge.paid', 'challenge.settled'] },
      ],
      invalid: 'true',
      stillSaid: false,
      prefix: 'whsec_',
    });
  });

  it('connects a wallet that could spend only after accepting that, and in live mode whatever the tab shows', () => {
    const wish = { kind: 'strike', label: null, role: 'fallback' };
    const credentials = { apiKey: 'may-spend', targetCurrency: 'BTC' };
    expect(seen['a wallet that could spend']).toEqual({
      sent: [false, true].map((acceptSpendRisk) => ({
        body: { ...wish, credentials, acceptSpendRisk },
        mode: 'live',
      })),
    });
  });

  it('reads at the address that it may not be called, and who can allow it', () => {
    expect(seen['a node in a private network']).toEqual({ invalid: 'true' });
  });

  it('pays for a plan from a phone, and the page sees it by itself', () => {
    expect(seen['a plan, paid from a phone']).toEqual({ waits: true, looked: true });
  });

  it('can prove a payment by the preimage that the wallet shows', () => {
    expect(seen['a plan, proved by the preimage']).toEqual({ first: null, then: 'L402 …:…' });
  });

  it('reads why the wallet of the browser did not pay', () => {
    expect(seen['a plan, which the wallet of the browser does not pay']).toEqual({ unpaid: true });
  });

  it('is told before paying that a plan without an end is given up', () => {
    expect(seen['a plan in the place of one without an end']).toEqual({ unpaid: true });
  });

  it('keeps the bill that was paid for an account when the first proof of it does not fit', () => {
    expect(seen['an account, proved at the second try']).toEqual({
      sent: [null, 'L402 first:mistyped', 'L402 first:right'],
    });
  });

  it('can prove a first payment of which the wallet cannot tell, in live mode whatever the tab shows', () => {
    expect(seen['a first payment that no wallet tells of']).toEqual({
      sent: ['ab', 'cd'].map((preimage) => ({ mode: 'live', preimage })),
    });
  });

  it('changes settings of the mode that is looked at, and only those that differ', () => {
    expect(seen['settings of one mode']).toEqual({
      sent: [{ body: { tokenValiditySeconds: 7200 }, mode: 'live' }],
    });
  });

  it('is offered nothing that the role does not allow', () => {
    expect(seen['looking only']).toEqual({ deeds: [] });
  });

  it('without a merchant sees the instance, and asks for nothing of a merchant', () => {
    expect(seen['an operator who belongs to no merchant']).toEqual({ asked: [] });
  });
});
