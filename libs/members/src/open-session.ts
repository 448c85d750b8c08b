import { Injectable } from '@nestjs/common';
import { maskAddress } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { Opener } from './admin-key.js';
import { memberBounds } from './member-bounds.js';
import { membershipsOf } from './member.repository.js';
import { newId, newToken, tokenHash } from './secret-token.js';
import { SessionRepository } from './session.repository.js';
import type { OpenedSession, Visitor } from './session.js';

/** Whose session it is to be: a user's, that of an API key, or one by the operator's leave. */
export type SessionHolder =
  | { readonly userId: string; readonly merchantId?: MerchantId }
  | { readonly apiKeyId: string; readonly merchantId: MerchantId; readonly endsAt: Date | null }
  | (Opener & { readonly merchantId: MerchantId });

/**
 * Opens a session under a new id and token, whatever the browser had before, so that nobody can prepare one for somebody
 * else. A user's looks at the merchant they joined first, unless another is named.
 */
@Injectable()
export class OpenSession {
  constructor(
    private readonly repository: SessionRepository,
    private readonly clock: Clock,
  ) {}

  /** Opens one in the caller's transaction. */
  async within(tx: TransactionClient, holder: SessionHolder, visitor: Visitor): Promise<OpenedSession> {
    const now = this.clock.now();
    const userId = 'userId' in holder ? holder.userId : null;
    const merchantId = holder.merchantId ?? (userId === null ? null : await firstMerchant(tx, userId));
    const token = newToken();
    const longest = now.getTime() + memberBounds.sessionSeconds * 1000;
    const endsAt = 'endsAt' in holder ? (holder.endsAt?.getTime() ?? longest) : longest;
    const session = {
      id: newId('ses'),
      tokenHash: tokenHash(token),
      userId,
      apiKeyId: 'apiKeyId' in holder ? holder.apiKeyId : null,
      merchantId,
      openedBy: 'openedBy' in holder ? holder.openedBy : null,
      openerDigest: 'openerDigest' in holder ? holder.openerDigest : null,
      createdAt: now,
      expiresAt: new Date(Math.min(longest, endsAt)),
      address: maskAddress(visitor.ip),
      userAgent: visitor.userAgent?.slice(0, memberBounds.userAgentCharsMax) ?? null,
    };
    await this.repository.insert(tx, session, memberBounds.sessionsPerUserMax);
    return { id: session.id, token, merchantId, expiresAt: session.expiresAt };
  }

  /** Opens one in a transaction of its own. */
  run(holder: SessionHolder, visitor: Visitor): Promise<OpenedSession> {
    return this.repository.transaction((tx) => this.within(tx, holder, visitor));
  }
}

async function firstMerchant(tx: TransactionClient, userId: string): Promise<MerchantId | null> {
  return (await membershipsOf(tx, userId, 1))[0]?.merchantId ?? null;
}
