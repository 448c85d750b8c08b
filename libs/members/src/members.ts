import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { LastOwner, NotFound } from '@turnpike/problems';
import { auditAccount } from './audit-account.js';
import { InvitationRepository, removeInvitationsBy } from './invitation.repository.js';
import type { InvitationRecord } from './invitation.repository.js';
import { memberBounds } from './member-bounds.js';
import { holdOwners, MemberRepository, removeMember, setRole } from './member.repository.js';
import type { MemberRecord, Membership } from './member.repository.js';
import type { MemberRole } from './member-role.js';
import { SessionChanges } from './session-changes.js';

/**
 * Who may sign in for a merchant. There is always an owner as long as there is one: owners go one after another, and the last
 * cannot. Every change is told to all processes; one that does not hear follows within 1.5 s.
 */
@Injectable()
export class Members {
  constructor(
    private readonly repository: MemberRepository,
    private readonly invitations: InvitationRepository,
    private readonly changes: SessionChanges,
    private readonly clock: Clock,
  ) {}

  /** The members of a merchant, and who was asked to be one. */
  async list(merchantId: MerchantId): Promise<{
    readonly members: readonly MemberRecord[];
    readonly invitations: readonly InvitationRecord[];
  }> {
    const { membersPerMerchantMax, invitationsPerMerchantMax } = memberBounds;
    const [members, invitations] = await Promise.all([
      this.repository.list(merchantId, membersPerMerchantMax),
      this.invitations.list(merchantId, this.clock.now(), invitationsPerMerchantMax),
    ]);
    return { members, invitations };
  }

  /** The merchants of a user. */
  of(userId: string): Promise<readonly Membership[]> {
    return this.repository.of(userId, memberBounds.merchantsShownMax);
  }

  /** Gives a member another role. `NotFound` for who is none, `LastOwner` if nobody else owns the merchant. */
  async change(merchantId: MerchantId, userId: string, role: MemberRole, by: Author): Promise<void> {
    await this.repository.transaction(async (tx) => {
      if (role !== 'owner') await this.requireOtherOwner(tx, merchantId, userId);
      if (!(await setRole(tx, merchantId, userId, role))) throw new NotFound('Member');
      if (role !== 'owner') await removeInvitationsBy(tx, merchantId, userId);
      await auditAccount(tx, { by, merchantId }, 'member.change', userId, this.clock.now(), { role });
    });
    await this.changes.announce();
  }

  /** Takes a member out, with the invitations that they have made. Errors as for `change`. */
  async remove(merchantId: MerchantId, userId: string, by: Author): Promise<void> {
    await this.repository.transaction(async (tx) => {
      await this.requireOtherOwner(tx, merchantId, userId);
      if (!(await removeMember(tx, merchantId, userId))) throw new NotFound('Member');
      await removeInvitationsBy(tx, merchantId, userId);
      await auditAccount(tx, { by, merchantId }, 'member.remove', userId, this.clock.now());
    });
    await this.changes.announce();
  }

  private async requireOtherOwner(
    tx: TransactionClient,
    merchantId: MerchantId,
    userId: string,
  ): Promise<void> {
    const owners = await holdOwners(tx, merchantId);
    if (owners.length === 1 && owners[0] === userId) throw new LastOwner();
  }
}
