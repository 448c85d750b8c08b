import { randomBytes, randomUUID } from 'node:crypto';
import { hashPreimage, parsePreimage, type PaymentRequest, type Preimage } from '@turnpike/l402';
import { readInvoice } from './read-invoice.js';
import { ProtocolViolation } from './wallet-errors.js';
import type { CallLimits, WalletProvider } from './wallet-provider.js';

const AMOUNT_MSAT = 1_000n;
const EXPIRY_SECONDS = 120;

/**
 * Has a wallet make an invoice of one satoshi, which nobody is shown, and looks it up: that proves both rights, and our
 * own reading of it tells network and payee. Throws `ProtocolViolation` if it is not the invoice that was asked for.
 */
export async function makeCheckInvoice(wallet: WalletProvider, call: CallLimits): Promise<PaymentRequest> {
  const preimage = parsePreimage(randomBytes(32).toString('hex')) as Preimage;
  const created = await wallet.createInvoice(
    {
      challengeId: randomUUID(),
      amountMsat: AMOUNT_MSAT,
      description: 'Turnpike connection check',
      expirySeconds: EXPIRY_SECONDS,
      ...(wallet.traits.ownPreimage ? { preimage } : {}),
    },
    call,
  );
  const invoice = readInvoice(created.paymentRequest);
  const { paymentHash } = invoice;
  if (invoice.amountMsat !== AMOUNT_MSAT) throw new ProtocolViolation('amount');
  if ((created.claimedHash ?? paymentHash).toLowerCase() !== paymentHash)
    throw new ProtocolViolation('claimed hash');
  if (wallet.traits.ownPreimage && hashPreimage(preimage) !== paymentHash)
    throw new ProtocolViolation('hash of our preimage');

  const createdAt = new Date(invoice.timestampSeconds * 1000);
  const expiresAt = new Date(createdAt.getTime() + invoice.expirySeconds * 1000);
  const { providerRef, paymentRequest } = created;
  await wallet.lookUpInvoices([{ paymentHash, providerRef, paymentRequest, createdAt, expiresAt }], call);
  return invoice;
}
