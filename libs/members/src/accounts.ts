import { Injectable } from '@nestjs/common';
import { Merchants } from '@turnpike/merchants';
import type { MerchantId } from '@turnpike/l402';
import { memberBounds } from './member-bounds.js';
import { MemberRepository } from './member.repository.js';
import type { MemberRole } from './member-role.js';
import { PasskeyRepository } from './passkey.repository.js';
import { UserRepository } from './user.repository.js';

/** How somebody can sign in, and for whom. */
export interface AccountDetail {
  readonly hasPassword: boolean;
  readonly totpEnabled: boolean;
  readonly passkeys: number;
  readonly merchants: readonly { merchantId: MerchantId; name: string; role: MemberRole }[];
}

/** What a signed-in user is shown of themselves. */
@Injectable()
export class Accounts {
  constructor(
    private readonly users: UserRepository,
    private readonly members: MemberRepository,
    private readonly passkeys: PasskeyRepository,
    private readonly merchants: Merchants,
  ) {}

  /** As the database has it now; null if there is no such user any more. */
  async detail(userId: string): Promise<AccountDetail | null> {
    const [user, memberships, passkeys] = await Promise.all([
      this.users.find(userId),
      this.members.of(userId, memberBounds.merchantsShownMax),
      this.passkeys.list(userId, memberBounds.passkeysPerUserMax),
    ]);
    if (user === null) return null;
    const merchants = [];
    for (const { merchantId, role } of memberships) {
      merchants.push({ merchantId, name: (await this.merchants.get(merchantId)).name, role });
    }
    return {
      hasPassword: user.passwordHash !== null,
      totpEnabled: user.totpConfirmedAt !== null,
      passkeys: passkeys.length,
      merchants,
    };
  }
}
