import { parseMerchantId, parsePaymentHash, type MerchantId, type PaymentHash } from '@turnpike/l402';
import { CredentialInvalid, Unavailable, type InvoiceReference, type WalletFactory } from '@turnpike/wallets';
import { addLdkKind } from './ldk-connection.js';
import { LdkProvider } from './ldk.provider.js';
import { openChannel, type LightningPair } from './lightning-pair.js';

let pair: LightningPair;
let wallet: LdkProvider;

beforeAll(async () => {
  pair = await openChannel();
  wallet = new LdkProvider(pair.merchant);
}, 60_000);

afterAll(() => pair.close());

const request = {
  challengeId: '7d4a4ad6-0b3c-4d0f-9a54-6d2f3a0c7a10',
  amountMsat: 21_000n,
  description: 'weather',
  expirySeconds: 60,
};

async function create(): Promise<InvoiceReference> {
  const { paymentRequest, providerRef, claimedHash } = await wallet.createInvoice(request);
  const paymentHash = parsePaymentHash(claimedHash ?? '') as PaymentHash;
  const expiresAt = new Date(pair.now.getTime() + 60_000);
  return { paymentHash, providerRef, paymentRequest, createdAt: pair.now, expiresAt };
}

async function wordOn(invoice: InvoiceReference): Promise<unknown> {
  return (await wallet.lookUpInvoices([invoice])).get(invoice.paymentHash);
}

describe('the wallet that is a Lightning node', () => {
  it('says open, then settled with amount and time of a payment that went over the channel', async () => {
    const invoice = await create();
    expect(await wordOn(invoice)).toEqual({ is: 'open' });
    await pair.payer.pay(invoice.paymentRequest);
    const settled = { is: 'settled', receivedMsat: 21_000n, settledAt: pair.now, via: 'lightning' };
    expect(await wordOn(invoice)).toEqual(settled);
  });

  it('says expired once a block is past its time, and unknown of what it never made', async () => {
    const invoice = await create();
    await pair.mine(new Date(pair.now.getTime() + 61_000));
    expect(await wordOn(invoice)).toEqual({ is: 'expired' });
    const paymentHash = parsePaymentHash('5a'.repeat(32)) as PaymentHash;
    expect(await wordOn({ ...invoice, paymentHash })).toEqual({ is: 'unknown', because: 'not-found' });
  });

  it('opens with credentials that name the node, and with no others', () => {
    const kinds = new Map<string, WalletFactory>();
    addLdkKind({ add: (kind, factory) => void kinds.set(kind, factory) }, pair);
    const tenant = { mode: 'live', merchantId: parseMerchantId(7) as MerchantId } as const;
    const openWith = (credentials: unknown): unknown => kinds.get('ldk')?.({ tenant, credentials });
    expect(openWith({ nodeId: pair.merchant.id })).toBeInstanceOf(LdkProvider);
    for (const credentials of [{ nodeId: pair.payer.id }, {}, null, 'x']) {
      expect(() => openWith(credentials)).toThrow(CredentialInvalid);
    }
  });

  it('is unavailable when the node is gone, and never says open then', async () => {
    const invoice = await create();
    await pair.close();
    await expect(wordOn(invoice)).rejects.toThrow(Unavailable);
    await expect(create()).rejects.toThrow(Unavailable);
  });
});
