import { createHash } from 'node:crypto';
import { bytesOf, hexOf, ldk, unwrap } from './ldk.mjs';

const { Option_ThirtyTwoBytesZ: Hash, Option_u16Z, Option_u32Z, Option_u64Z } = ldk;

function described(text) {
  return ldk.Bolt11InvoiceDescription.constructor_direct(
    unwrap(ldk.Description.constructor_new(text), 'take the description'),
  );
}

/** The invoices of a node, and what became of them: it takes every payment for one that has not expired. */
export class Invoices {
  #node;
  #chain;
  #known = new Map();

  constructor(node, chain) {
    this.#node = node;
    this.#chain = chain;
  }

  /**
   * Makes an invoice, for a preimage (hex digits) of the caller's or one of the node's own. A preimage that was used
   * gives the invoice that was made with it.
   */
  create({ amountMsat, description, expirySeconds, preimage = null }) {
    const hash = preimage === null ? null : createHash('sha256').update(bytesOf(preimage)).digest();
    const earlier = hash === null ? undefined : this.#known.get(hexOf(hash));
    if (earlier !== undefined) return earlier.made;
    const made = this.#node.channels.create_bolt11_invoice(
      Option_u64Z.constructor_some(amountMsat),
      described(description),
      Option_u32Z.constructor_some(expirySeconds),
      Option_u16Z.constructor_none(),
      hash === null ? Hash.constructor_none() : Hash.constructor_some(Uint8Array.from(hash)),
    );
    return this.#remember(unwrap(made, 'make an invoice'), preimage);
  }

  /** What the node knows of an invoice; null if it never made it. */
  stateOf(paymentHash) {
    const entry = this.#known.get(paymentHash);
    if (entry === undefined) return null;
    if (entry.settled !== null) return { is: 'settled', ...entry.settled };
    return { is: this.#isExpired(entry.invoice) ? 'expired' : 'open' };
  }

  /** Takes part in payments as far as an event of the node asks for it. */
  handle(event) {
    if (event instanceof ldk.Event_PaymentClaimable) this.#take(event);
    if (event instanceof ldk.Event_PaymentClaimed) this.#settle(event);
  }

  #remember(invoice, preimage) {
    const made = { paymentRequest: invoice.to_str(), paymentHash: hexOf(invoice.payment_hash()) };
    this.#known.set(made.paymentHash, { made, invoice, preimage, settled: null });
    return made;
  }

  #take({ payment_hash, purpose }) {
    const { channels } = this.#node;
    const entry = this.#known.get(hexOf(payment_hash));
    if (entry === undefined || this.#isExpired(entry.invoice))
      return channels.fail_htlc_backwards(payment_hash);
    const own = purpose.preimage();
    // The library derives the preimages that it chose; of a caller's it knows the hash only.
    const preimage = own instanceof ldk.Option_ThirtyTwoBytesZ_Some ? own.some : bytesOf(entry.preimage);
    return channels.claim_funds(preimage);
  }

  #settle({ payment_hash, amount_msat }) {
    const entry = this.#known.get(hexOf(payment_hash));
    entry.settled = { receivedMsat: amount_msat, settledAtSeconds: this.#chain.timeSeconds };
  }

  #isExpired(invoice) {
    return invoice.would_expire(BigInt(this.#chain.timeSeconds));
  }
}
