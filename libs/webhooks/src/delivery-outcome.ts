import type { OutboundFailure } from '@turnpike/outbound';
import { readRetryAfter } from './retry-schedule.js';

/**
 * What went wrong, in a word. `status`: it answered something else than 2xx; `redirect`: it points elsewhere, and we do not
 * follow; `timeout`: no whole answer in time; `address_refused`: it may not be called from here; `certificate`: it is not
 * whom it should be; `unreachable`: no connection; `lost`: sent, and no whole answer came; `secret`: its secret does not open.
 */
export type DeliveryError =
  'status' | 'redirect' | 'timeout' | 'address_refused' | 'certificate' | 'unreachable' | 'lost' | 'secret';

/** What became of one attempt. */
export interface DeliveryOutcome {
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Null: it arrived. */
  readonly error: DeliveryError | null;
  /** What the receiver asked for; null where it did not. */
  readonly retryAfterSeconds: number | null;
}

/** The answer by which a receiver says that it wants nothing any more. */
export const GONE_STATUS = 410;

/** What an answer means: 2xx is success, whatever it says. */
export function outcomeOfAnswer(status: number, retryAfter: unknown, now: Date): DeliveryOutcome {
  if (status >= 200 && status < 300) return { status, error: null, retryAfterSeconds: null };
  const mayAskFor = status === 429 || status === 503;
  return {
    status,
    error: status >= 300 && status < 400 ? 'redirect' : 'status',
    retryAfterSeconds: mayAskFor ? readRetryAfter(retryAfter, now) : null,
  };
}

/** What a call without an answer means. */
export function outcomeOfFailure({ kind }: OutboundFailure, isLate: boolean): DeliveryOutcome {
  return outcomeOfError(isLate ? 'timeout' : ERROR_OF[kind]);
}

/** An attempt that ended without an answer. */
export function outcomeOfError(error: DeliveryError): DeliveryOutcome {
  return { status: null, error, retryAfterSeconds: null };
}

const ERROR_OF: Readonly<Record<OutboundFailure['kind'], DeliveryError>> = {
  refused: 'address_refused',
  certificate: 'certificate',
  unreachable: 'unreachable',
  lost: 'lost',
  'too-large': 'lost',
};
