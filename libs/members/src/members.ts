import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { AuthoredKeys } from '@turnpike/merchants';
import type { Confirmation, KeysLeft } from '@turnpike/merchants';
import { LastOwner, NotFound } from '@turnpike/problems';
import { auditAccount } from './audit-account.js';
import { InvitationRepository, removeInvitationsBy } from './invitation.repository.js';
import type { InvitationRecord } from './invitation.repository.js';
import { memberBounds } from './member-bounds.js';
import { holdOwners, MemberRepository, removeMember, setRole } from './member.repository.js';
import type { MemberRecord, Membership } from './member.repository.js';
import { mayMakeKeys, scopesOfRole } from './member-role.js';
import type { MemberRole } from './member-role.js';
import { SessionChanges } from './session-changes.js';

/** Another role for a member, and whether keys that they have made and now could not make end with it. */
export interface RoleChange {
  readonly role: MemberRole;
  readonly revokeKeys: boolean;
}

/** In whose name members are changed, and what asks again, once nobody else can change them, whether they still may. */
export interface MemberAuthority {
  readonly by: Author;
  readonly confirm: Confirmation | undefined;
}

/**
 * Who may sign in for a merchant. There is always an owner as long as there is one: owners go one after another, and the last
 * cannot. Every change is told to all processes; one that does not hear follows within 1.5 s.
 */
@Injectable()
export class Members {
  constructor(
    private readonly repository: MemberRepository,
    private readonly invitations: InvitationRepository,
    private readonly keys: AuthoredKeys,
    private readonly changes: SessionChanges,
    private readonly clock: Clock,
  ) {}

  /** The members of a merchant, and who was asked to be one and still is: what a key has asked ends with the key. */
  async list(merchantId: MerchantId): Promise<{
    readonly members: readonly MemberRecord[];
    readonly invitations: readonly InvitationRecord[];
  }> {
    const { membersPerMerchantMax, invitationsPerMerchantMax } = memberBounds;
    const [members, invitations] = await Promise.all([
      this.repository.list(merchantId, membersPerMerchantMax),
      this.invitations.list(merchantId, this.clock.now(), invitationsPerMerchantMax),
    ]);
    const authors = invitations.map(({ invitedBy }) => invitedBy);
    const revoked = await this.keys.revokedAmong(merchantId, authors);
    const open = invitations.filter(({ invitedBy }) => !revoked.has(invitedBy));
    return { members, invitations: open.map(({ invitedBy: _invitedBy, ...shown }) => shown) };
  }

  /** The merchants of a user. */
  of(userId: string): Promise<readonly Membership[]> {
    return this.repository.of(userId, memberBounds.merchantsShownMax);
  }

  /**
   * Gives a member another role. `NotFound` for who is none, `LastOwner` if nobody else owns the merchant. Keys that they have
   * made go on, and are counted, unless they are to be revoked: those that do what the role may not hand on.
   */
  async change(
    merchantId: MerchantId,
    userId: string,
    change: RoleChange,
    { by, confirm }: MemberAuthority,
  ): Promise<KeysLeft> {
    const { role, revokeKeys: revoke } = change;
    const keys = await this.repository.transaction(async (tx) => {
      const owners = await this.ownersOnceConfirmed(tx, merchantId, confirm);
      if (role !== 'owner') requireOther(owners, userId);
      if (!(await setRole(tx, merchantId, userId, role))) throw new NotFound('Member');
      if (role !== 'owner') await removeInvitationsBy(tx, merchantId, userId);
      await auditAccount(tx, { by, merchantId }, 'member.change', userId, this.clock.now(), { role });
      const scopes = mayMakeKeys(role) ? scopesOfRole(role) : [];
      return this.keys.settle(tx, merchantId, { createdBy: userId, scopes, revoke }, by);
    });
    await this.announce(merchantId, keys);
    return keys;
  }

  /**
   * Takes a member out, with the invitations that they have made. Errors as for `change`; but the keys of somebody who went
   * before can still be revoked so.
   */
  async remove(
    merchantId: MerchantId,
    userId: string,
    revoke: boolean,
    { by, confirm }: MemberAuthority,
  ): Promise<KeysLeft> {
    const keys = await this.repository.transaction(async (tx) => {
      requireOther(await this.ownersOnceConfirmed(tx, merchantId, confirm), userId);
      const isGone = !(await removeMember(tx, merchantId, userId));
      const settled = await this.keys.settle(tx, merchantId, { createdBy: userId, scopes: [], revoke }, by);
      if (isGone && settled.apiKeysRevoked === 0) throw new NotFound('Member');
      if (isGone) return settled;
      await removeInvitationsBy(tx, merchantId, userId);
      await auditAccount(tx, { by, merchantId }, 'member.remove', userId, this.clock.now());
      return settled;
    });
    await this.announce(merchantId, keys);
    return keys;
  }

  /** The owners, held until the transaction ends, after which whoever acts is asked again whether they still may. */
  private async ownersOnceConfirmed(
    tx: TransactionClient,
    merchantId: MerchantId,
    confirm: Confirmation | undefined,
  ): Promise<readonly string[]> {
    await this.keys.hold(tx, merchantId);
    const owners = await holdOwners(tx, merchantId);
    await confirm?.(tx);
    return owners;
  }

  private async announce(merchantId: MerchantId, { apiKeysRevoked }: KeysLeft): Promise<void> {
    await this.changes.announce();
    if (apiKeysRevoked > 0) await this.keys.announce(merchantId);
  }
}

function requireOther(owners: readonly string[], userId: string): void {
  if (owners.length === 1 && owners[0] === userId) throw new LastOwner();
}
