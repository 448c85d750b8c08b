import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { Merchants, normalEmail } from '@turnpike/merchants';
import { AdminKey } from './admin-key.js';
import { auditAccount } from './audit-account.js';
import { dashboardLink } from './dashboard-links.js';
import { addLink, LinkRepository } from './link.repository.js';
import { memberBounds } from './member-bounds.js';
import { newToken, tokenHash } from './secret-token.js';

/** A link that signs in once. */
export interface LoginLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/** Makes links that are handed on by a person rather than by mail. */
@Injectable()
export class LoginLinks {
  constructor(
    private readonly merchants: Merchants,
    private readonly links: LinkRepository,
    private readonly adminKey: AdminKey,
    private readonly clock: Clock,
  ) {}

  /**
   * One that opens a session for a merchant without being any member: what is done in it is put down to the operator who made
   * it, and it ends with the key by which they did. `NotFound` if there is no such merchant.
   */
  async forMerchant(merchantId: MerchantId, by: Author, publicUrl: string): Promise<LoginLink> {
    await this.merchants.get(merchantId);
    const link = { purpose: 'merchant', merchantId, ...this.adminKey.opener(by.actor.id) } as const;
    const log = (tx: TransactionClient, at: Date): Promise<void> =>
      auditAccount(tx, { by, merchantId }, 'merchant.login_link', String(merchantId), at);
    return this.make(link, memberBounds.operatorLinkSeconds, publicUrl, log);
  }

  /** One for the holder of an address, which must be known to be theirs: it makes their account if need be. */
  forEmail(email: string, publicUrl: string): Promise<LoginLink> {
    const link = { purpose: 'sign_in', email: normalEmail(email) } as const;
    return this.make(link, memberBounds.startLinkSeconds, publicUrl);
  }

  private async make(
    link: Omit<Parameters<LinkRepository['add']>[0], 'tokenHash'>,
    seconds: number,
    publicUrl: string,
    log: (tx: TransactionClient, at: Date) => Promise<void> = () => Promise.resolve(),
  ): Promise<LoginLink> {
    const token = newToken();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + seconds * 1000);
    await this.links.transaction(async (tx) => {
      await addLink(tx, { ...link, tokenHash: tokenHash(token) }, { createdAt: now, expiresAt });
      await log(tx, now);
    });
    return { url: dashboardLink(publicUrl, 'sign-in', token), expiresAt };
  }
}
