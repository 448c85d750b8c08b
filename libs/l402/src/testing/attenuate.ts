import { createHmac } from 'node:crypto';
import { decodeMacaroon, encodeMacaroon, type Macaroon } from '../macaroon.js';

/** Reads a macaroon that a test knows to be readable. */
export function readable(macaroon: string): Macaroon {
  const decoded = decodeMacaroon(Buffer.from(macaroon, 'base64'));
  if (typeof decoded === 'string') throw new Error(`the test's own macaroon is not readable: ${decoded}`);
  return decoded;
}

/** Appends caveats as any holder of a token can: each is signed with the signature before it, no other key is needed. */
export function attenuate(macaroon: string, ...caveats: readonly (string | Buffer)[]): string {
  const start = readable(macaroon);
  const appended = caveats.map((caveat) => Buffer.from(caveat));
  const signature = appended.reduce(
    (key, caveat) => createHmac('sha256', key).update(caveat).digest(),
    start.signature,
  );
  const attenuated = { identifier: start.identifier, caveats: [...start.caveats, ...appended], signature };
  return encodeMacaroon(attenuated, 'turnpike').toString('base64');
}
