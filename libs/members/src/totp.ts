import { Secret, TOTP } from 'otpauth';
import { memberBounds } from './member-bounds.js';

const ISSUER = 'Turnpike';
const SECRET_BYTES = 20;

/** A new secret of 160 random bits, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What a secret is sealed for. */
export function totpContext(userId: string): string {
  return `member_user:${userId}:totp`;
}

/** The address that an authenticator reads from a QR code. */
export function otpauthUrl(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/** The time step that a code of six digits belongs to, ours or a neighbour; null for a wrong one. RFC 6238. */
export function totpStepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const off = totpOf(secret, '').validate({ token: code, timestamp, window: memberBounds.totpStepsOffMax });
  return off === null ? null : Math.floor(timestamp / 1000 / memberBounds.totpStepSeconds) + off;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: memberBounds.totpStepSeconds,
    secret: Secret.fromBase32(secret),
  });
}
