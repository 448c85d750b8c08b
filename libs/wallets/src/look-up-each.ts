import type { PaymentHash } from '@turnpike/l402';
import { isOurOwn, ProtocolViolation, RateLimited, Rejected, type Unavailable } from './wallet-errors.js';
import type { InvoiceReference, InvoiceState } from './wallet-provider.js';

/** Our own budget ended in the middle: these were asked about and the others were not. Only who guards wallets sees it. */
export class AskedInPart extends RateLimited {
  constructor(
    readonly states: ReadonlyMap<PaymentHash, InvoiceState>,
    { retryAfterSeconds }: Pick<RateLimited, 'retryAfterSeconds'>,
  ) {
    super(retryAfterSeconds, 'budget');
    this.name = RateLimited.name;
  }
}

/**
 * Looks up invoices by one call each, so many at a time. An answer that cannot be read costs only its own invoice its
 * state: that is `unknown`. Where our budget ends after some answers, `AskedInPart` holds these. Any other failure ends the
 * round and is thrown, and no further call is begun.
 */
export async function lookUpEach(
  refs: readonly InvoiceReference[],
  atOnceMax: number,
  lookUp: (ref: InvoiceReference) => Promise<InvoiceState>,
): Promise<Map<PaymentHash, InvoiceState>> {
  const states = new Map<PaymentHash, InvoiceState>();
  const waiting = refs.values();
  let hasFailed = false;
  const refusals: (RateLimited | Unavailable)[] = [];
  const work = async (): Promise<void> => {
    for (const ref of waiting) {
      if (hasFailed) return;
      try {
        states.set(ref.paymentHash, await readable(lookUp(ref)));
      } catch (error) {
        hasFailed = true;
        if (!isOurOwn(error)) throw error;
        refusals.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, refs.length) }, work));
  const [refusal] = refusals;
  if (refusal === undefined) return states;
  throw states.size === 0 ? refusal : new AskedInPart(states, refusal);
}

async function readable(lookUp: Promise<InvoiceState>): Promise<InvoiceState> {
  try {
    return await lookUp;
  } catch (error) {
    if (error instanceof ProtocolViolation || error instanceof Rejected)
      return { is: 'unknown', because: 'unreadable' };
    throw error;
  }
}
