import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { Clock } from '@turnpike/config';
import { isUniqueViolation } from '@turnpike/database';
import { Mailbox } from '@turnpike/mail';
import { NotFound, ValidationFailed } from '@turnpike/problems';
import { auditAccount } from './audit-account.js';
import type { OwnChange } from './audit-account.js';
import { holdSignedIn } from './hold-signed-in.js';
import { changeLetter } from './letters.js';
import { addLink, LinkRepository, useLink } from './link.repository.js';
import { memberBounds } from './member-bounds.js';
import { comesWithoutCertificates } from './passkey-attestation.js';
import { countPasskeys, insertPasskey, PasskeyRepository, removePasskey } from './passkey.repository.js';
import type { PasskeyRecord, StoredPasskey } from './passkey.repository.js';
import { RecentSignIn } from './recent-sign-in.js';
import type { Presence } from './recent-sign-in.js';
import { relyingParty } from './relying-party.js';
import { newId, tokenHash } from './secret-token.js';
import type { SignedInUser } from './session.js';
import { webauthn } from './webauthn.js';

const CHALLENGE_BYTES = 32;

/** A passkey that a browser has made, and what to call it. */
export interface NewPasskey {
  readonly response: RegistrationResponseJSON;
  readonly label: string | null;
}

/** A user's passkeys. One is made only with the user verified by the authenticator, and over a challenge used once. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly repository: PasskeyRepository,
    private readonly links: LinkRepository,
    private readonly recent: RecentSignIn,
    private readonly mailbox: Mailbox,
    private readonly clock: Clock,
  ) {}

  /** The passkeys, newest first. */
  async list(userId: string): Promise<readonly PasskeyRecord[]> {
    const passkeys = await this.repository.list(userId, memberBounds.passkeysPerUserMax);
    return passkeys.map(({ id, label, createdAt, lastUsedAt }) => ({ id, label, createdAt, lastUsedAt }));
  }

  /** What a browser needs to make one. Asks for presence, as `RecentSignIn` says; the challenge in it then shows that. */
  async options(
    user: SignedInUser,
    presence: Presence,
    publicUrl: string,
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    await this.recent.require(user.userId, presence);
    const existing = await this.repository.list(user.userId, memberBounds.passkeysPerUserMax);
    const challenge = new Uint8Array(randomBytes(CHALLENGE_BYTES));
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + memberBounds.passkeyChallengeSeconds * 1000);
    const token = Buffer.from(challenge).toString('base64url');
    const link = { tokenHash: tokenHash(token), purpose: 'passkey_add', userId: user.userId } as const;
    await this.links.transaction(async (tx) => {
      await holdSignedIn(tx, user.userId, presence.sessionId);
      await addLink(tx, link, { createdAt: now, expiresAt });
    });
    const { generateRegistrationOptions } = await webauthn();
    return generateRegistrationOptions({
      rpName: 'Turnpike',
      rpID: relyingParty(publicUrl).id,
      userName: user.email,
      userDisplayName: user.name,
      userID: new Uint8Array(Buffer.from(user.userId)),
      challenge,
      timeout: memberBounds.passkeyChallengeSeconds * 1000,
      attestationType: 'none',
      excludeCredentials: existing.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: [...transports],
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** Adds one. `ValidationFailed` for what is not signed over a challenge of this user's, or one too many. */
  async add(
    user: SignedInUser,
    { response, label }: NewPasskey,
    publicUrl: string,
    change: OwnChange,
  ): Promise<PasskeyRecord> {
    const made = await verified(response, publicUrl);
    const now = this.clock.now();
    const hash = made === null ? null : tokenHash(made.challenge);
    const link = hash === null ? null : await this.links.find(hash, ['passkey_add'], now);
    if (made === null || hash === null || link?.userId !== user.userId) throw notGood();
    const passkey: StoredPasskey = {
      id: newId('psk'),
      userId: user.userId,
      label,
      createdAt: now,
      lastUsedAt: null,
      ...made.credential,
    };
    const { lastUsedAt: _never, ...fields } = passkey;
    const work = this.repository.transaction(async (tx) => {
      if (!(await useLink(tx, hash, now))) throw notGood();
      await holdSignedIn(tx, user.userId, change.sessionId);
      if ((await countPasskeys(tx, user.userId)) >= memberBounds.passkeysPerUserMax) {
        throw new ValidationFailed({
          passkeys: [`there are at most ${String(memberBounds.passkeysPerUserMax)}; delete one first`],
        });
      }
      await insertPasskey(tx, fields);
      await auditAccount(tx, change, 'passkey.add', passkey.id, now, { label });
      await this.mailbox.write(tx, changeLetter(user.email, 'A passkey was added.'));
    });
    await work.catch((error: unknown) => {
      throw isUniqueViolation(error) ? notGood() : error;
    });
    this.mailbox.sendSoon();
    return { id: passkey.id, label, createdAt: now, lastUsedAt: null };
  }

  /** Takes one away, and tells the user by a letter. Asks for presence; `NotFound` for any that is not the user's. */
  async remove(
    { userId, email }: SignedInUser,
    id: string,
    presence: Presence,
    change: OwnChange,
  ): Promise<void> {
    if (!/^psk_[0-9a-f]{32}$/.test(id)) throw new NotFound('Passkey');
    await this.recent.require(userId, presence);
    await this.repository.transaction(async (tx) => {
      await holdSignedIn(tx, userId, change.sessionId);
      if (!(await removePasskey(tx, userId, id))) throw new NotFound('Passkey');
      await auditAccount(tx, change, 'passkey.remove', id, this.clock.now());
      await this.mailbox.write(tx, changeLetter(email, 'A passkey was removed.'));
    });
    this.mailbox.sendSoon();
  }
}

/** What a browser has made, checked but for whose challenge it is; null if it does not hold. */
async function verified(response: RegistrationResponseJSON, publicUrl: string) {
  const { id, origin } = relyingParty(publicUrl);
  let challenge = '';
  try {
    if (!(await comesWithoutCertificates(response))) return null;
    const { verifyRegistrationResponse } = await webauthn();
    const { verified: holds, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: (signed) => {
        challenge = signed;
        return true;
      },
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
    });
    if (!holds) return null;
    const { credential } = registrationInfo;
    return {
      challenge,
      credential: {
        credentialId: credential.id,
        publicKey: credential.publicKey,
        counter: BigInt(credential.counter),
        transports: credential.transports ?? [],
      },
    };
  } catch {
    // Whatever is wrong with what a stranger sent, it does not hold; the library tells it by errors of many kinds.
    return null;
  }
}

function notGood(): ValidationFailed {
  return new ValidationFailed({ response: ['response is not a passkey made for this account and address'] });
}
