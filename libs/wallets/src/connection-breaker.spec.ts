import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from './wallet-errors.js';
import type { WalletError } from './wallet-errors.js';
import { ConnectionBreaker } from './connection-breaker.js';

const start = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const seconds = (from: Date, to: Date | null): number | null =>
  to === null ? null : (to.getTime() - from.getTime()) / 1000;

const make = (random = 0): ConnectionBreaker => new ConnectionBreaker(() => random);
const failTimes = (breaker: ConnectionBreaker, times: number, error: WalletError): Date => {
  let notBefore = start;
  for (let n = 0; n < times; n += 1) notBefore = breaker.failed(error, start);
  return notBefore;
};

describe('the breaker of a connection', () => {
  it('lets four failures in a row pass and opens with the fifth', () => {
    const breaker = make();
    failTimes(breaker, 4, new UnknownOutcome());
    expect(breaker.openUntil(start)).toBeNull();
    breaker.failed(new UnknownOutcome(), start);
    expect(seconds(start, breaker.openUntil(start))).toBe(5);
    expect(breaker.openUntil(later(5))).toBeNull();
  });

  it('pauses longer after each further failure, up to five minutes', () => {
    const breaker = make();
    const pauses = Array.from({ length: 13 }, () =>
      seconds(start, breaker.failed(new Unavailable(1), start)),
    );
    expect(pauses).toEqual([5, 5, 5, 5, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('closes with the first answer, and counts from the beginning', () => {
    const breaker = make();
    failTimes(breaker, 9, new UnknownOutcome());
    breaker.succeeded();
    expect(breaker.openUntil(start)).toBeNull();
    expect(breaker.isSound).toBe(true);
    failTimes(breaker, 4, new UnknownOutcome());
    expect(breaker.openUntil(start)).toBeNull();
  });

  it('opens at once for as long as a wallet that is asked too often wants', () => {
    const breaker = make(1);
    breaker.failed(new RateLimited(3600), start);
    expect(seconds(start, breaker.openUntil(start))).toBe(3600);
  });

  it('opens at once for five minutes when the credential is refused', () => {
    const breaker = make();
    breaker.failed(new CredentialInvalid(), start);
    expect(seconds(start, breaker.openUntil(start))).toBe(300);
  });

  it('waits as long as the wallet asks, if that is longer', () => {
    expect(seconds(start, make().failed(new Unavailable(120), start))).toBe(120);
  });

  it('counts every other failure alike', () => {
    const others = [
      new Unavailable(1),
      new UnknownOutcome(),
      new Rejected('request'),
      new ProtocolViolation('form'),
    ];
    for (const error of others) {
      const breaker = make();
      failTimes(breaker, 5, error);
      expect(breaker.openUntil(start)).not.toBeNull();
    }
  });

  it('spreads pauses over a fifth of their length', () => {
    expect(seconds(start, make(1).failed(new UnknownOutcome(), start))).toBe(4);
    expect(seconds(start, make(0.5).failed(new UnknownOutcome(), start))).toBe(4.5);
  });
});
