import { userInfo } from 'node:os';
import type { Author } from '@turnpike/audit';

/** Whom a command's changes are put down to: whoever runs the instance, by the name of their account on this machine. */
export function shellAuthor(): Author {
  return {
    actor: { kind: 'operator', id: 'command_line', label: accountName() },
    correlationId: null,
    address: null,
  };
}

function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    // In a container the account may have no name.
    return null;
  }
}
