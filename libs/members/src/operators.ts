import { Injectable } from '@nestjs/common';
import { normalEmail } from '@turnpike/merchants';
import { NotFound } from '@turnpike/problems';
import { SessionChanges } from './session-changes.js';
import { UserRepository } from './user.repository.js';

/** Who may run the instance by signing in, as the operator's key lets its holder. */
@Injectable()
export class Operators {
  constructor(
    private readonly users: UserRepository,
    private readonly changes: SessionChanges,
  ) {}

  /** Makes a user an operator. `NotFound` if nobody has that address. */
  grant(email: string): Promise<void> {
    return this.set(email, true);
  }

  /** Makes them none any more, in force everywhere within two seconds. `NotFound` if nobody has that address. */
  revoke(email: string): Promise<void> {
    return this.set(email, false);
  }

  private async set(email: string, operator: boolean): Promise<void> {
    if (!(await this.users.setOperator(normalEmail(email), operator))) throw new NotFound('User');
    await this.changes.announce();
  }
}
