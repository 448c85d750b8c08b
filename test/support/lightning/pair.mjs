import { Chain } from './chain.mjs';
import { ChannelOpening } from './channel.mjs';
import { Connection } from './connection.mjs';
import { Invoices } from './invoices.mjs';
import { Node } from './node.mjs';
import { Payments } from './payments.mjs';
import { Pump } from './pump.mjs';

/** Two nodes on one simulated chain, with a channel from the first to the second. Whatever is asked is done at once. */
export class Pair {
  #chain;
  #invoices;
  #payments;
  #pump;

  /** Opens the channel; the chain's time is the given Unix time. */
  constructor(timeSeconds) {
    this.#chain = new Chain(timeSeconds);
    const [payer, merchant] = [new Node(this.#chain), new Node(this.#chain)];
    const opening = new ChannelOpening(payer);
    this.#payments = new Payments(payer);
    this.#invoices = new Invoices(merchant, this.#chain);
    this.#pump = new Pump(new Connection(payer, merchant), [
      { node: payer, parts: [opening, this.#payments] },
      { node: merchant, parts: [this.#invoices] },
    ]);
    opening.run(merchant, this.#chain, this.#pump);
    /** The nodes' public keys as hex digits. */
    this.ids = { payer: payer.id, merchant: merchant.id };
  }

  /** The merchant makes an invoice. */
  createInvoice(terms) {
    return this.#invoices.create(terms);
  }

  /** What the merchant knows of an invoice of its own; else null. */
  stateOf(paymentHash) {
    return this.#invoices.stateOf(paymentHash);
  }

  /** The payer pays. Gives the preimage that it learned, or throws `PaymentRefused`. */
  pay(paymentRequest) {
    return this.#payments.pay(paymentRequest, this.#pump);
  }

  /** Adds a block of the given Unix time, which both nodes see. */
  mine(timeSeconds) {
    this.#chain.mine(timeSeconds);
    this.#pump.run();
  }
}
