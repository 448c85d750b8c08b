import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';
import { readListed, readTransaction, settledSeconds, stateIn } from './nwc.types.js';

const hash = parsePaymentHash('ab'.repeat(32)) as PaymentHash;
const preimage = 'cd'.repeat(32);
const now = new Date('2026-11-21T12:00:00Z');
const seconds = now.getTime() / 1000;
const whole = {
  type: 'incoming',
  payment_hash: hash,
  amount: 21_000,
  created_at: seconds - 60,
  expires_at: seconds + 540,
  preimage,
};

const read = (change: object): ReturnType<typeof readTransaction> =>
  readTransaction(AnswerMembers.of({ ...whole, ...change }));
const stateOf = (change: object): unknown => stateIn(read(change), hash, now);
const settled = { is: 'settled', receivedMsat: 21_000n, preimage, via: 'lightning' };

describe("the wallet's word on an invoice", () => {
  it.each([
    ['settled', { state: 'settled' }, settled],
    ['settled with a time', { state: 'SETTLED', settled_at: seconds }, { ...settled, settledAt: now }],
    ['a time without a state', { settled_at: seconds }, { ...settled, settledAt: now }],
    ['pending', { state: 'pending' }, { is: 'open' }],
    ['pending, time nought', { state: 'pending', settled_at: 0 }, { is: 'open' }],
    ['accepted', { state: 'accepted' }, { is: 'pending' }],
    ['expired', { state: 'expired' }, { is: 'expired' }],
    ['failed', { state: 'failed' }, { is: 'cancelled' }],
    ['neither state nor time', {}, { is: 'open' }],
    ['neither, and it is over', { expires_at: seconds }, { is: 'expired' }],
    ['neither, and next to nothing else', { amount: null }, { is: 'unknown', because: 'partial-answer' }],
    ['a state that nobody knows', { state: 'paid?' }, { is: 'unknown', because: 'unreadable' }],
    ['pending, and yet a time', { state: 'pending', settled_at: seconds }, { is: 'pending' }],
    [
      'failed, and yet a time',
      { state: 'failed', settled_at: seconds },
      { is: 'unknown', because: 'unreadable' },
    ],
    [
      'a payment of its own',
      { type: 'outgoing', state: 'settled' },
      { is: 'unknown', because: 'unreadable' },
    ],
    [
      'another invoice',
      { payment_hash: '11'.repeat(32), state: 'settled' },
      { is: 'unknown', because: 'unreadable' },
    ],
  ])('%s', (_what, change, state) => {
    expect(stateOf(change)).toEqual(state);
  });

  it.each([
    ['a hash that is none', { payment_hash: 'x' }],
    ['no hash', { payment_hash: undefined }],
    ['an amount in a text', { amount: '21000' }],
    ['an amount below nought', { amount: -1 }],
    ['a broken amount', { amount: 0.5 }],
    ['a state that is no text', { state: 7 }],
    ['a time beyond all calendars', { settled_at: 1e15 }],
    ['a preimage that is no text, of a settled one', { state: 'settled', preimage: {} }],
  ])('cannot be read with %s', (_what, change) => {
    expect(() => read(change)).toThrow(ProtocolViolation);
    expect(readListed({ ...whole, ...change })).toBeNull();
  });

  it('has no preimage before it is settled, whatever the wallet tells', () => {
    expect(read({ state: 'pending' }).preimage).toBeNull();
    expect(read({}).preimage).toBeNull();
    expect(read({ state: 'settled', preimage: '' }).preimage).toBeNull();
  });

  it('takes metadata of any kind', () => {
    for (const metadata of [null, 7, 'x', [], { challenge: 7 }, { challenge: 'x'.repeat(99) }])
      expect(read({ metadata }).challengeId).toBeNull();
    expect(read({ metadata: { challenge: 'a challenge' } }).challengeId).toBe('a challenge');
  });

  it('tells when it was settled, or at least made', () => {
    expect(settledSeconds(read({ state: 'settled', settled_at: seconds }))).toBe(seconds);
    expect(settledSeconds(read({ state: 'settled' }))).toBe(seconds - 60);
    expect(settledSeconds(read({ state: 'pending', settled_at: seconds }))).toBeNull();
  });
});
