import type { BrokerAnswer } from './broker-calls.js';
import type { Challenge } from './challenge.js';
import { L402ApiError } from './errors.js';
import type { VerificationResult } from './verdict.js';

type Body = BrokerAnswer['body'];

/** The challenge in the answer of a mint; throws `L402ApiError` if one of its six old members is not there. */
export function readChallenge({ body, replayed }: BrokerAnswer): Challenge {
  return {
    invoice: text(body, 'invoice'),
    macaroon: text(body, 'macaroon'),
    paymentHash: text(body, 'paymentHash'),
    expiresAt: text(body, 'expiresAt'),
    resource: text(body, 'resource'),
    priceSats: number(body, 'priceSats'),
    ...told(body, { mppChallenge: 'string', tokenExpiresAt: 'string' }),
    ...(replayed ? { replayed } : {}),
  };
}

/** The verdict in the answer of verify; throws `L402ApiError` unless it says clearly yes, or no and why. */
export function readVerdict({ body, replayed }: BrokerAnswer): VerificationResult {
  const valid = body['valid'];
  if (typeof valid !== 'boolean') throw unreadable(body, 'valid');
  if (!valid) text(body, 'error');
  return {
    valid,
    ...told(body, {
      error: 'string',
      reason: 'string',
      resource: 'string',
      merchantId: 'number',
      amountSats: 'number',
      paymentHash: 'string',
      expiresAt: 'string',
      usesRemaining: 'number',
      useId: 'string',
      mppReceipt: 'string',
    }),
    ...missing(body),
    ...(replayed ? { replayed } : {}),
  };
}

/** The same answer under its type; throws `L402ApiError` if the member that shows what it is has another type. */
export function readAs<Answer>({ body }: BrokerAnswer, member: keyof Answer & string, list = false): Answer {
  const value = body[member];
  if (list ? !Array.isArray(value) : typeof value !== 'string') throw unreadable(body, member);
  return body as unknown as Answer;
}

function missing(body: Body): { missing?: string[] } {
  const value = body['missing'];
  if (!Array.isArray(value)) return {};
  return { missing: value.filter((member): member is string => typeof member === 'string') };
}

/** Those members that are there in the type named; `null` and what a later version makes of them is left out. */
function told(body: Body, types: Readonly<Record<string, 'string' | 'number'>>): Record<string, never> {
  const there = Object.entries(types).filter(([member, type]) => typeof body[member] === type);
  return Object.fromEntries(there.map(([member]) => [member, body[member] as never]));
}

function text(body: Body, member: string): string {
  const value = body[member];
  if (typeof value !== 'string') throw unreadable(body, member);
  return value;
}

function number(body: Body, member: string): number {
  const value = body[member];
  if (typeof value !== 'number') throw unreadable(body, member);
  return value;
}

function unreadable(responseBody: Body, member: string): L402ApiError {
  return new L402ApiError(`The broker’s answer has no ${member}`, { statusCode: 200, responseBody });
}
