import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { normalEmail } from '@turnpike/merchants';
import { addMember, hasMembers, MemberRepository } from './member.repository.js';
import { newId } from './secret-token.js';
import { findOrAddUser, UserRepository } from './user.repository.js';

/** Gives a merchant without members its first one. */
@Injectable()
export class FirstOwner {
  constructor(
    private readonly members: MemberRepository,
    private readonly users: UserRepository,
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
      return true;
    });
    if (isFirst && who.operator) await this.users.setOperator(email, true);
  }
}
