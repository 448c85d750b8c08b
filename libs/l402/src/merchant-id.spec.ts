import { parseMerchantId } from './merchant-id.js';

describe('parseMerchantId', () => {
  it.each([1, 1042, Number.MAX_SAFE_INTEGER])('takes %p', (id) => {
    expect(parseMerchantId(id)).toBe(id);
  });

  it.each([0, -1, 1.5, Number.MAX_SAFE_INTEGER + 1, NaN, '1042', null, undefined, {}])('refuses %p', (id) => {
    expect(parseMerchantId(id)).toBeNull();
  });
});
