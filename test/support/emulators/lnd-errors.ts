import type { EmulatorAnswer } from './emulator.js';

/** The texts of LND's errors, by what they are about. */
export const LND_ERRORS = {
  locked: 'wallet locked, unlock it to enable full RPC access',
  notCreated: 'wallet not created, create one to enable full RPC access',
  waiting: 'waiting to start, RPC services not available',
  starting: 'the RPC server is in the process of starting up, but not yet ready to accept calls',
  noMacaroon: 'expected 1 macaroon, got 0',
  badSignature: 'verification failed: signature mismatch after caveat verification',
  expiredMacaroon: 'verification failed: caveat "time-before 2020" not satisfied: macaroon has expired',
  denied: 'permission denied',
  exists: 'invoice with payment hash already exists',
  notFound: 'unable to locate invoice',
  memo: 'memo too large: 1025 bytes (maxsize=1024)',
  amounts: 'sat and msat arguments are mutually exclusive',
  tooMany: 'too many requests',
  internal: 'something went wrong',
} as const;

/** An error as LND's gateway writes it; most have code 2, which is status 500. */
export function lndError(message: string, code = 2, status = 500): EmulatorAnswer {
  return { status, body: { code, message, details: [] } };
}
