import { judgeCredential, type VerifyContext } from './judge-credential.js';
import { openCredential, type Credential, type OpenedCredential } from './open-credential.js';
import type { Refusal } from './refusal.js';
import type { RootKeys } from './root-keys.js';
import type { Tenant } from './tenant.js';

/** What becomes of a credential as far as no state decides: its terms, or why it is refused. */
export type Verdict = OpenedCredential | Refusal;

/** Opens a credential and judges it against one request: the whole of what can be said without a record of it. */
export function verifyCredential(
  credential: Credential,
  tenant: Tenant,
  context: VerifyContext,
  keys: RootKeys,
): Verdict {
  const opened = openCredential(credential, tenant, keys);
  return opened.valid ? (judgeCredential(opened, context) ?? opened) : opened;
}
