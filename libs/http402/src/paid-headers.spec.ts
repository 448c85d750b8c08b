import { PAID_HEADERS } from './paid-headers.js';

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
});
