import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { Clock } from '@turnpike/config';
import { InvalidCredentials } from '@turnpike/problems';
import { LinkRepository, useLink } from './link.repository.js';
import { memberBounds } from './member-bounds.js';
import { OpenSession } from './open-session.js';
import { notePasskeyUse, PasskeyRepository } from './passkey.repository.js';
import type { StoredPasskey } from './passkey.repository.js';
import { relyingParty } from './relying-party.js';
import { tokenHash } from './secret-token.js';
import type { OpenedSession, Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { holdUser } from './user.repository.js';
import { webauthn } from './webauthn.js';

const CHALLENGE_BYTES = 32;
const CREDENTIAL_ID = /^[A-Za-z0-9_-]{1,1400}$/;

/**
 * Signs in by a passkey, which the authenticator gives out only to a user it has verified: two factors in one, so no code is
 * asked for. Each challenge is good once, for five minutes.
 */
@Injectable()
export class SignInWithPasskey {
  constructor(
    private readonly passkeys: PasskeyRepository,
    private readonly links: LinkRepository,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /** What a browser needs to use one; it names no account. Throws `RateLimited`. */
  async options(publicUrl: string, visitor: Visitor): Promise<PublicKeyCredentialRequestOptionsJSON> {
    await this.throttle.address(visitor);
    const challenge = new Uint8Array(randomBytes(CHALLENGE_BYTES));
    const token = Buffer.from(challenge).toString('base64url');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + memberBounds.passkeyChallengeSeconds * 1000);
    await this.links.add(
      { tokenHash: tokenHash(token), purpose: 'passkey_sign_in' },
      { createdAt: now, expiresAt },
    );
    const { generateAuthenticationOptions } = await webauthn();
    return generateAuthenticationOptions({
      rpID: relyingParty(publicUrl).id,
      challenge,
      timeout: memberBounds.passkeyChallengeSeconds * 1000,
      userVerification: 'required',
    });
  }

  /** Throws `InvalidCredentials` for whatever does not hold, or `RateLimited`. */
  async run(
    response: AuthenticationResponseJSON,
    publicUrl: string,
    visitor: Visitor,
  ): Promise<OpenedSession> {
    await this.throttle.address(visitor);
    const passkey = await this.passkeyOf(response.id);
    const signed = passkey === null ? null : await verified(response, passkey, publicUrl);
    if (passkey === null || signed === null) throw new InvalidCredentials();
    const now = this.clock.now();
    const hash = tokenHash(signed.challenge);
    if ((await this.links.find(hash, ['passkey_sign_in'], now)) === null) throw new InvalidCredentials();
    return this.passkeys.transaction(async (tx) => {
      if (!(await useLink(tx, hash, now))) throw new InvalidCredentials();
      // Whoever ends all sessions of the user meanwhile is waited for, or waits and ends this one, too.
      if ((await holdUser(tx, passkey.userId)) === null) throw new InvalidCredentials();
      if (!(await notePasskeyUse(tx, passkey.id, signed.counter, now))) throw new InvalidCredentials();
      return this.open.within(tx, { userId: passkey.userId }, visitor);
    });
  }

  /** Nothing of what a browser sent has been looked at yet. */
  private passkeyOf(id: unknown): Promise<StoredPasskey | null> {
    if (typeof id !== 'string' || !CREDENTIAL_ID.test(id)) return Promise.resolve(null);
    return this.passkeys.findByCredential(id);
  }
}

/** What was signed, and by which use of the passkey; null if the signature does not hold. */
async function verified(
  response: AuthenticationResponseJSON,
  { credentialId, publicKey, counter }: StoredPasskey,
  publicUrl: string,
): Promise<{ readonly challenge: string; readonly counter: number } | null> {
  const { id, origin } = relyingParty(publicUrl);
  let challenge = '';
  try {
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified: holds, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (signed) => {
        challenge = signed;
        return true;
      },
      expectedOrigin: origin,
      expectedRPID: id,
      credential: { id: credentialId, publicKey, counter: Number(counter) },
      requireUserVerification: true,
    });
    return holds ? { challenge, counter: authenticationInfo.newCounter } : null;
  } catch {
    // Whatever is wrong with what a stranger sent, it does not hold; the library tells it by errors of many kinds.
    return null;
  }
}
