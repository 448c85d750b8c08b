import { hexOf, ldk } from './ldk.mjs';

const RETRIES = 0;

/** A payment that did not happen, with one of our own short names for why. */
export class PaymentRefused extends Error {
  constructor(why) {
    super(`The payment was refused: ${why}.`);
    this.name = 'PaymentRefused';
    this.why = why;
  }
}

function whyFailed(event) {
  const reason = event.reason instanceof ldk.Option_PaymentFailureReasonZ_Some ? event.reason.some : null;
  if (reason === ldk.PaymentFailureReason.LDKPaymentFailureReason_RecipientRejected) return 'rejected';
  if (reason === ldk.PaymentFailureReason.LDKPaymentFailureReason_RouteNotFound) return 'no route';
  return 'failed';
}

function whyNotSent(error) {
  if (error === ldk.RetryableSendFailure.LDKRetryableSendFailure_DuplicatePayment) return 'paid before';
  if (error === ldk.RetryableSendFailure.LDKRetryableSendFailure_RouteNotFound) return 'no route';
  return 'not sent';
}

/** The payments that a node makes. */
export class Payments {
  #node;
  #outcomes = new Map();

  constructor(node) {
    this.#node = node;
  }

  /**
   * Pays an invoice through the node's channels, with a pump to move what is sent, and gives the preimage (hex digits)
   * that the node learned. Throws `PaymentRefused`. An invoice is paid once: its hash names the payment.
   */
  pay(paymentRequest, pump) {
    const parsed = ldk.Bolt11Invoice.constructor_from_str(paymentRequest);
    if (!parsed.is_ok()) throw new PaymentRefused('unreadable invoice');
    const hash = hexOf(parsed.res.payment_hash());
    this.#send(parsed.res);
    pump.run();
    const outcome = this.#outcomes.get(hash);
    this.#outcomes.delete(hash);
    if (outcome === undefined) throw new PaymentRefused('still under way');
    if (outcome.why !== undefined) throw new PaymentRefused(outcome.why);
    return outcome.preimage;
  }

  /** Takes note of what an event of the node says about a payment. */
  handle(event) {
    if (event instanceof ldk.Event_PaymentSent) {
      this.#outcomes.set(hexOf(event.payment_hash), { preimage: hexOf(event.payment_preimage) });
    }
    if (event instanceof ldk.Event_PaymentFailed) {
      this.#outcomes.set(hexOf(event.payment_id), { why: whyFailed(event) });
    }
  }

  #send(invoice) {
    const terms = ldk.UtilMethods.constructor_payment_parameters_from_invoice(invoice);
    if (!terms.is_ok()) throw new PaymentRefused('invoice without an amount');
    const hash = invoice.payment_hash();
    const sent = this.#node.channels.send_payment(
      hash,
      terms.res.get_b(),
      hash,
      terms.res.get_c(),
      ldk.Retry.constructor_attempts(RETRIES),
    );
    if (!sent.is_ok()) throw new PaymentRefused(whyNotSent(sent.err));
  }
}
