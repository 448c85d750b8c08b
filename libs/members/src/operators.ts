import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import { normalEmail } from '@turnpike/merchants';
import { NotFound } from '@turnpike/problems';
import { auditAccount } from './audit-account.js';
import { endOpenedBy } from './end-opened-by.js';
import { SessionChanges } from './session-changes.js';
import { setOperator, UserRepository } from './user.repository.js';

/** Who may run the instance by signing in, as the operator's key lets its holder. */
@Injectable()
export class Operators {
  constructor(
    private readonly users: UserRepository,
    private readonly changes: SessionChanges,
    private readonly clock: Clock,
  ) {}

  /** Makes a user an operator. `NotFound` if nobody has that address. */
  grant(email: string, by: Author = SYSTEM): Promise<void> {
    return this.set(email, true, by);
  }

  /**
   * Makes them none any more, in force everywhere within two seconds; the links that they made for merchants, and the sessions
   * that were opened by these, end too. `NotFound` if nobody has that address.
   */
  revoke(email: string, by: Author = SYSTEM): Promise<void> {
    return this.set(email, false, by);
  }

  private async set(address: string, operator: boolean, by: Author): Promise<void> {
    const email = normalEmail(address);
    await this.users.transaction(async (tx) => {
      const user = await setOperator(tx, email, operator);
      if (user === null) throw new NotFound('User');
      const now = this.clock.now();
      if (!operator) await endOpenedBy(tx, user.id, now);
      const action = operator ? 'operator.grant' : 'operator.revoke';
      await auditAccount(tx, { by, merchantId: null }, action, user.id, now, { email });
    });
    await this.changes.announce();
  }
}
