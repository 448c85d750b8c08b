import { btcOf, msatOfBtc } from './btc-amount.js';

describe('amounts in bitcoin', () => {
  it.each([
    [1_000n, '0.00000001'],
    [21_000n, '0.00000021'],
    [100_000_000_000n, '1.00000000'],
    [2_100_000_000_000_000_000n, '21000000.00000000'],
  ])('%s msat are %s', (msat, text) => {
    expect(btcOf(msat)).toBe(text);
    expect(msatOfBtc(text)).toBe(msat);
  });

  it.each([0n, -1_000n, 1n, 1_001n])('%s msat are no whole number of satoshis', (msat) => {
    expect(btcOf(msat)).toBeNull();
  });

  it.each([
    ['0.1', 10_000_000_000n],
    ['3', 300_000_000_000n],
    ['0.00000000001', 1n],
    ['0.00000021000', 21_000n],
  ])('reads %s', (text, msat) => {
    expect(msatOfBtc(text)).toBe(msat);
  });

  it.each(['', '.5', '1.', '-1', '+1', '1e-8', '0x1', '1,5', '0.000000000001', '1'.repeat(10), ' 1', 'NaN'])(
    'does not read %j',
    (text) => {
      expect(msatOfBtc(text)).toBeNull();
    },
  );
});
