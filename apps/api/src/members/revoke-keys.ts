import { ValidationFailed } from '@turnpike/problems';

/** Whether `revokeKeys` of a query asks for the keys that a member has made to end; `ValidationFailed` for any other word. */
export function readRevokeKeys({ revokeKeys }: Readonly<Record<string, unknown>>): boolean {
  if (revokeKeys === undefined || revokeKeys === 'false') return false;
  if (revokeKeys === 'true') return true;
  throw new ValidationFailed({ revokeKeys: ['revokeKeys must be true or false'] });
}
