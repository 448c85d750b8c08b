import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds that are the fault of this instance, or of a server behind it. */
export const serverKinds = defineKinds({
  internal_error: {
    status: 500,
    title: 'Internal error',
    text: 'Something unforeseen happened here. It is on record under the `correlation_id` of the answer; name it when you report the fault.',
  },
  upstream_unreachable: {
    status: 502,
    title: 'The API behind this proxy cannot be reached',
    text: 'The payment is good, but the API that was paid for did not answer. If the purchase has a limited number of uses, none was taken. Send the same request with the same credential again.',
  },
  upstream_timeout: {
    status: 504,
    title: 'The API behind this proxy did not answer in time',
    text: 'The payment is good, but the API that was paid for took longer than its proxy allows. If the purchase has a limited number of uses, none was taken. Send the same request with the same credential again.',
  },
  service_unavailable: {
    status: 503,
    title: 'The service is not available',
    text: 'The database is away, the instance is shutting down, or it is not known whether a use was recorded. Send the same request again after the time in `Retry-After`, with the same `requestId` or idempotency key if it had one.',
  },
  verification_unavailable: {
    status: 503,
    title: 'The payment cannot be verified now',
    text: 'Whether the credential is good could not be found out; `reason` says why. Do not pay again: send the same credential after the time in `Retry-After`.',
  },
});

/** Unforeseen. The cause is logged and never sent. */
export class InternalError extends Problem {
  constructor(cause?: unknown) {
    super(serverKinds.internal_error, 'Something unforeseen happened.', { cause });
  }
}

/** The API behind a proxy could not be reached. */
export class UpstreamUnreachable extends Problem {
  constructor(cause?: unknown) {
    super(serverKinds.upstream_unreachable, 'The API behind this proxy cannot be reached.', { cause });
  }
}

/** The API behind a proxy was too slow. */
export class UpstreamTimeout extends Problem {
  constructor(cause?: unknown) {
    super(serverKinds.upstream_timeout, 'The API behind this proxy did not answer in time.', { cause });
  }
}

/** The request cannot be served now; the next attempt may succeed after so many seconds. */
export class ServiceUnavailable extends Problem {
  constructor(retryAfterSeconds: number, cause?: unknown) {
    super(serverKinds.service_unavailable, 'The service is not available now.', {
      headers: { 'retry-after': String(retryAfterSeconds) },
      cause,
    });
  }
}

/** A payer's credential cannot be judged now, for this reason of the closed list, or for none that is known. */
export class VerificationUnavailable extends Problem {
  constructor(reason: string | null, retryAfterSeconds: number, cause?: unknown) {
    super(serverKinds.verification_unavailable, 'The payment cannot be verified now. Do not pay again.', {
      members: { reason },
      headers: { 'retry-after': String(retryAfterSeconds) },
      cause,
    });
  }
}
