import {
  ADMIN_OPERATIONS,
  bakeMacaroon,
  INVOICE_OPERATIONS,
} from '../../../../test/support/emulators/lnd-macaroons.js';
import { excessOperations, macaroonOperations } from './lnd-macaroon.js';

const admin = bakeMacaroon(ADMIN_OPERATIONS);
const identified = (identifier: Buffer | string): string =>
  bakeMacaroon({}, Buffer.isBuffer(identifier) ? identifier : Buffer.from(identifier, 'hex'));

describe('the operations of a macaroon', () => {
  it('are all that were baked into it, in order', () => {
    const operations = macaroonOperations(admin)?.map(({ entity, action }) => `${entity}:${action}`);
    const baked = Object.entries(ADMIN_OPERATIONS).flatMap(([entity, actions]) =>
      actions.map((action) => `${entity}:${action}`),
    );
    expect(operations).toEqual(baked);
  });

  it('are read past fields that are not known', () => {
    // MacaroonId with a varint, 64 and 32 bits before one operation.
    const right =
      '03' + '2001' + '290102030405060708' + '3501020304' + '1a0d' + '0a086f6666636861696e' + '120178';
    expect(macaroonOperations(identified(right))).toEqual([{ entity: 'offchain', action: 'x' }]);
  });

  it.each([
    ['nothing', ''],
    ['a JSON macaroon', Buffer.from('{"v":2}').toString('hex')],
    ['an identifier of another version', identified(`02${'00'.repeat(20)}`)],
    ['an identifier without operations', identified('030a0101')],
    ['an operation that is a number', identified('031801')],
    ['a length past the end', identified('031aff01')],
    ['a length without end', identified(`031a${'ff'.repeat(12)}`)],
    ['a group, which nobody writes any more', identified('031b')],
    ['field number 0', identified('030201ff')],
  ])('are not known from %s', (_what, macaroon) => {
    expect(macaroonOperations(macaroon)).toBeNull();
  });

  it('are not known from any macaroon that is cut short, and reading it never throws', () => {
    const bytes = Buffer.from(admin, 'hex');
    const identifierEnd = bytes.length - 2 - 34;
    for (let length = 0; length < bytes.length; length += 1) {
      const operations = macaroonOperations(bytes.subarray(0, length).toString('hex'));
      if (length < identifierEnd) expect(operations).toBeNull();
    }
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect(() => macaroonOperations(changed.toString('hex'))).not.toThrow();
    }
  });
});

describe('the excess of a macaroon', () => {
  it('has each right once, and none that is needed', () => {
    const operations = macaroonOperations(
      bakeMacaroon({ ...INVOICE_OPERATIONS, info: ['read', 'write', 'write'] }),
    );
    expect(excessOperations(operations ?? [])).toEqual(['info:write']);
  });

  it('names what is no name without repeating it', () => {
    const odd = ['<b>', 'x'.repeat(101), '\u0000'].map((action) => ({ entity: 'offchain', action }));
    expect(excessOperations(odd)).toEqual(['unreadable']);
  });
});
