import { PAID_HEADERS, paidHeaders } from './paid-headers.js';

describe('the headers of a paid answer', () => {
  it('keep it from shared caches, and from whoever sends another credential in any carrier', () => {
    expect(PAID_HEADERS).toEqual([
      ['Cache-Control', 'private'],
      [
        'Vary',
        'Authorization, X-L402-Authorization, Payment-Authorization, Grpc-Metadata-Macaroon, Macaroon',
      ],
    ]);
  });

  it('have a receipt where there is one', () => {
    expect(paidHeaders()).toBe(PAID_HEADERS);
    expect(paidHeaders('e30')).toEqual([...PAID_HEADERS, ['Payment-Receipt', 'e30']]);
  });
});
