import type { Deadline } from './deadline.js';
import type { CallLimits } from './wallet-provider.js';
import { toWalletError, Unavailable, UnknownOutcome } from './wallet-errors.js';

/** For a call that was not made because its time was up before it began. */
const RETRY_AFTER_SECONDS = 1;

/**
 * Makes one call to a wallet and makes sure that it ends: at the deadline or after so many milliseconds, whichever comes
 * first, the call is aborted and `UnknownOutcome` thrown, even if it does not heed the signal. Throws only `WalletError`s;
 * what the call does afterwards is no longer heard, an error included.
 */
export async function callWithin<T>(
  deadline: Deadline,
  millisMax: number,
  call: (limits: CallLimits) => Promise<T>,
): Promise<T> {
  const own = deadline.atMost(millisMax);
  if (own.isOver) throw new Unavailable(RETRY_AFTER_SECONDS, 'us');
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new UnknownOutcome());
      controller.abort();
    }, own.remainingMillis);
  });
  const run = async (): Promise<T> => call({ deadline: own, signal: controller.signal });
  try {
    return await Promise.race([run(), over]);
  } catch (error) {
    throw toWalletError(error);
  } finally {
    clearTimeout(timer);
  }
}
