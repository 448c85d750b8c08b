import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { ApiKeyLifecycle } from '@turnpike/merchants';
import type { IssuedApiKey, KeyAuthority, Rotation } from '@turnpike/merchants';
import { removeInvitationsBy } from './invitation.repository.js';

/** Replaces an API key and takes back whom it has invited, however long it still works: so it is with one that is revoked. */
@Injectable()
export class RotateKey {
  constructor(private readonly keys: ApiKeyLifecycle) {}

  /** As `rotate` of `ApiKeyLifecycle`. */
  run(authority: KeyAuthority, id: string, rotation: Rotation, by: Author): Promise<IssuedApiKey> {
    return this.keys.rotate(authority, id, rotation, by, (tx) =>
      removeInvitationsBy(tx, authority.merchantId, id),
    );
  }
}
