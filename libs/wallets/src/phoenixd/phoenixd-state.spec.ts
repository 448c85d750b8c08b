import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { ProtocolViolation } from '../wallet-errors.js';
import { stateOfPayment } from './phoenixd-state.js';
import { readNode, readPayment, readPayments } from './phoenixd.types.js';

const paymentHash = parsePaymentHash('ab'.repeat(32)) as PaymentHash;
const preimage = parsePreimage('cd'.repeat(32)) as Preimage;
const unpaid = {
  paymentHash,
  preimage,
  isPaid: false,
  isExpired: false,
  requestedSat: 100,
  receivedSat: 0,
  fees: 0,
  createdAt: 1_700_000_000_000,
};
const paid = { ...unpaid, isPaid: true, receivedSat: 100, completedAt: 1_700_000_001_000 };
const stateOf = (value: object): unknown => stateOfPayment(readPayment(value));

describe('a payment of phoenixd', () => {
  it('that is not paid is open, then expired, and shows no preimage though phoenixd does', () => {
    expect(stateOf(unpaid)).toEqual({ is: 'open' });
    expect(stateOf({ ...unpaid, isExpired: true })).toEqual({ is: 'expired' });
    expect(readPayment(unpaid).preimage).toBeNull();
  });

  it('that is paid is settled, with amount, time and preimage', () => {
    expect(stateOf(paid)).toEqual({
      is: 'settled',
      via: 'lightning',
      receivedMsat: 100_000n,
      preimage,
      settledAt: new Date(1_700_000_001_000),
    });
  });

  it('counts what liquidity cost as received', () => {
    const short = { ...paid, receivedSat: 60, fees: 40_000 };
    expect(stateOf(short)).toMatchObject({ is: 'settled', receivedMsat: 100_000n });
  });

  it('loses nothing to satoshis that were cut off', () => {
    // 99.6 sat arrived, 400 msat were kept back: phoenixd shows 99 sat and 400 msat.
    expect(stateOf({ ...paid, receivedSat: 99, fees: 400 })).toMatchObject({
      is: 'settled',
      receivedMsat: 100_000n,
    });
  });

  it('that came short stays pending and is called underpaid; one of which a part is there is pending', () => {
    expect(stateOf({ ...paid, receivedSat: 98, fees: 400 })).toEqual({ is: 'pending', isUnderpaid: true });
    expect(stateOf({ ...unpaid, receivedSat: 50 })).toEqual({ is: 'pending' });
  });

  it('of any amount is settled with what came', () => {
    const { requestedSat: _requested, ...any } = { ...paid, receivedSat: 7, fees: 1 };
    expect(stateOf(any)).toMatchObject({ is: 'settled', receivedMsat: 7_001n });
  });

  it.each([
    ['paymentHash', 'short'],
    ['isPaid', 'true'],
    ['receivedSat', '100'],
    ['receivedSat', -1],
    ['fees', 0.5],
    ['completedAt', 9e15],
  ])('with %s of another kind is refused', (name, value) => {
    expect(() => readPayment({ ...paid, [name]: value })).toThrow(ProtocolViolation);
  });

  it('that cannot be read costs the others in a list nothing', () => {
    const [first, second] = readPayments([{ ...paid, isPaid: 1 }, paid]);
    expect(first).toBeNull();
    expect(second).toMatchObject({ paymentHash, isPaid: true });
    expect(() => readPayments(Array(101).fill(paid))).toThrow(ProtocolViolation);
  });
});

describe('a node of phoenixd', () => {
  it('is on a network that we know', () => {
    const nodeId = `03${'ab'.repeat(32)}`;
    expect(readNode({ nodeId, chain: 'testnet3' })).toEqual({ nodeId, network: 'testnet' });
    expect(() => readNode({ nodeId, chain: 'dogecoin' })).toThrow(ProtocolViolation);
    expect(() => readNode({ nodeId: 'me', chain: 'mainnet' })).toThrow(ProtocolViolation);
  });
});
