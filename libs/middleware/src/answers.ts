import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';

/** Headers in the order in which to send them; a name may stand twice. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** A whole answer that the paywall gives itself. */
export interface PaywallAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: string;
}

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly error: string;
  readonly detail: string;
  readonly reason?: string;
}

function problem(what: Problem, headers: HeaderList = []): PaywallAnswer {
  const { status, title, detail, error, reason } = what;
  const body = { type: 'about:blank', title, status, detail, error, message: detail };
  return {
    status,
    headers: [['Cache-Control', 'no-store'], ['Content-Type', 'application/problem+json'], ...headers],
    body: JSON.stringify(reason === undefined ? body : { ...body, reason }),
  };
}

/** 400: the request target has no single meaning; nothing was minted. */
export function pathRefused(detail: string): PaywallAnswer {
  return problem({ status: 400, title: 'Bad Request', error: 'path_refused', detail });
}

/** 405: a method that is not sold. */
export function methodNotAllowed(): PaywallAnswer {
  const detail = 'This method is not served here';
  return problem({ status: 405, title: 'Method Not Allowed', error: 'method_not_allowed', detail }, [
    ['Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
  ]);
}

/** 415: gRPC, whose clients do not understand a 402. */
export function grpcRefused(): PaywallAnswer {
  const detail = 'gRPC is not served here';
  return problem({ status: 415, title: 'Unsupported Media Type', error: 'unsupported_media_type', detail });
}

/** 429: the broker makes no more challenges for now. */
export function tooManyChallenges(retryAfterSeconds?: number): PaywallAnswer {
  const detail = 'There are too many requests for payment; come back later';
  return problem({ status: 429, title: 'Too Many Requests', error: 'rate_limited', detail }, [
    later(retryAfterSeconds),
  ]);
}

/** 500: the seller's own fault, which no payment would mend. */
export function internalFault(): PaywallAnswer {
  const detail = 'The seller’s paywall has failed; paying would not help';
  return problem({ status: 500, title: 'Internal Server Error', error: 'internal_error', detail });
}

/** 503: no challenge could be made. */
export function noChallenge(retryAfterSeconds?: number): PaywallAnswer {
  const detail = 'Payment cannot be asked for at the moment; come back later';
  return problem({ status: 503, title: 'Service Unavailable', error: 'service_unavailable', detail }, [
    later(retryAfterSeconds),
  ]);
}

/** 503: a credential came that cannot be judged now. Never a challenge: the payer may have paid. */
export function verificationUnavailable(retryAfterSeconds?: number, reason?: string): PaywallAnswer {
  const detail = 'The payment cannot be verified at the moment; repeat the request, and do not pay again';
  const what = { status: 503, title: 'Service Unavailable', error: 'verification_unavailable', detail };
  return problem(reason === undefined ? what : { ...what, reason }, [later(retryAfterSeconds)]);
}

function later(seconds: number | undefined): readonly [string, string] {
  return ['Retry-After', String(Math.max(1, Math.ceil(seconds ?? MIDDLEWARE_BOUNDS.retryAfterSeconds)))];
}
