import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Mailbox } from '@turnpike/mail';
import { Merchants, normalEmail } from '@turnpike/merchants';
import type { Confirmation } from '@turnpike/merchants';
import { NotFound, ValidationFailed } from '@turnpike/problems';
import { auditAccount } from './audit-account.js';
import { dashboardLink } from './dashboard-links.js';
import {
  countInvitations,
  InvitationRepository,
  putInvitation,
  removeInvitation,
} from './invitation.repository.js';
import type { InvitationRecord } from './invitation.repository.js';
import { invitationLetter } from './letters.js';
import { memberBounds } from './member-bounds.js';
import { countMembers, MemberRepository } from './member.repository.js';
import type { MemberRole } from './member-role.js';
import type { MemberAuthority } from './members.js';
import { newId, newToken, tokenHash } from './secret-token.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { UserRepository } from './user.repository.js';

/** Whom to ask, as what, and in whose name. */
export interface InvitationWish {
  readonly email: string;
  readonly role: MemberRole;
  readonly by: Author;
  /** Whether whoever asks still may. */
  readonly confirm: Confirmation | undefined;
  readonly publicUrl: string;
}

/** Asks people to join a merchant. One address has one invitation: asked again, only the last letter opens. */
@Injectable()
export class Invitations {
  constructor(
    private readonly repository: InvitationRepository,
    private readonly members: MemberRepository,
    private readonly users: UserRepository,
    private readonly merchants: Merchants,
    private readonly mailbox: Mailbox,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /** Writes an invitation and its letter. `ValidationFailed` for a member, and beyond what a merchant may have; `RoleMissing`, `InvalidApiKey`, `RateLimited`. */
  async invite(merchantId: MerchantId, wish: InvitationWish): Promise<InvitationRecord> {
    const email = normalEmail(wish.email);
    const merchant = await this.merchants.get(merchantId);
    const user = await this.users.findByEmail(email);
    if (user !== null && (await this.members.find(merchantId, user.id)) !== null) {
      throw new ValidationFailed({ email: ['email is the address of a member'] });
    }
    await this.throttle.invitation(merchantId, email);
    const token = newToken();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + memberBounds.invitationSeconds * 1000);
    const record: InvitationRecord = { id: newId('inv'), email, role: wish.role, createdAt: now, expiresAt };
    await this.repository.transaction(async (tx) => {
      await wish.confirm?.(tx);
      const { membersPerMerchantMax, invitationsPerMerchantMax } = memberBounds;
      const [members, invited] = [
        await countMembers(tx, merchantId),
        await countInvitations(tx, merchantId, email, now),
      ];
      if (members >= membersPerMerchantMax || invited >= invitationsPerMerchantMax) {
        throw new ValidationFailed({
          email: [
            `a merchant has at most ${String(membersPerMerchantMax)} members and ${String(invitationsPerMerchantMax)} open invitations`,
          ],
        });
      }
      const invitedBy = wish.by.actor.id;
      await putInvitation(tx, merchantId, { ...record, tokenHash: tokenHash(token), invitedBy });
      const { by, role } = wish;
      await auditAccount(tx, { by, merchantId }, 'invitation.create', record.id, now, { email, role });
      const link = dashboardLink(wish.publicUrl, 'invitation', token);
      await this.mailbox.write(tx, invitationLetter(email, merchant.name, wish.role, link));
    });
    this.mailbox.sendSoon();
    return record;
  }

  /** Takes an invitation back. `NotFound` for any that is not the merchant's; `RoleMissing`, `InvalidApiKey`. */
  async withdraw(merchantId: MerchantId, id: string, { by, confirm }: MemberAuthority): Promise<void> {
    if (!/^inv_[0-9a-f]{32}$/.test(id)) throw new NotFound('Invitation');
    await this.repository.transaction(async (tx) => {
      await confirm?.(tx);
      if (!(await removeInvitation(tx, merchantId, id))) throw new NotFound('Invitation');
      await auditAccount(tx, { by, merchantId }, 'invitation.remove', id, this.clock.now());
    });
  }
}
