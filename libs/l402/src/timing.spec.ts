import crypto from 'node:crypto';
import { openCredential } from './open-credential.js';
import { CREDENTIAL, KEYS, TENANT } from './testing/known-answer.js';

it('timing: signature and preimage hash go through `timingSafeEqual`, whatever of them differs', () => {
  const compared = jest.spyOn(crypto, 'timingSafeEqual');
  const bytes = Buffer.from(CREDENTIAL.macaroon, 'base64');
  const calls = (macaroon: Buffer, preimage: string): number => {
    compared.mockClear();
    openCredential({ macaroon: macaroon.toString('base64'), preimage }, TENANT, KEYS);
    return compared.mock.calls.length;
  };
  expect(calls(bytes, CREDENTIAL.preimage)).toBe(2);
  for (const at of [1, 16, 32]) {
    const forged = Buffer.from(bytes);
    forged[forged.length - at] = (forged.at(-at) ?? 0) ^ 1;
    // One more for the other mode, which is tried to tell it apart.
    expect(calls(forged, CREDENTIAL.preimage)).toBeGreaterThanOrEqual(2);
  }
  for (const preimage of ['00'.repeat(32), `${CREDENTIAL.preimage.slice(0, -2)}00`])
    expect(calls(bytes, preimage)).toBe(1);
});
