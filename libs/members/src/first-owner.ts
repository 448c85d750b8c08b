import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { normalEmail } from '@turnpike/merchants';
import { auditAccount } from './audit-account.js';
import { addMember, hasMembers, MemberRepository } from './member.repository.js';
import { Operators } from './operators.js';
import { newId } from './secret-token.js';
import { findOrAddUser } from './user.repository.js';

/** Gives a merchant without members its first one. */
@Injectable()
export class FirstOwner {
  constructor(
    private readonly members: MemberRepository,
    private readonly operators: Operators,
    private readonly clock: Clock,
  ) {}

  /** Makes the holder of an address the owner, and an operator if asked; does nothing for a merchant who has a member. */
  async run(
    merchantId: MerchantId,
    who: { readonly email: string; readonly name: string; readonly operator: boolean },
  ): Promise<void> {
    const email = normalEmail(who.email);
    const now = this.clock.now();
    const isFirst = await this.members.transaction(async (tx) => {
      if (await hasMembers(tx, merchantId)) return false;
      const user = await findOrAddUser(
        tx,
        { id: newId('usr'), email, name: who.name, passwordHash: null },
        now,
      );
      await addMember(tx, merchantId, user.id, 'owner', now);
      const detail = { email, role: 'owner' };
      await auditAccount(tx, { by: SYSTEM, merchantId }, 'member.join', user.id, now, detail);
      return true;
    });
    if (isFirst && who.operator) await this.operators.grant(email);
  }
}
